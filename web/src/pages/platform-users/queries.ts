import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { person, personList } from '../../../../src/api/platform/schemas.ts';
import { get } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';

export type PlatformPerson = z.input<typeof person>;

export const usersQuery = queryOptions({
  queryKey: ['platform', 'users'],
  queryFn: async ({ signal }) => (await get<z.input<typeof personList>>('/platform/users', {}, signal)).items,
});

export const usersAgain = () => queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });

export function stateOf({ isDisabled, lockedUntil }: PlatformPerson): 'active' | 'disabled' | 'locked' {
  if (isDisabled) return 'disabled';
  return lockedUntil !== null && Date.parse(lockedUntil) > Date.now() ? 'locked' : 'active';
}
