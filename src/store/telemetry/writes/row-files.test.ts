import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { conversation, temporaryFolder, trafficOf } from '../../../../test/fixtures/telemetry.ts';
import { open } from '../store.ts';

/** Far more bytes than stand in a statement. */
const ROWS = 2000;

let folder = temporaryFolder();
folder.remove();
afterEach(() => folder.remove());

describe('many rows for the embedded store', () => {
  it.each(['plain', "o'neil {a,b}*"])('are in it once, and their file is gone: in %s', async (name) => {
    folder = temporaryFolder();
    const dataFolder = join(folder.path, name);
    mkdirSync(join(dataFolder, 'clickhouse/rows'), { recursive: true });
    writeFileSync(join(dataFolder, 'clickhouse/rows/7.tsv'), 'of a process that died');
    const store = await open({ dataFolder });
    try {
      const org = store.forOrg('acme');
      const rows = Array.from({ length: ROWS }, (_, row) =>
        conversation(row, { serverName: `tab\t, quote ' and line\n of ${row}` }),
      );
      const traffic = rows.map((row) => trafficOf(row));
      expect(await org.writeConversations('c1', 0, rows)).toBe('written');
      expect(await org.writeTraffic('c1', 0, traffic)).toBe('written');
      expect(await org.writeConversations('c1', 0, rows)).toBe('known');
      expect((await org.flows()).total).toBe(ROWS);
      expect((await org.flow('c1', ROWS - 1))?.serverName).toBe(rows[ROWS - 1].serverName);
      const sum = traffic.reduce((total, { bytes, bytesBack }) => total + bytes + bytesBack, 0);
      const volumes = await org.protocols();
      expect(volumes.reduce((total, { bytes }) => total + bytes, 0)).toBe(sum);
      await expect.poll(() => readdirSync(join(dataFolder, 'clickhouse/rows'))).toEqual([]);
    } finally {
      await store.close();
    }
  });
});
