export const vlans = {
  title: 'VLAN',
} as const;
