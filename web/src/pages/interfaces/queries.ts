import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { interfaceList, listenBody, listeningView } from '../../../../src/api/interfaces/schemas.ts';
import { get, post, remove } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';

export type Interface = z.input<typeof interfaceList>['items'][number];
export type Listening = z.input<typeof listeningView>;
export type HowToListen = NonNullable<z.input<typeof listenBody>>;

/** Counters move while somebody looks. */
const EVERY_MS = 3000;

export const interfacesQuery = queryOptions({
  queryKey: ['interfaces'],
  queryFn: async ({ signal }) => (await get<z.input<typeof interfaceList>>('/interfaces', {}, signal)).items,
  refetchInterval: EVERY_MS,
});

const path = (name: string): string => `/interfaces/${encodeURIComponent(name)}/listen`;

async function changed(): Promise<void> {
  await Promise.all(
    ['interfaces', 'captures', 'status', 'sites'].map((noun) =>
      queryClient.invalidateQueries({ queryKey: [noun] }),
    ),
  );
}

export async function startListening(name: string, how: HowToListen): Promise<void> {
  await post<Listening>(path(name), how);
  await changed();
}

export async function stopListening(name: string): Promise<void> {
  await remove(path(name));
  await changed();
}
