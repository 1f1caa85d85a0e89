export const charts = {
  traffic: 'Traffic',
  summary: '{{line}}: up to {{most}}.',
  nothing: 'No traffic in this time range.',
} as const;
