export const charts = {
  traffic: 'Traffic',
  summary: '{{line}}: up to {{most}}.',
  nothing: 'No traffic in this time range.',
  none: 'No traffic.',
  newest: 'Newest traffic:',
  step: 'each step {{step}}',
  showAll: 'All on one axis',
  showNewest: 'Newest traffic',
  before: 'Traffic before this',
  after: 'Traffic after this',
  nothingBefore: 'There is none before this',
  nothingAfter: 'There is none after this',
} as const;
