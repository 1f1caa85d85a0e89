import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
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
});
