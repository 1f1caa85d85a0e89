/** From the site that a request names to what belongs to it. */
import type { Org } from '../deps.ts';
import { Problem, type WrongField } from '../problems/problems.ts';

function unknown({ in: part, path }: Pick<WrongField, 'in' | 'path'>, site: string): Problem {
  const expected = 'the id of a site of the organisation';
  return new Problem(
    'invalid-request',
    `${part} ${path}: expected ${expected}, found ${JSON.stringify(site)}`,
    {
      fields: [{ in: part, path, value: site, expected }],
    },
  );
}

/** Throws `invalid-request` naming the field when the organisation has no such site; `null` and nothing are well. */
export async function expectSite(
  { state }: Org,
  site: string | null | undefined,
  field: Pick<WrongField, 'in' | 'path'> = { in: 'query', path: 'site' },
): Promise<void> {
  if (site == null || (await state.sites.get(site)) !== null) return;
  throw unknown(field, site);
}

/** The question with the captures of its `site` in place of it: what the telemetry store knows. */
export async function inSite<Query extends { readonly site?: string }>(
  { state }: Org,
  { site, ...query }: Query,
): Promise<Omit<Query, 'site'> & { readonly captures?: readonly string[] }> {
  if (site === undefined) return query;
  const captures = await state.sites.captures(site);
  if (captures === null) throw unknown({ in: 'query', path: 'site' }, site);
  return { ...query, captures };
}
