/**
 * The time range, capture and site that every page is seen through: `from`, `to`, `capture` and `site` of the URL. `from` is an
 * instant (ISO 8601), or `now-15m`, `now-6h`, `now-7d`: so long before now, whenever that is.
 */
import { useMemo, useSyncExternalStore } from 'react';
import { one, type Search } from './search.ts';
import { useSearch } from './use-search.ts';

/** As the API takes it. */
export interface Scope {
  readonly from?: string;
  readonly to?: string;
  readonly capture?: string;
  readonly site?: string;
}

/** Of every page. */
export const SCOPE = ['from', 'to', 'capture', 'site'] as const;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const BEFORE_NOW = /^now-(\d{1,4})([mhd])$/;
/** A relative range moves in steps, so that pages share answers instead of asking each second. */
const STEP_MS = 60_000;

/** What a link to another page takes along. */
export function scopeOf(search: Search): Search {
  return Object.fromEntries(
    SCOPE.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
}

export function isRelative(from: string | undefined): boolean {
  return from !== undefined && BEFORE_NOW.test(from);
}

/** `from` as an instant; what is no instant is left out, as if nobody had asked. */
export function instantOf(text: string | undefined, nowMs: number): string | undefined {
  if (text === undefined) return undefined;
  const relative = BEFORE_NOW.exec(text);
  if (relative !== null) {
    const back = Number(relative[1]) * UNIT_MS[relative[2]];
    return new Date(Math.floor(nowMs / STEP_MS) * STEP_MS - back).toISOString();
  }
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

export function readScope(search: Search, nowMs: number): Scope {
  const from = instantOf(one(search, 'from'), nowMs);
  const to = instantOf(one(search, 'to'), nowMs);
  const capture = one(search, 'capture');
  const site = one(search, 'site');
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(capture === undefined ? {} : { capture }),
    ...(site === undefined ? {} : { site }),
  };
}

const minute = () => Math.floor(Date.now() / STEP_MS) * STEP_MS;
function everyMinute(tell: () => void): () => void {
  const timer = setInterval(tell, 5_000);
  return () => clearInterval(timer);
}

/** The scope of the page that is open; the same object until something in it changes. */
export function useScope(): Scope {
  const search = useSearch();
  const [from, to, capture, site] = SCOPE.map((name) => one(search, name));
  const now = useSyncExternalStore(everyMinute, () => (isRelative(from) ? minute() : 0));
  return useMemo(() => readScope({ from, to, capture, site }, now), [from, to, capture, site, now]);
}
