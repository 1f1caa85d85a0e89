export const matrix = {
  title: 'Matrice',
} as const;
