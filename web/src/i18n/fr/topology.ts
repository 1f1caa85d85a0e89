export const topology = {
  title: 'Topologie',
} as const;
