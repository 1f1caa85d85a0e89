export const roleHints = {
  admin: 'Everything in this organisation: its network, its people, its tokens, its settings.',
  operator: 'Reads and changes the network: captures, interfaces, names, types. Not the people.',
  viewer: 'Reads the network and exports lists. Changes nothing.',
  auditor: 'Reads everything, people, tokens and the audit log included. Changes nothing.',
} as const;
