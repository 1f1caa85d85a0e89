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

it('has the flows of every schema before, sorted and found as those that are written now', async () => {
  const rows = Array.from({ length: 600 }, (_, row) => madeUp(row, 40, { rows: 600, spanUs: 3600e6 }));
  const size = 600 / MIGRATIONS.length;
  const batch = (number: number) => {
    const part = rows.slice(number * size, number * size + size);
    const body = encodeLines(part, (row) => conversationLine('acme', 'c1', row));
    return { org: 'acme', capture: 'c1', target: 'conversations', number, rows: part.length, body } as const;
  };
  for (const [index, { number, statements }] of MIGRATIONS.entries()) {
    expect(number).toBe(index + 1);
    const engine = await openEmbedded(`${folder.path}/clickhouse`);
    // Cut off before it was recorded, it runs again.
    if (index > 0) for (const statement of statements) await engine.command(statement);
    expect(await migrate(engine, MIGRATIONS.slice(0, number))).toBe(1);
    // Closed while old parts are still rewritten.
    await insertBatch(engine, batch(index));
    await engine.close();
  }

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
