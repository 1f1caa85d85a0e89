import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { dashboard } from '../../../src/api/stats/schemas.ts';
import { get } from './api.ts';
import type { Scope } from './scope.ts';

export type Dashboard = z.input<typeof dashboard>;

export const dashboardQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['stats', 'dashboard', { ...scope }],
    queryFn: ({ signal }) => get<Dashboard>('/stats/dashboard', { ...scope }, signal),
    placeholderData: keepPreviousData,
  });

/**
 * How many devices have traffic, but with no other device: only with addresses outside, or with groups. `among`: how many
 * talked with another; `null` where that is not known of all of them. 0 until it is known.
 */
export function useOnlyOutside(scope: Scope, among: number | null): number {
  const { data } = useQuery({ ...dashboardQuery(scope), enabled: among !== null });
  return among === null || data === undefined ? 0 : Math.max(0, data.devices.active - among);
}
