import type { FILTER_EN } from './filter-en.ts';

/** The same in French, written as `fr.ts`. */
export const FILTER_FR = (): Readonly<Record<keyof ReturnType<typeof FILTER_EN>, string>> => ({
  'filter.at': 'filtre, caractère {at} (« {word} ») : attendu {expected}',
  'filter.at-end': 'filtre, caractère {at} (la fin) : attendu {expected}',
  'filter.too-long': 'filtre : {found} caractères, alors que {most} au plus sont lus',
  'filter.never': 'filtre : sur une liaison {link}, aucune trame ne peut répondre à « {filter} »',
  'filter.too-large': 'filtre : une fois compilé, il dépasse les {most} instructions que prend le noyau',
  'filter.link': 'filtre : le type de liaison {type} ne peut pas être filtré, seulement {known}',
  'filter.known-link': '{name} ({type})',
  'filter.link-type': 'de type {type}',
  'filter.raw-ip': 'IP brut',

  'filter.doubled': '« {sign}{sign} »',
  'filter.depth': 'au plus {most} niveaux de not et de parenthèses',
  'filter.close': '« ) » pour la « ( » du caractère {at}, ou « and », « or »',
  'filter.open': 'une « ( » avant cette « ) »',
  'filter.more': '« and », « or » ou la fin',
  'filter.or-more': '{expected}, « and », « or » ou la fin',
  'filter.starters':
    'host, net, port, portrange, src, dst, ether, ip, ip6, arp, tcp, udp, icmp, icmp6, proto, vlan, less, greater, broadcast, multicast, not ou (',
  'filter.starters-no-bytes':
    'host, net, port, portrange, src, dst, ether, ip, ip6, arp, tcp, udp, icmp, icmp6, proto, vlan, less, greater, broadcast, multicast, not ou ( ; les comparaisons d’octets comme tcp[13] n’existent pas ici',
  'filter.after-ether': 'host, src, dst, proto, broadcast, multicast ou une adresse MAC après ether',
  'filter.after-ether-direction': 'host ou une adresse MAC',
  'filter.after-transport': 'port ou portrange',
  'filter.after-network': 'host, net, port, portrange ou une adresse',
  'filter.after-group': 'multicast après « {protocol} » (la diffusion IP demande le masque du réseau)',
  'filter.before-group': 'un port après « {protocol} », ou ether, ip ou ip6 avant multicast',
  'filter.before-port': 'tcp, udp, sctp ou rien avant « {type} », pas « {protocol} »',
  'filter.before-address': 'ip, ip6, arp ou rien avant « {type} », pas « {protocol} »',
  'filter.before-proto': 'ether, ip, ip6 ou rien avant « proto », pas « {protocol} »',
  'filter.no-direction': 'ni src ni dst avant « proto »',

  'filter.number': '{what}, {most} au plus',
  'filter.length': 'une longueur en octets',
  'filter.vlan': 'un numéro de VLAN',
  'filter.ethertype': 'un ethertype de 0x600 à 0xffff',
  'filter.host': 'une adresse IPv4 ou IPv6 (les noms ne sont pas résolus)',
  'filter.net': 'un réseau tel que 192.0.2.0/24 ou 2001:db8::/32',
  'filter.port': 'un numéro de port de 0 à 65535 (les noms de services ne sont pas résolus)',
  'filter.portrange': 'deux numéros de port de 0 à 65535, tels que 5000-5010',
  'filter.proto':
    'un numéro de protocole IP, ou l’un de tcp, udp, icmp, icmp6, igmp, sctp, gre, esp, ah, ospf, pim, vrrp',
  'filter.mac': 'une adresse MAC telle que 00:00:5e:00:53:01 après « ether host »',
  'filter.version': 'une adresse {version} après « {protocol} »',
  'filter.mask': 'un réseau IPv4 sans « / », puis mask et un masque pointé tel que 255.255.255.0',
  'filter.prefix': 'une longueur de préfixe de 0 à {most} après « / »',
  'filter.host-bits': 'aucun bit d’adresse hors du masque : donnez l’adresse du réseau, ou employez host',
  'filter.no-macs': 'des tests que connaît une liaison {link} ; elle ne montre pas d’adresses Ethernet',
  'filter.no-tags': 'des tests que connaît une liaison {link} ; elle ne montre pas d’étiquettes VLAN',
});
