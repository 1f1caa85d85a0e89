import { createHash } from 'node:crypto';
import type { Micros } from '../../../base/time.ts';
import type { Connection, Queries } from './connection.ts';

/** One numbered step of the schema. Once released it is never changed: a new one follows it. */
export interface Migration {
  /** Each once, ascending. */
  readonly number: number;
  /** File name without its ending, `0001_console`. */
  readonly name: string;
  readonly sql: string;
}

/** "vigie" in ASCII: whoever migrates the same database waits for this number. */
const MIGRATION_LOCK = 0x7669676965;

export interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/** SHA-256 of the SQL, in hexadecimal. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/** What has been applied, by number; nothing in a new database. */
export async function appliedMigrations(queries: Queries): Promise<Applied[]> {
  const [{ found }] = await queries.query<{ found: boolean }>(
    "SELECT to_regclass('schema_migrations') IS NOT NULL AS found",
  );
  if (!found) return [];
  return queries.query<Applied>('SELECT number, name, checksum FROM schema_migrations ORDER BY number');
}

/**
 * What is yet to be applied. Throws one sentence when the database is newer than this Vigie, or was made by a migration
 * that reads differently today.
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): Migration[] {
  for (const { number, name, checksum } of applied) {
    const known = migrations.find((migration) => migration.number === number);
    if (known === undefined) {
      throw new Error(
        `state store: the database has migration ${name}, which this version of Vigie does not know (its newest is ` +
          `${migrations.at(-1)?.name ?? 'none'}): it was written by a newer Vigie; install that one, or use a backup`,
      );
    }
    if (known.name !== name || checksumOf(known) !== checksum) {
      throw new Error(
        `state store: migration ${name} was applied with checksum ${checksum.slice(0, 12)}, but here it is ` +
          `${known.name} with ${checksumOf(known).slice(0, 12)}: a released migration was changed; nothing is touched`,
      );
    }
  }
  const done = new Set(applied.map(({ number }) => number));
  return migrations.filter(({ number }) => !done.has(number));
}

/** Applies what is pending in one transaction, alone: all of it or nothing. Gives what was applied. */
export function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  now: Micros,
): Promise<Migration[]> {
  return connection.transaction(async (queries) => {
    await queries.query('SELECT pg_advisory_xact_lock($1::bigint)', [MIGRATION_LOCK]);
    const pending = pendingMigrations(migrations, await appliedMigrations(queries));
    if (pending.length === 0) return pending;
    await queries.script(
      'CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL, ' +
        'checksum text NOT NULL, applied_at bigint NOT NULL)',
    );
    for (const migration of pending) {
      await queries.script(migration.sql);
      await queries.query(
        'INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)',
        [migration.number, migration.name, checksumOf(migration), now],
      );
    }
    return pending;
  });
}
