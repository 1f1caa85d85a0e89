import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { member, memberList } from '../../../../src/api/members/schemas.ts';
import { get } from '../../data/api.ts';

export type Member = z.input<typeof member>;

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: async ({ signal }) => (await get<z.input<typeof memberList>>('/members', {}, signal)).items,
});
