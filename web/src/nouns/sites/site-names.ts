import { useCallback } from 'react';
import { useSites } from '../../data/sites.ts';

/** What sites are called; `null` for none, and for one that is not here (yet). */
export function useSiteName(): (id: string | null | undefined) => string | null {
  const sites = useSites();
  return useCallback((id) => sites.find((it) => it.id === id)?.name ?? null, [sites]);
}
