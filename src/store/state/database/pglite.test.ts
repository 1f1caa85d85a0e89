import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { MIGRATIONS } from '../migrations/embedded.ts';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';

const counted = vi.hoisted(() => ({ syncs: 0 }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    fsyncSync(handle: number) {
      counted.syncs++;
      fs.fsyncSync(handle);
    },
  };
});

const folder = mkdtempSync(join(tmpdir(), 'vigie-pglite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openPglite', () => {
  it('commits to the disk, not to the cache of the system', async () => {
    const connection = await openPglite(join(folder, 'state'));
    await connection.query('CREATE TABLE kept (value bigint)');
    const before = counted.syncs;
    await connection.query('INSERT INTO kept VALUES (1)');
    expect(counted.syncs).toBeGreaterThan(before);
    await connection.close();
  });

  it('rolls back what throws, and gives 64-bit integers as numbers', async () => {
    const connection = await openPglite(join(folder, 'state'));
    const refused = connection.transaction(async (queries) => {
      await queries.query('INSERT INTO kept VALUES ($1)', [1_767_225_600_000_001]);
      expect(await queries.query('SELECT max(value) AS value FROM kept')).toEqual([
        { value: 1_767_225_600_000_001 },
      ]);
      throw new Error('not this one');
    });
    await expect(refused).rejects.toThrow('not this one');
    expect(await connection.query('SELECT value FROM kept')).toEqual([{ value: 1 }]);
    await connection.close();
  });

  it('makes room of old rows after many were written, not after every one', async () => {
    const connection = await openPglite(join(folder, 'state'));
    await migrate(connection, MIGRATIONS, 0);
    const bytes = async () => {
      const [{ size }] = await connection.query<{ size: number }>(
        "SELECT pg_relation_size('stale_devices') AS size",
      );
      return size;
    };
    await connection.query("INSERT INTO organisations (org_id, name, created_at) VALUES ('one', 'One', 0)");
    await connection.query(
      "INSERT INTO stale_devices (org_id, device_id) SELECT 'one', n::text FROM generate_series(1, 1000) n",
    );
    const once = await bytes();
    for (let round = 0; round < 10; round++) {
      await connection.query("UPDATE stale_devices SET device_id = device_id WHERE org_id = 'one'");
      await connection.tidy();
    }
    // Eleven versions of a thousand rows, were none of them cleared away.
    expect(await bytes()).toBeLessThan(6 * once);
    await connection.close();
  });
});
