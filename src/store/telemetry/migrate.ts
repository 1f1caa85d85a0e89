/** Brings a store to the present schema, or refuses to touch one that it does not know. */
import { createHash } from 'node:crypto';
import type { Engine } from './engine.ts';
import { TelemetryError } from './errors.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const LEDGER = `CREATE TABLE IF NOT EXISTS vigie.migrations (
  number UInt32, name String, checksum String, applied_at DateTime DEFAULT now()
) ENGINE = MergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

export const checksumOf = ({ statements }: Migration): string =>
  createHash('sha256').update(statements.join(';\n')).digest('hex');

/**
 * Runs what has not run yet. ClickHouse has no transaction over table definitions: a migration that was interrupted is
 * not recorded, and runs again with what it had made already left as it is.
 * Throws `migration` when one was changed after it ran or is newer than this Vigie; nothing has been touched then.
 */
export async function migrate(
  engine: Engine,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  await engine.command('CREATE DATABASE IF NOT EXISTS vigie');
  await engine.command(LEDGER);
  const applied = await engine.query<Applied>(
    'SELECT number, name, checksum FROM vigie.migrations ORDER BY number',
  );
  for (const { number, name, checksum } of applied) {
    const ours = migrations.find((migration) => migration.number === number);
    if (ours === undefined) {
      const text = `the telemetry store has migration ${name}, which this Vigie does not know: it was used by a newer one`;
      throw new TelemetryError('migration', text);
    }
    if (checksumOf(ours) !== checksum) {
      const text = `telemetry migration ${name} was changed after it ran: expected ${checksum.slice(0, 12)}, found ${checksumOf(ours).slice(0, 12)}`;
      throw new TelemetryError('migration', text);
    }
  }
  const done = new Set(applied.map(({ number }) => number));
  const missing = migrations.filter(({ number }) => !done.has(number));
  for (const migration of missing) {
    for (const statement of migration.statements) {
      await engine.command(
        statement.replace(/^CREATE (TABLE|MATERIALIZED VIEW) /, 'CREATE $1 IF NOT EXISTS '),
      );
    }
    const row = `${migration.number}\t${migration.name}\t${checksumOf(migration)}\n`;
    await engine.insert({ table: 'migrations', columns: ['number', 'name', 'checksum'] }, row);
  }
  return missing.length;
}
