export const matrix = {
  title: 'Matrix',
} as const;
