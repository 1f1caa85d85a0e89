import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDiskUse } from './disk-use.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-disk-use-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what the data folder takes', () => {
  it('is told by its parts, folders in folders included, and looked at once a minute', async () => {
    mkdirSync(join(folder, 'clickhouse', 'store', 'abc'), { recursive: true });
    writeFileSync(join(folder, 'clickhouse', 'store', 'abc', 'data.bin'), Buffer.alloc(200_000, 1));
    mkdirSync(join(folder, 'captures'));
    let nowMs = 0;
    const use = createDiskUse(folder, () => nowMs);
    const first = await use();
    expect(first.parts.telemetry).toBeGreaterThanOrEqual(200_000);
    expect(first.parts.telemetry).toBeLessThan(300_000);
    expect(first.parts).toMatchObject({ captures: 0, state: 0, backups: 0 });
    expect(first.totalBytes).toBeGreaterThan(first.freeBytes);
    writeFileSync(join(folder, 'captures', 'one.pcap'), Buffer.alloc(50_000, 1));
    expect((await use()).parts.captures).toBe(0);
    nowMs += 60_001;
    expect((await use()).parts.captures).toBeGreaterThanOrEqual(50_000);
  });

  it('is an error where there is no folder, and asked again', async () => {
    const use = createDiskUse(join(folder, 'nothing'));
    await expect(use()).rejects.toThrow(/ENOENT/);
    mkdirSync(join(folder, 'nothing'));
    expect((await use()).parts.state).toBe(0);
  });
});
