export const findings = {
  'duplicate-address': '{{macs}} use the address {{ip}} at the same time.',
  'duplicate-address-vlan': '{{macs}} use the address {{ip}} on VLAN {{vlan}} at the same time.',
  'second-dhcp-server': '{{servers_count}} DHCP servers answer: {{servers}}.',
  'second-dhcp-server-vlan': '{{servers_count}} DHCP servers answer on VLAN {{vlan}}: {{servers}}.',
  'port-scan-vertical':
    '{{source}} tried up to {{ports}} {{transport}} ports of each of {{targets}} addresses ({{list}}); {{failed}} attempts failed.',
  'port-scan-horizontal':
    '{{source}} tried {{ports}} {{transport}} ports ({{list}}) on up to {{targets}} addresses each; {{failed}} attempts failed.',
  'port-scan-target':
    '{{source}} tried {{ports}} {{transport}} ports of {{target}}; {{failed}} did not accept.',
  'port-scan-port':
    '{{source}} tried {{transport}} port {{port}} on {{targets}} addresses; {{failed}} did not accept.',
} as const;
