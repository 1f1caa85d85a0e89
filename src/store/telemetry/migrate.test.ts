/** A folder of an older Vigie opens, and answers as it did. */
import { afterAll, expect, it } from 'vitest';
import { madeUp, temporaryFolder } from '../../../test/fixtures/telemetry.ts';
import { openEmbedded } from './engine.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { FLOW_SORTS } from './reads/flow-sorts.ts';
import { open } from './store.ts';
import { insertBatch } from './writes/batch.ts';
import { conversationLine, encodeLines } from './writes/rows.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('has the flows of the first schema, sorted and found as those that are written now', async () => {
  const rows = Array.from({ length: 600 }, (_, row) => madeUp(row, 40, { rows: 600, spanUs: 3600e6 }));
  const batch = (number: number) => {
    const part = rows.slice(number * 300, number * 300 + 300);
    const body = encodeLines(part, (row) => conversationLine('acme', 'c1', row));
    return { org: 'acme', capture: 'c1', target: 'conversations', number, rows: part.length, body } as const;
  };
  const old = await openEmbedded(`${folder.path}/clickhouse`);
  await migrate(old, MIGRATIONS.slice(0, 1));
  await insertBatch(old, batch(0));
  await old.close();
  const [first, ...others] = MIGRATIONS;
  expect(first.number).toBe(1);

  const engine = await openEmbedded(`${folder.path}/clickhouse`);
  // Cut off before it was recorded, it runs again.
  await migrate(engine, MIGRATIONS.slice(0, 1));
  for (const { statements } of others) for (const statement of statements) await engine.command(statement);
  expect(await migrate(engine)).toBe(others.length);
  await insertBatch(engine, batch(1));
  await engine.close();

  const store = await open({ dataFolder: folder.path });
  try {
    const org = store.forOrg('acme');
    for (const sort of FLOW_SORTS) {
      const { flows, total } = await org.flows({ sort, limit: 1000 });
      expect(total, sort).toBe(600);
      expect(flows.toSorted((a, b) => a.row - b.row)).toEqual(rows.map((row) => ({ ...row, capture: 'c1' })));
    }
    const largest = rows.map((it) => it.bytes + it.bytesBack).sort((a, b) => b - a);
    const { flows } = await org.flows({ sort: 'bytes', limit: 1000 });
    expect(flows.map((it) => it.bytes + it.bytesBack)).toEqual(largest);
    const address = rows[0].src.ip ?? '';
    const { total } = await org.flows({ address, protocol: 'tcp' });
    const ofAddress = rows.filter((it) => it.protocol === 'tcp' && [it.src.ip, it.dst.ip].includes(address));
    expect(total).toBe(ofAddress.length);
  } finally {
    await store.close();
  }
});
