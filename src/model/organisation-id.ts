/** The id of an organisation: lower-case letters, digits and hyphens, 63 at most. */
export const ORGANISATION_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const LONGEST_ORGANISATION_NAME = 200;

/** The id that a name suggests: `Usine Nord (Lille)` → `usine-nord-lille`. Always one, not always a free one. */
export function organisationIdOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const id = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return id === '' ? 'organisation' : id;
}
