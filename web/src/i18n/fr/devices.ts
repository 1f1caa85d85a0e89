export const devices = {
  title: 'Appareils',
} as const;
