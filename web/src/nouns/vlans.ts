import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import type { vlan } from '../../../src/api/vlans/schemas.ts';
import { get } from '../data/api.ts';

export type Vlan = z.input<typeof vlan>;

export function useVlans() {
  return useQuery({
    queryKey: ['vlans', 'all'],
    queryFn: async ({ signal }) => (await get<{ items: readonly Vlan[] }>('/vlans', {}, signal)).items,
  });
}

/** What people call a VLAN; `null` when nobody named it. Of several with the same inner tag, the first. */
export function useVlanNames(): (id: number) => string | null {
  const { data } = useVlans();
  return useCallback(
    (id: number) => data?.find((it) => it.vlan === id && it.name !== null)?.name ?? null,
    [data],
  );
}
