import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { capture, captureList } from '../../../src/api/captures/schemas.ts';
import { get } from './api.ts';

export type Capture = z.input<typeof capture>;

/** All of them, the newest first. */
export const capturesQuery = queryOptions({
  queryKey: ['captures', 'list'],
  queryFn: async ({ signal }) => (await get<z.input<typeof captureList>>('/captures', {}, signal)).items,
});
