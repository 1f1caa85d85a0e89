export const vlans = {
  title: 'VLANs',
} as const;
