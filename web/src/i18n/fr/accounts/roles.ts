export const roleHints = {
  admin: 'Tout dans cette organisation : son réseau, ses personnes, ses jetons, ses réglages.',
  operator: 'Lit et modifie le réseau : captures, interfaces, noms, types. Pas les personnes.',
  viewer: 'Lit le réseau et exporte des listes. Ne modifie rien.',
  auditor: 'Lit tout, y compris les personnes, les jetons et le journal d’audit. Ne modifie rien.',
} as const;
