import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { status } from '../../../src/api/system/schemas.ts';
import { get } from './api.ts';

export type Status = z.input<typeof status>;
const EVERY_MS = 15_000;

/** How the server is; asked for again now and then, because a server that is gone tells nothing. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => get<Status>('/status', {}, signal),
  refetchInterval: EVERY_MS,
  retry: false,
});
