import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { capture } from '../../../src/api/captures/schemas.ts';
import { get } from '../data/api.ts';

export type Capture = z.input<typeof capture>;

/** Every capture by its id; empty until they are here. */
export function useCaptures(): ReadonlyMap<string, Capture> {
  const { data } = useQuery({
    queryKey: ['captures', 'all'],
    queryFn: ({ signal }) => get<{ items: readonly Capture[] }>('/captures', {}, signal),
  });
  return useMemo(() => new Map(data?.items.map((it) => [it.id, it])), [data]);
}
