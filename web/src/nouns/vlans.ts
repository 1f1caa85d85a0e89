import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import type { vlan, vlanPatch } from '../../../src/api/vlans/schemas.ts';
import { get, patch } from '../data/api.ts';

export type Vlan = z.input<typeof vlan>;
export type VlanPatch = z.input<typeof vlanPatch>;

/** As the API limits what people say. */
export const MOST_VLAN_NAME = 200;
export const MOST_VLAN_DESCRIPTION = 2000;

const ALL = ['vlans', 'all'] as const;
const readAll = async (signal?: AbortSignal, site?: string): Promise<readonly Vlan[]> =>
  (await get<{ items: readonly Vlan[] }>('/vlans', { site }, signal)).items;

type Id = Pick<Vlan, 'vlan' | 'outerVlan'>;

/** `100.40` with two tags, the outer first. */
export const vlanId = ({ vlan: id, outerVlan }: Id): string =>
  outerVlan === null ? String(id) : `${outerVlan}.${id}`;

/** Of all sites, or one. */
export function useVlans(site?: string) {
  return useQuery({
    queryKey: site === undefined ? ALL : [...ALL, site],
    queryFn: ({ signal }) => readAll(signal, site),
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

/** Names a VLAN, if nobody else did since `version`; the list shows the answer at once. */
export function usePatchVlan({ vlan: id, outerVlan }: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ change, version }: { readonly change: VlanPatch; readonly version: number }) =>
      patch<Vlan>(`/vlans/${id}`, change, { version, parameters: { outer: outerVlan } }),
    onSuccess: (now) => {
      client.setQueryData<readonly Vlan[]>(ALL, (all) =>
        all?.map((it) => (vlanId(it) === vlanId(now) ? now : it)),
      );
      // Their volumes are those of a site: asked for again.
      void client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'vlans' && queryKey.length > ALL.length,
      });
    },
  });
}

/** The VLAN as the server has it now, and the list with it. */
export function useReloadVlan(of: Id): () => Promise<Vlan> {
  const client = useQueryClient();
  const wanted = vlanId(of);
  return useCallback(async () => {
    const all = await client.fetchQuery({ queryKey: ALL, queryFn: () => readAll(), staleTime: 0 });
    const found = all.find((it) => vlanId(it) === wanted);
    if (found === undefined) throw new Error(`VLAN ${wanted}`);
    return found;
  }, [client, wanted]);
}
