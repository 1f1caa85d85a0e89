import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { protocols, talkers } from '../../../../src/api/stats/schemas.ts';
import { get } from '../../data/api.ts';
import type { Scope } from '../../data/scope.ts';

export type Talker = z.input<typeof talkers>['items'][number];
export type ProtocolShare = z.input<typeof protocols>['items'][number];

const TALKERS = 8;

export const talkersQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['stats', 'top-talkers', scope],
    queryFn: async ({ signal }) =>
      (await get<z.input<typeof talkers>>('/stats/top-talkers', { ...scope, limit: TALKERS }, signal)).items,
    placeholderData: keepPreviousData,
  });

export const protocolsQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['stats', 'protocols', scope],
    queryFn: async ({ signal }) =>
      (await get<z.input<typeof protocols>>('/stats/protocols', { ...scope }, signal)).items,
    placeholderData: keepPreviousData,
  });
