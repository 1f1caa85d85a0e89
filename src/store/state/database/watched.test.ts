import { expect, it } from 'vitest';
import type { Connection, Transaction } from './connection.ts';
import { watched } from './watched.ts';

const failure = (code: string | null, message: string) =>
  Object.assign(new Error(message), code === null ? {} : { code });

/** A database whose statements and commits fail as `trouble` says. */
function database() {
  const trouble: { query: Error | null; commit: Error | null } = { query: null, commit: null };
  const inside: Transaction = {
    query: async () => {
      if (trouble.query !== null) throw trouble.query;
      return [];
    },
    script: async () => {},
  };
  const connection: Connection = {
    kind: 'pglite',
    query: inside.query,
    async transaction(work) {
      const result = await work(inside);
      if (trouble.commit !== null) throw trouble.commit;
      return result;
    },
    tidy: async () => {},
    close: async () => {},
  };
  return { trouble, on: watched(connection) };
}

it.each([
  ['53100', 'could not extend file: No space left on device'],
  ['57P01', 'terminating connection due to administrator command'],
  ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432'],
  [null, 'Connection terminated unexpectedly'],
])('%s is the database, until it answers again', async (code, message) => {
  const { trouble, on } = database();
  expect(on.lastError()).toBeNull();
  trouble.query = failure(code, message);
  await expect(on.query('SELECT 1')).rejects.toBe(trouble.query);
  expect(on.lastError()).toBe(message);
  trouble.query = null;
  await on.query('SELECT 1');
  expect(on.lastError()).toBeNull();
});

it('a change that fails is not forgotten for a question that works', async () => {
  const { trouble, on } = database();
  const change = () => on.transaction((queries) => queries.query('UPDATE'));
  trouble.query = failure('53100', 'disk full');
  await expect(change()).rejects.toThrow('disk full');
  trouble.query = null;
  await on.query('SELECT 1');
  expect(on.lastError()).toBe('disk full');
  await change();
  expect(on.lastError()).toBeNull();
  trouble.commit = failure('58030', 'could not fsync');
  await expect(change()).rejects.toThrow('could not fsync');
  expect(on.lastError()).toBe('could not fsync');
});

it('what is wrong with a question, or refused by who asks, is not the database', async () => {
  const { trouble, on } = database();
  trouble.query = failure('23505', 'duplicate key');
  await expect(on.query('INSERT')).rejects.toThrow();
  await expect(on.transaction((queries) => queries.query('INSERT'))).rejects.toThrow();
  trouble.query = null;
  const refused = on.transaction(async () => {
    throw new Error('expected a name');
  });
  await expect(refused).rejects.toThrow('expected a name');
  expect(on.lastError()).toBeNull();
});
