/** From the site that a request names to what belongs to it. */
import { say } from '../../model/messages/message.ts';
import type { Org } from '../deps.ts';
import { type Problem, type WrongField, wrongFields } from '../problems/problems.ts';

const unknown = (field: Pick<WrongField, 'in' | 'path'>, site: string): Problem =>
  wrongFields([{ ...field, value: site, expected: say('expected.site') }]);

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
