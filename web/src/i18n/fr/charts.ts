export const charts = {
  traffic: 'Trafic',
  summary: '{{line}} : jusqu’à {{most}}.',
  nothing: 'Aucun trafic dans cette période.',
} as const;
