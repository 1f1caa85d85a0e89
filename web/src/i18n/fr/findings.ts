export const findings = {
  'duplicate-address': '{{macs}} utilisent l’adresse {{ip}} en même temps.',
  'duplicate-address-vlan': '{{macs}} utilisent l’adresse {{ip}} sur le VLAN {{vlan}} en même temps.',
  'second-dhcp-server': '{{servers_count}} serveurs DHCP répondent : {{servers}}.',
  'second-dhcp-server-vlan': '{{servers_count}} serveurs DHCP répondent sur le VLAN {{vlan}} : {{servers}}.',
  'port-scan-vertical':
    '{{source}} a essayé jusqu’à {{ports}} ports {{transport}} de chacune de {{targets}} adresses ({{list}}) ; {{failed}} tentatives ont échoué.',
  'port-scan-horizontal':
    '{{source}} a essayé {{ports}} ports {{transport}} ({{list}}) sur jusqu’à {{targets}} adresses chacun ; {{failed}} tentatives ont échoué.',
  'port-scan-target':
    '{{source}} a essayé {{ports}} ports {{transport}} de {{target}} ; {{failed}} n’ont pas accepté.',
  'port-scan-port':
    '{{source}} a essayé le port {{transport}} {{port}} sur {{targets}} adresses ; {{failed}} n’ont pas accepté.',
} as const;
