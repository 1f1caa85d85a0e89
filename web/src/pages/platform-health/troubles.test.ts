import { describe, expect, it } from 'vitest';
import { type Health, troublesOf } from './troubles.ts';

const telemetry = {
  ...{ engine: 'embedded' as const, queuedBatches: 3, queuedRows: 100, queuedBytes: 5000, writtenRows: 1e6 },
  ...{ spooledRows: 0, droppedRows: 0, refusedRows: 0, spoolBatches: 0, spoolBytes: 0, spoolDamagedBytes: 0 },
  ...{ failures: 0, lastError: null },
};
const WELL: Health = {
  ...{ version: '1', startedAt: '2026-01-01T00:00:00.000000Z', uptimeSeconds: 5 },
  process: { memoryBytes: 1, heapBytes: 1, loopDelay: { meanMs: 1, p99Ms: 20, maxMs: 900 } },
  stores: { state: { engine: 'embedded', lastError: null }, telemetry },
  disk: {
    ...{ freeBytes: 40e9, totalBytes: 100e9 },
    parts: { state: 1, telemetry: 1, captures: 1, spool: 0, backups: 0 },
  },
  ...{ jobs: [], refused: [{ reason: 'wrong-host', count: 9 }], outgoing: null },
  signIns: { wrong: 4, heldBack: 0, addresses: 1, forgotten: 0 },
};
const kinds = (health: Health) => troublesOf(health).map(({ kind }) => kind);
const telemetryWith = (change: object): Health => ({
  ...WELL,
  stores: { ...WELL.stores, telemetry: { ...telemetry, ...change } },
});

describe('what is wrong with Vigie', () => {
  it('is nothing while queues move and requests of strangers are refused', () => {
    expect(kinds(WELL)).toEqual([]);
  });

  it('is a store that refuses, rows that were lost, rows that wait on disk', () => {
    expect(kinds(telemetryWith({ lastError: 'disk full' }))).toEqual(['telemetry']);
    expect(troublesOf(telemetryWith({ droppedRows: 2, refusedRows: 3 }))).toEqual([
      { kind: 'lost', count: 5 },
    ]);
    expect(kinds(telemetryWith({ spoolBatches: 1 }))).toEqual(['waiting']);
  });

  it('is a disk that is nearly full, unless what is left is much all the same', () => {
    const disk = { ...WELL.disk, parts: { state: 1, telemetry: 1, captures: 1, spool: 0, backups: 0 } };
    expect(kinds({ ...WELL, disk: { ...disk, freeBytes: 1e9, totalBytes: 100e9 } })).toEqual(['disk']);
    expect(kinds({ ...WELL, disk: { ...disk, freeBytes: 40e9, totalBytes: 1000e9 } })).toEqual([]);
    expect(kinds({ ...WELL, disk: null })).toEqual([]);
  });

  it('is a main thread that is late', () => {
    const slow = { ...WELL.process, loopDelay: { meanMs: 50, p99Ms: 400, maxMs: 900 } };
    expect(kinds({ ...WELL, process: slow })).toEqual(['slow']);
  });
});
