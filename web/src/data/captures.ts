import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { capture, captureList } from '../../../src/api/captures/schemas.ts';
import { get } from './api.ts';

export type Capture = z.input<typeof capture>;

const DELETED_SOON_MS = 1000;

/** All of them, the newest first. While one is being deleted it is asked for again and again: also who does not follow live sees it go. */
export const capturesQuery = queryOptions({
  queryKey: ['captures', 'list'],
  queryFn: async ({ signal }) => (await get<z.input<typeof captureList>>('/captures', {}, signal)).items,
  refetchInterval: ({ state }) =>
    state.data?.some(({ status }) => status === 'deleting') === true ? DELETED_SOON_MS : false,
});
