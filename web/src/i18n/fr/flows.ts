export const flows = {
  title: 'Flux',
} as const;
