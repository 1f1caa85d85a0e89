import { createAdapterFactory } from 'better-auth/adapters';
import type { AuthCondition, AuthRow, AuthRows } from '../../store/state/accounts/auth-rows.ts';

/** The sign-in library on the state store: both databases, one SQL, written in store/state/accounts. */
export function authAdapter(rows: AuthRows) {
  // The library's own types say "whatever the caller expects": rows are what they are.
  const as = <Result>(row: AuthRow | null | undefined): Result => (row ?? null) as Result;
  const of = (where: readonly AuthCondition[] | undefined): readonly AuthCondition[] => where ?? [];
  return createAdapterFactory({
    config: {
      adapterId: 'vigie-state',
      adapterName: 'Vigie state store',
      supportsJSON: false,
      supportsDates: true,
      supportsBooleans: true,
      supportsNumericIds: false,
      transaction: false,
    },
    adapter: () => ({
      create: async ({ model, data }) => as(await rows.create(model, data)),
      findOne: async ({ model, where }) => as((await rows.find(model, { where, limit: 1 }))[0]),
      findMany: async ({ model, where, limit, offset, sortBy }) => {
        const found = await rows.find(model, {
          where: of(where),
          limit,
          ...(offset === undefined ? {} : { offset }),
          ...(sortBy === undefined ? {} : { sortBy }),
        });
        return found.map((row) => as(row));
      },
      count: ({ model, where }) => rows.count(model, of(where)),
      update: async ({ model, where, update }) => as((await rows.update(model, where, update as AuthRow))[0]),
      updateMany: async ({ model, where, update }) => (await rows.update(model, where, update)).length,
      delete: async ({ model, where }) => {
        await rows.remove(model, where);
      },
      deleteMany: async ({ model, where }) => (await rows.remove(model, where)).length,
      consumeOne: async ({ model, where }) => as((await rows.remove(model, where, 1))[0]),
      incrementOne: async ({ model, where, increment, set }) =>
        as(await rows.increment(model, where, increment, set ?? {})),
    }),
  });
}
