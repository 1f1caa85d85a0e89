export const flows = {
  title: 'Flows',
} as const;
