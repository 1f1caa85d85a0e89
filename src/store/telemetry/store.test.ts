/** The store on chDB: what goes in comes out, once, and can be taken out again. */
import { describe, expect, it } from 'vitest';
import { conversation, START, temporaryFolder } from '../../../test/fixtures/telemetry.ts';
import { a, b, exported, filledStore, HOUR, rows, traffic } from '../../../test/fixtures/three-flows.ts';
import { openEmbedded } from './engine.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { FLOW_SORTS } from './reads/flows.ts';
import { open } from './store.ts';

const filled = filledStore();

describe('flows', () => {
  it('come back as they went in', async () => {
    expect(await exported(filled.org, 'c1')).toEqual(rows.map((row) => ({ ...row, capture: 'c1' })));
    expect(await filled.org.flow('c1', 2)).toEqual({ ...rows[2], capture: 'c1' });
    expect(await filled.org.flow('c1', 3)).toBeNull();
  });

  it.each([
    [{ device: b }, [2, 1, 0]],
    [{ device: a }, [0]],
    [{ device: 'mac' }, []],
    [{ address: '2001:db8:0::1' }, [2]],
    [{ address: '198.51.100.2' }, [1, 0]],
    [{ port: 443 }, [1, 0]],
    [{ protocol: 'udp' }, [2]],
    [{ app: 'tls', vlan: null }, [1]],
    [{ vlan: 10 }, [2, 0]],
    [{ serverName: 'WWW.' }, [0]],
    [{ serverName: 'É' }, [1]],
    [{ range: { from: START + HOUR, to: null } }, [2]],
    [{ range: { from: START + 500_000, to: START + 1e6 } }, [0]],
    [{ range: { from: null, to: START } }, []],
    [{ capture: 'c2' }, []],
    [{ limit: 1, offset: 1 }, [1]],
  ])('are found by %j', async (query, expected) => {
    const page = await filled.org.flows(query);
    expect(page.flows.map(({ row }) => row)).toEqual(expected);
    if (!('limit' in query)) expect(page.total).toBe(expected.length);
  });

  it('are sorted by every column, both ways', async () => {
    for (const sort of FLOW_SORTS) {
      const down = (await filled.org.flows({ sort })).flows.map(({ row }) => row);
      expect([...down].sort(), sort).toEqual([0, 1, 2]);
      const up = (await filled.org.flows({ sort, order: 'asc' })).flows.map(({ row }) => row);
      // An address that is absent stays last.
      if (sort !== 'dstIp' && sort !== 'srcIp') expect(up, sort).toEqual(down.reverse());
    }
  });

  it.each([[{ port: 70_000 }], [{ address: 'nonsense' }], [{ limit: 0 }], [{ vlan: 5000 }]])(
    'cannot be asked for with %j',
    async (query) => {
      await expect(filled.org.flows(query)).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});

describe('a batch', () => {
  it('sent again changes nothing', async () => {
    expect(await filled.org.writeConversations('c1', 0, rows)).toBe('known');
    expect(await filled.org.writeTraffic('c1', 0, traffic)).toBe('known');
    expect((await filled.org.dashboard()).bytes).toBe(19_000);
  });

  it('goes with its capture, and may come again', async () => {
    const before = [
      await filled.org.topTalkers(),
      await filled.org.protocols(),
      await filled.org.topology(),
      await filled.org.dashboard(),
    ];
    for (let i = 0; i < 2; i++) {
      expect(await filled.org.writeConversations('c9', 0, rows)).toBe('written');
      expect(await filled.org.writeTraffic('c9', 0, traffic)).toBe('written');
      expect(await filled.org.dashboard()).toMatchObject({ flows: 6, bytes: 38_000, captures: 2 });
      await filled.org.deleteCapture('c9');
      await filled.org.deleteCapture('c9');
      expect(await exported(filled.org, 'c9')).toEqual([]);
      const after = [
        await filled.org.topTalkers(),
        await filled.org.protocols(),
        await filled.org.topology(),
        await filled.org.dashboard(),
      ];
      expect(after).toEqual(before);
    }
  });

  it('of impossible rows is refused before it is sent', async () => {
    const wrong = [conversation(0, { packets: -1 })];
    await expect(filled.org.writeConversations('c2', 0, wrong)).rejects.toThrow(
      /packets: expected a whole number/,
    );
    await expect(filled.org.writeConversations('c2', -1, [...rows])).rejects.toThrow(/batch: expected/);
    expect(await filled.org.writeConversations('c2', 0, [])).toBe('known');
  });

  it('of bytes that are no rows is refused for good by the engine, and takes no room', async () => {
    const body = new TextEncoder().encode('acme\tc2\tnot a number\n');
    const batch = { org: 'acme', capture: 'c2', target: 'conversations', number: 7, rows: 1, body } as const;
    const before = filled.store.counters();
    await expect(filled.org.writeEncoded(batch)).rejects.toThrow(
      /rows refused: .*CANNOT_PARSE|rows refused: .*parse/,
    );
    const { refusedRows, spoolBatches, queuedBatches } = filled.store.counters();
    expect({ refusedRows, spoolBatches, queuedBatches }).toEqual({
      ...{ refusedRows: before.refusedRows + 1, spoolBatches: 0, queuedBatches: 0 },
    });
  });

  it('keeps hostile instants within what the columns hold', async () => {
    const strange = [
      '+275760-09-13T00:00:00.000000Z',
      '-271821-04-20T00:00:00.000000Z',
      '1899-12-31T23:59:59.999999Z',
    ];
    await filled.org.writeConversations(
      'c3',
      0,
      strange.map((at, row) => conversation(row, { firstSeen: at, lastSeen: at })),
    );
    await filled.org.writeTraffic('c3', 0, [
      { ...traffic[0], minute: 8.64e18 },
      { ...traffic[0], minute: -60e6 },
    ]);
    const years = (await exported(filled.org, 'c3')).map(({ firstSeen }) => firstSeen.slice(0, 4));
    expect(years).toEqual(['1900', '1900', '2299']);
    await filled.org.deleteCapture('c3');
  });
});

describe('opening', () => {
  it('is refused while this process has another store open', async () => {
    const other = temporaryFolder();
    await expect(open({ dataFolder: other.path })).rejects.toMatchObject({ code: 'in-use' });
    other.remove();
  });

  it('finds everything again, syncs what it writes, and refuses a schema it does not know', async () => {
    await filled.store.close();
    await expect(filled.org.dashboard()).rejects.toMatchObject({ code: 'closed' });
    const engine = await openEmbedded(`${filled.path}/clickhouse`);
    try {
      const changed = MIGRATIONS.map((it) => ({ ...it, statements: [...it.statements, 'SELECT 1'] }));
      await expect(migrate(engine, changed)).rejects.toThrow(/0001_flows was changed after it ran/);
      await expect(migrate(engine, [])).rejects.toThrow(/0001_flows, which this Vigie does not know/);
      expect(await migrate(engine)).toBe(0);
    } finally {
      await engine.close();
    }
    filled.store = await open({ dataFolder: filled.path });
    filled.org = filled.store.forOrg('acme');
    expect((await filled.org.dashboard()).bytes).toBe(19_000);
    expect(await filled.org.writeTraffic('c1', 0, traffic)).toBe('known');
  });
});
