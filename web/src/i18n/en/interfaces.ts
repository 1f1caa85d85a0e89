export const interfaces = {} as const;
