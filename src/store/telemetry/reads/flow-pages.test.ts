/** However a page of flows is found, it is what sorting all of them gives. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conversation, START, temporaryFolder } from '../../../../test/fixtures/telemetry.ts';
import { parseIpv4, parseIpv6 } from '../../../base/ip.ts';
import { formatMicros } from '../../../base/time.ts';
import type { ConversationRow } from '../../../model/traffic.ts';
import { type Engine, openEmbedded } from '../engine.ts';
import { migrate } from '../migrate.ts';
import { insertBatch } from '../writes/batch.ts';
import { conversationLine, encodeLines } from '../writes/rows.ts';
import type { Remember } from './flow-pages.ts';
import type { StoredFlow } from './flow-row.ts';
import { PAGE_LIMITS, type PageLimits } from './flow-slices.ts';
import { FLOW_SORTS, type FlowSort } from './flow-sorts.ts';
import { listFlows } from './flows.ts';
import { createOrgReader } from './org-reader.ts';
import { createTotals, NO_TOTALS } from './totals.ts';

/** mulberry32 */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ROWS = 1500;
const random = chance(7);
const below = (most: number) => Math.floor(random() * most);
const oneOf = <Item>(items: readonly Item[]): Item => items[below(items.length)];
const NAMES = [
  null,
  null,
  null,
  '',
  'a.example',
  'A.example',
  'a\tb\\n\n"é\u0001',
  "'; --",
  'é',
  '機械',
  'zz',
];
const IPS = [
  '0.0.0.0',
  '192.0.2.1',
  '192.0.2.2',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fe80::2',
  'ffff:ffff::1',
  null,
  null,
];
/** Many with one value, and values on both sides of where orders stop being exact. */
const size = () =>
  oneOf([0, 60, 60, 60, below(1000), 2 ** 31 - 2 + below(4), 2 ** 31 + below(3e6), 2 ** 45 + below(2 ** 21)]);

const rows: readonly ConversationRow[] = Array.from({ length: ROWS }, (_, row) => {
  const first = START + oneOf([0, below(5), below(1e6) * 3600]);
  const name = oneOf(NAMES);
  const side = () => ({
    mac: null,
    ip: oneOf([...IPS, `198.18.${below(2)}.${below(256)}`]),
    port: oneOf([null, 80, below(65_536)]),
  });
  return conversation(row, {
    ...{ src: side(), dst: side(), serverName: name === '' ? null : name, protocol: oneOf(['tcp', 'udp']) },
    ...{
      appProtocol: oneOf([null, 'tls', 'dns']),
      srcDevice: oneOf([null, `mac-${below(30)}`]),
      vlan: oneOf([null, 10, 20]),
    },
    ...{
      bytes: size(),
      bytesBack: oneOf([0, size()]),
      packets: below(90),
      packetsBack: oneOf([0, 2 ** 40 + below(9)]),
    },
    ...{
      handshakeRttMs: oneOf([null, 0, below(1000) / 16, 1e9 + below(40)]),
      tcpFlags: oneOf([null, below(64)]),
    },
    firstSeen: formatMicros(first),
    lastSeen: formatMicros(first + oneOf([0, 0, 29e6, below(2 ** 31), 2 ** 31 + below(3e6)])),
  });
});

const micros = (iso: string): bigint =>
  BigInt(Date.parse(`${iso.slice(0, 19)}Z`)) * 1000n + BigInt(iso.slice(20, 26));
function ipNumber(text: string): bigint {
  const v4 = parseIpv4(text);
  if (v4 !== null) return 0xffff_0000_0000n + BigInt(v4 >>> 0);
  return (parseIpv6(text) ?? []).reduce((sum, group) => sum * 65_536n + BigInt(group), 0n);
}
type Value = bigint | number | string | null;
const KEYS: Readonly<Record<FlowSort, (it: StoredFlow) => Value>> = {
  firstSeen: (it) => micros(it.firstSeen),
  lastSeen: (it) => micros(it.lastSeen),
  duration: (it) => micros(it.lastSeen) - micros(it.firstSeen),
  protocol: (it) => it.protocol,
  appProtocol: (it) => it.appProtocol ?? '',
  serverName: (it) => it.serverName ?? '',
  srcDevice: (it) => it.srcDevice ?? '',
  dstDevice: (it) => it.dstDevice ?? '',
  srcIp: (it) => (it.src.ip === null ? null : ipNumber(it.src.ip)),
  dstIp: (it) => (it.dst.ip === null ? null : ipNumber(it.dst.ip)),
  srcPort: (it) => it.src.port ?? -1,
  dstPort: (it) => it.dst.port ?? -1,
  vlan: (it) => it.vlan ?? -1,
  packets: (it) => it.packets + it.packetsBack,
  bytes: (it) => it.bytes + it.bytesBack,
  packetsOut: (it) => it.packets,
  packetsBack: (it) => it.packetsBack,
  bytesOut: (it) => it.bytes,
  bytesBack: (it) => it.bytesBack,
  handshakeRtt: (it) => it.handshakeRttMs ?? -1,
  tcpFlags: (it) => it.tcpFlags ?? -1,
  retransmissions: (it) => it.tcp?.retransmissions ?? 0,
};
function compare(a: Value, b: Value): number {
  if (a === null || b === null) return 0;
  if (typeof a === 'string' || typeof b === 'string') {
    return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
function naive(flows: readonly StoredFlow[], sort: FlowSort, order: 'asc' | 'desc'): StoredFlow[] {
  const way = order === 'asc' ? 1 : -1;
  const key = KEYS[sort];
  return flows.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)];
    // Nothing to sort by: last, whichever way.
    if ((x === null) !== (y === null)) return x === null ? 1 : -1;
    const ties = [
      compare(x, y),
      compare(micros(a.firstSeen), micros(b.firstSeen)),
      compare(a.capture, b.capture),
      a.row - b.row,
    ];
    return way * (ties.find((it) => it !== 0) ?? 0);
  });
}

const folder = temporaryFolder();
let engine: Engine;
beforeAll(async () => {
  engine = await openEmbedded(`${folder.path}/clickhouse`);
  await migrate(engine);
  for (const [number, capture] of ['c1', 'c2', 'c1'].entries()) {
    const part = rows.slice(number * 500, number * 500 + 500);
    const body = encodeLines(part, (row) => conversationLine('acme', capture, row));
    await insertBatch(engine, {
      org: 'acme',
      capture,
      target: 'conversations',
      number,
      rows: part.length,
      body,
    });
  }
  const other = encodeLines(rows.slice(0, 99), (row) => conversationLine('other', 'c1', row));
  await insertBatch(engine, {
    org: 'other',
    capture: 'c1',
    target: 'conversations',
    number: 0,
    rows: 99,
    body: other,
  });
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

const flows: readonly StoredFlow[] = rows.map((row, i) => ({
  ...row,
  capture: i >= 500 && i < 1000 ? 'c2' : 'c1',
}));
const LIMITS: Readonly<Record<string, PageLimits>> = {
  'all at once': PAGE_LIMITS,
  'by the last value': { ...PAGE_LIMITS, few: 0, ranked: 1e9, names: 0 },
  'by few ties': { ...PAGE_LIMITS, few: 0, ranked: 1e9, names: 0, manyTies: 3, lazy: 0 },
  'by counting': { ...PAGE_LIMITS, few: 0, ranked: 0, groupRows: 16, tiedRows: 16 },
  'by counting, many groups a page': {
    ...PAGE_LIMITS,
    few: 0,
    ranked: 0,
    groupRows: 4,
    tiedRows: 4,
    slices: 1,
  },
  'by counting, few groups a page': {
    ...PAGE_LIMITS,
    few: 0,
    ranked: 0,
    groupRows: 16,
    tiedRows: 40,
    slices: 9,
    lazy: 300,
  },
};

it.each(Object.entries(LIMITS))(
  'a page found %s is that of a plain sort, by every column',
  async (_, limits) => {
    const read = createOrgReader(engine, 'acme');
    const totals = createTotals();
    const remembers: readonly Remember[] = [
      (key, count) => totals.of('acme', key, count),
      (key, count) => NO_TOTALS.of('acme', key, count),
    ];
    const page = fc.record({
      sort: fc.constantFrom(...FLOW_SORTS),
      order: fc.constantFrom('asc' as const, 'desc' as const),
      offset: fc.nat(ROWS + 10),
      limit: fc.integer({ min: 1, max: 120 }),
      filter: fc.constantFrom({}, { protocol: 'udp' }, { capture: 'c1' }, { serverName: 'A' }),
      remember: fc.constantFrom(...remembers),
    });
    await fc.assert(
      fc.asyncProperty(page, async ({ filter, remember, ...query }) => {
        const found = await listFlows(read, { ...query, ...filter }, remember, limits);
        const kept = flows.filter(
          (it) =>
            (!('protocol' in filter) || it.protocol === filter.protocol) &&
            (!('capture' in filter) || it.capture === filter.capture) &&
            (!('serverName' in filter) || (it.serverName ?? '').toLowerCase().includes('a')),
        );
        const expected = naive(kept, query.sort, query.order).slice(query.offset, query.offset + query.limit);
        expect(found.total).toBe(kept.length);
        expect(found.flows).toEqual(expected);
      }),
      { numRuns: 40, seed: 11 },
    );
  },
);
