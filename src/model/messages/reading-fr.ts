import type { READING_EN } from './reading-en.ts';

/** The same in French, written as `fr.ts`. */
export const READING_FR = (): Readonly<Record<keyof ReturnType<typeof READING_EN>, string>> => ({
  'read.at': '{name} : position {offset} : {finding}',
  'read.at-uncompressed': '{name} : position {offset} après décompression : {finding}',
  'read.of': '{name} : {said}',
  'read.ended': '{name} : la lecture s’est arrêtée : {reason}',
  'read.ended-early': '{name} : la lecture s’est arrêtée avant l’heure, avec le code {code}',
  'read.no-memory': 'mémoire épuisée',
  'read.changed': '{name} : le fichier a changé pendant son import ; ouvrez-le de nouveau',
  'import.failed': '{name} : l’import a échoué',
  'read.stopped':
    'Le serveur a été arrêté avant la fin de l’import, et rien du fichier n’a été gardé ; ouvrez-le de nouveau.',
  'read.interrupted':
    'Le serveur s’est arrêté pendant l’import, et rien n’en a été gardé ; relancez l’analyse, ou ouvrez de nouveau le fichier.',
  'read.standard-input': 'entrée standard',
  'read.directory': '{name} : attendu un fichier de capture, trouvé un dossier',
  'read.failed': '{name} : la lecture a échoué : {reason}',
  'read.lost': '{name} : le programme de capture a perdu {count} {count:paquet|paquets}',
  'read.minutes':
    '{name} : le volume de {count} {count:paquet|paquets} manque dans la durée, sur plus de minutes qu’il n’en est gardé',
  'read.more-warnings':
    '{name} : {count} {count:autre avertissement n’est pas affiché|autres avertissements ne sont pas affichés}',

  'read.no-capture': 'attendu {expected}, trouvé {found}',
  'read.magic': 'une signature pcap, pcapng, gzip ou zstd',
  'read.magic-inside': 'une signature pcap ou pcapng sous la compression {packing}',
  'read.empty': 'rien : il est vide',

  'pcap.header-cut': 'attendu un en-tête de fichier pcap de {bytes} octets, trouvé {found}',
  'pcap.record-cut':
    'attendu un en-tête d’enregistrement de {bytes} octets, trouvé {found} : le fichier est tronqué',
  'pcap.frame-cut':
    'attendu une trame de {bytes} {bytes:octet|octets}, trouvé {found} : le fichier est tronqué',
  'pcap.length':
    'attendu une longueur capturée d’au plus {most} octets, trouvé {found} : le reste n’est pas lu',

  'pcapng.rest': '{finding} : le reste n’est pas lu',
  'pcapng.skipped': '{finding} : le bloc est ignoré',
  'pcapng.byte-order': 'attendu la marque d’ordre des octets 1a2b3c4d, trouvé {found}',
  'pcapng.block-length': 'attendu une longueur de bloc multiple de 4 et d’au moins 12, trouvé {found}',
  'pcapng.two-lengths': 'attendu deux longueurs de bloc égales, trouvé {first} et {last}',
  'pcapng.section-cut': 'attendu un en-tête de section entier, trouvé {found} {found:octet|octets}',
  'pcapng.section':
    'attendu un en-tête de section d’au moins 28 octets en version {version}, trouvé {bytes} octets en version {found}',
  'pcapng.section-long': 'attendu un en-tête de section d’au plus {most} octets, trouvé {found}',
  'pcapng.long-cut':
    'attendu encore {left} {left:octet|octets} d’un long bloc, rien trouvé : le fichier est tronqué',
  'pcapng.block-cut': 'attendu un bloc de {bytes} octets, trouvé {found} : le fichier est tronqué',
  'pcapng.head-cut': 'attendu un bloc d’au moins {least} octets, trouvé {found} : le fichier est tronqué',
  'pcapng.interface': 'attendu une interface décrite, trouvé l’interface {found}',
  'pcapng.no-interface': 'attendu une interface décrite pour un paquet simple, aucune trouvée',
  'pcapng.length': 'attendu une longueur capturée d’au plus {most} octets, trouvé {found}',
  'pcapng.block-short': 'attendu au moins {least} octets pour un bloc de type {type}, trouvé {found}',
  'pcapng.block-long': 'attendu au plus {most} octets pour un bloc de type {type}, trouvé {found}',

  'gzip.header-cut': 'attendu un en-tête gzip, trouvé la fin du fichier',
  'gzip.data-cut': 'attendu la suite des données deflate, trouvé la fin du fichier',
  'gzip.trailer-cut': 'attendu la terminaison gzip, trouvé la fin du fichier',
  'gzip.member': 'attendu un membre gzip (1f 8b 08), trouvé {found}',
  'gzip.header-long': 'attendu un en-tête gzip d’au plus {most} octets, trouvé un plus long',
  'gzip.deflate': 'attendu des données deflate, trouvé des données abîmées ({reason})',
  'gzip.check': 'attendu la valeur de contrôle {expected}, trouvé {found}',
  'gzip.length': 'attendu la longueur {expected}, trouvé {found}',
  'gzip.padding': 'attendu des zéros après le dernier membre gzip, trouvé des données',

  'zstd.cut': 'attendu la suite des données zstd, trouvé la fin du fichier',
  'zstd.no-frame': 'attendu une trame zstd, trouvé d’autres données',
  'zstd.version': 'attendu une trame zstd d’une version à partir de 0.8, trouvé une plus ancienne',
  'zstd.parameters': 'attendu une trame zstd prise en charge, trouvé des paramètres inconnus',
  'zstd.window':
    'attendu une fenêtre d’au plus 128 Mio, trouvé une plus grande (compressé avec --long au-delà de 27)',
  'zstd.damage': 'attendu des données zstd, trouvé des données abîmées',
  'zstd.damage-code': 'attendu des données zstd, trouvé des données abîmées (erreur {code})',
  'zstd.check': 'attendu la bonne somme de contrôle, trouvé une autre',
  'zstd.dictionary': 'attendu une trame zstd sans dictionnaire, trouvé une qui en demande un',
  'zstd.memory': 'attendu assez de mémoire pour la fenêtre zstd, trouvé trop peu',

  'ring.setting': 'réglage de capture {name} : attendu un entier de {least} à {most}, trouvé {found}',
  'ring.power-of-two':
    'réglage de capture blockSizeBytes : attendu une puissance de deux à partir de 4096, comme 1048576, trouvé {found}',
  'ring.too-large':
    'réglages de capture blockSizeBytes × blockCount : attendu au plus {most} octets en tout, trouvé {size} × {count} = {found}',
  'ring.page-size':
    'réglage de capture blockSizeBytes : attendu un multiple de la taille de page de cette machine, {page}, trouvé {found}',
  'ring.interface-name': 'interface de capture : attendu un nom de 1 à 15 caractères, trouvé « {found} »',
  'ring.filter': 'filtre de capture : attendu de 1 à {most} instructions, trouvé {found}',
  'ring.koffi':
    'capture en direct : le module koffi ne se charge pas sur cette plateforme ({reason}) ; installez les paquets facultatifs de Vigie pour cette plateforme',
  'ring.linux': 'capture en direct : il faut Linux (AF_PACKET), et ceci est {platform}',
  'ring.device-type':
    '{name} : une interface de type {type} (ARPHRD, linux/if_arp.h) ne peut pas être écoutée ; attendu Ethernet (1), la boucle locale (772), PPP (512), un tunnel IP (768, 769, 776) ou TUN (65534)',
  'ring.refused': '{name} : {what} ({errno})',
  'ring.refused-advice': '{name} : {what} ({errno}) ; {advice}',
  'ring.no-socket': 'impossible d’ouvrir un socket de paquets',
  'ring.no-map': 'impossible de projeter en mémoire l’anneau de {bytes} octets',
  'ring.no-filter': 'le noyau refuse le filtre de {count} {count:instruction|instructions}',
  'ring.no-index': 'impossible de s’y attacher',
  'ring.no-bind': 'impossible d’attacher le socket de paquets',
  'ring.no-device-type': 'impossible de lire le type d’interface',
  'ring.no-statistics': 'impossible de lire les compteurs de paquets',
  'ring.no-option': 'le noyau refuse {option}',
  'ring.promiscuous': 'le mode promiscuité',
  'ring.blocks': 'un anneau de {count} × {size} octets',
  'ring.advice-right':
    'capturer demande CAP_NET_RAW : sudo setcap cap_net_raw+ep "$(readlink -f "$(command -v node)")", ou lancez Vigie en tant que root',
  'ring.advice-name': 'les interfaces de cette machine sont {names}',
  'ring.advice-memory': 'réduisez blockCount ou blockSizeBytes',
  'ring.dropped': '{name} : le noyau a perdu {count} {count:trame|trames} : son anneau était plein',
  'ring.flows-full':
    '{name} : {count} {count:paquet a trouvé|paquets ont trouvé} pleine la table des conversations',
  'ring.rows-lost':
    '{name} : {count} {count:ligne a été perdue|lignes ont été perdues} : la base n’en a pris aucune',
  'ring.rows-refused':
    '{name} : {count} {count:ligne a été perdue|lignes ont été perdues}, la base de télémétrie n’en a pris aucune : {reason}',
  'ring.queue-full': 'sa file d’attente était pleine',
  'ring.no-time':
    'le temps a manqué pour {count} {count:conversation|conversations} : les appareils qu’elles seules nomment manquent ici',
  'ring.taken-away': '{name} : sa capture a été supprimée',
  'ring.interrupted': 'Le serveur s’est arrêté pendant l’écoute ; ce qui était gardé jusque-là est ici.',
  'ring.thread-ended': 'le fil de capture s’est arrêté de lui-même, avec le code {code}',

  'errno.other': '{text}',
  'errno.EPERM': 'EPERM, opération interdite',
  'errno.EACCES': 'EACCES, accès refusé',
  'errno.ENODEV': 'ENODEV, aucune interface de ce nom',
  'errno.ENXIO': 'ENXIO, aucune interface à cette adresse',
  'errno.ENOMEM': 'ENOMEM, pas assez de mémoire',
  'errno.ENOBUFS': 'ENOBUFS, plus de place dans les tampons',
  'errno.ENETDOWN': 'ENETDOWN, le réseau est coupé',
  'errno.EINVAL': 'EINVAL, argument invalide',
  'errno.EBUSY': 'EBUSY, ressource occupée ou verrouillée',
  'errno.EMFILE': 'EMFILE, trop de fichiers ouverts',
  'errno.ENFILE': 'ENFILE, table des fichiers pleine',
  'errno.EAFNOSUPPORT': 'EAFNOSUPPORT, famille d’adresses non prise en charge',
  'errno.EPROTONOSUPPORT': 'EPROTONOSUPPORT, protocole non pris en charge',
  'errno.ENOPROTOOPT': 'ENOPROTOOPT, option de protocole inexistante',
});
