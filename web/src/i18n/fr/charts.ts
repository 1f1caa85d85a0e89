export const charts = {
  traffic: 'Trafic',
  summary: '{{line}} : jusqu’à {{most}}.',
  nothing: 'Aucun trafic dans cette période.',
  none: 'Aucun trafic.',
  newest: 'Trafic le plus récent :',
  step: 'chaque pas : {{step}}',
  showAll: 'Tout sur un axe',
  showNewest: 'Trafic le plus récent',
  before: 'Trafic précédent',
  after: 'Trafic suivant',
  nothingBefore: 'Aucun trafic avant',
  nothingAfter: 'Aucun trafic après',
} as const;
