import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import type {
  deviceDetail,
  deviceFacets,
  devicePatch,
  deviceServices,
  deviceSummary,
} from '../../../../src/api/devices/schemas.ts';
import { get, patch } from '../../data/api.ts';
import type { Scope } from '../../data/scope.ts';

export type Device = z.input<typeof deviceSummary>;
export type DeviceDetail = z.input<typeof deviceDetail>;
export type DevicePatch = z.input<typeof devicePatch>;
export type DeviceFacets = z.input<typeof deviceFacets>;
export type DeviceServices = z.input<typeof deviceServices>;
export type Attribute = DeviceDetail['attributes'][string][number];
export type Evidence = Attribute['evidence'][number];

/** As the API limits what people say. */
export const MOST_NAME = 200;
export const MOST_TAG = 64;
export const MOST_TAGS = 32;
export const MOST_NOTES = 10_000;

const pathOf = (id: string): string => `/devices/${encodeURIComponent(id)}`;
const keyOf = (id: string) => ['devices', 'one', id] as const;

export function readDevice(id: string, signal?: AbortSignal): Promise<DeviceDetail> {
  return get<DeviceDetail>(pathOf(id), {}, signal);
}

export function useDevice(id: string) {
  return useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => readDevice(id, signal) });
}

/** Changes what people say of a device, if nobody else did since `version`. */
export function patchDevice(id: string, change: DevicePatch, version: number): Promise<DeviceDetail> {
  return patch<DeviceDetail>(pathOf(id), change, { version });
}

/** The answer is the device as it is now: pages show it at once, lists are asked for again. */
export function usePatchDevice(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ change, version }: { readonly change: DevicePatch; readonly version: number }) =>
      patchDevice(id, change, version),
    onSuccess: (device) => {
      client.setQueryData(keyOf(id), device);
      void client.invalidateQueries({
        predicate: ({ queryKey: [noun, what] }) => noun === 'devices' && what !== 'one',
      });
    },
  });
}

/** What the filters of the list can be set to, of all sites or one. */
export function useFacets(site?: string): DeviceFacets | undefined {
  const { data } = useQuery({
    queryKey: ['devices', 'facets', site],
    queryFn: ({ signal }) => get<DeviceFacets>('/devices/facets', { site }, signal),
  });
  return data;
}

export function useServices(id: string, scope: Scope) {
  return useQuery({
    queryKey: ['flows', 'services', id, scope],
    queryFn: ({ signal }) => get<DeviceServices>(`${pathOf(id)}/services`, { ...scope }, signal),
  });
}

export const flowsPathOf = (id: string): string => `${pathOf(id)}/flows`;
export const bandwidthPathOf = (id: string): string => `${pathOf(id)}/bandwidth`;

/** Reads a device again, where it may be older than what the server says. */
export function useReload(id: string): () => Promise<DeviceDetail> {
  const client = useQueryClient();
  return useCallback(
    () => client.fetchQuery({ queryKey: keyOf(id), queryFn: () => readDevice(id), staleTime: 0 }),
    [client, id],
  );
}

/** The best value that was said of an attribute. */
export function bestOf(device: Pick<DeviceDetail, 'attributes'>, name: string): Attribute | null {
  return device.attributes[name]?.[0] ?? null;
}

/** What the topology is asked for: a device, chosen, among those it talks with. */
export const aroundDevice = (id: string) => ({ around: id, open: id });
