import type { Parameters } from '../../data/api.ts';
import { instantOf, SCOPE, type Scope } from '../../data/scope.ts';
import { one, type Search, several } from '../../data/search.ts';

export const FILTERS = [
  'q',
  'type',
  'vendor',
  'vlan',
  'tag',
  'flagged',
  'gateway',
  'subnet',
  'activeSince',
] as const;

/** The filters of the page as the API takes them; `nowMs` is what "the last hour" is counted from. */
export function deviceParameters(search: Search, scope: Scope, nowMs: number): Parameters {
  const { from, to, capture, site } = scope;
  return {
    q: one(search, 'q'),
    type: several(search, 'type'),
    vendor: several(search, 'vendor'),
    vlan: one(search, 'vlan'),
    tag: one(search, 'tag'),
    flagged: one(search, 'flagged'),
    gateway: one(search, 'gateway'),
    subnet: one(search, 'subnet'),
    activeSince: instantOf(one(search, 'activeSince'), nowMs),
    from,
    to,
    capture,
    site,
  };
}

/** By the page itself, or by the time range, capture and site of every page. */
export const isFiltered = (search: Search): boolean =>
  [...FILTERS, ...SCOPE].some((name) => search[name] !== undefined);
