import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { account } from '../../../../src/api/account/schemas.ts';
import { get } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';

export type Account = z.input<typeof account>;
export type Passkey = Account['passkeys'][number];

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => get<Account>('/account', {}, signal),
});

export const accountAgain = () => queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
