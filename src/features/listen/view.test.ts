import { describe, expect, it } from 'vitest';
import { displayWidth } from '../analyze/outputs/text/printable.ts';
import { LiveScreen } from './live-screen.ts';
import type { Snapshot } from './snapshot.ts';
import { captureLines, formatBits, liveLines, snapshotLine } from './view.ts';

const NO_LIMITS = {
  flowOverflowPackets: 0,
  conversationsDropped: 0,
  macsDropped: 0,
  addressesDropped: 0,
  sightingsDropped: 0,
};

function snapshot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    at: '2026-01-01T00:00:05.000000Z',
    intervalSeconds: 5,
    cpuShare: 0.073,
    interfaces: [{ name: 'eth0', state: 'up', received: 1_234_567, dropped: 0, droppedNow: 0 }],
    packetsPerSecond: 246_913.4,
    bitsPerSecond: 987_654_321,
    packets: 1_234_567,
    bytes: 617_283_950,
    decode: { ok: 1_234_567, truncated: 0, malformed: 0, unsupported: 0 },
    flows: 4321,
    maxFlows: 1_048_576,
    macs: 27,
    maxMacs: 65_536,
    maxAddresses: 1_048_576,
    topTalkers: Array.from({ length: 10 }, (_, i) => ({
      address: i % 2 === 0 ? `192.0.2.${i + 1}` : `2001:db8:1234:5678:9abc:def0:1234:${i}`,
      mac: '00:00:5e:00:53:01',
      vendor: i % 3 === 0 ? null : `A maker of 機械 with a long name ${i}`,
      bitsPerSecond: 10 ** (9 - i),
    })),
    topProtocols: [{ protocol: 'tcp', appProtocol: 'tls', bitsPerSecond: 1e6 }],
    newDevices: Array.from({ length: 10 }, (_, i) => ({
      mac: `00:00:5e:00:53:1${i}`,
      vendor: 'Example\u001b[31m Works\u202e GmbH & Co. KG',
      firstSeen: '2026-01-01T00:00:01.000000Z',
    })),
    limits: NO_LIMITS,
    ...over,
  };
}

const eth = (name: string, state: 'up' | 'down' | 'gone', dropped = 0) => ({
  name,
  state,
  received: 10,
  dropped,
  droppedNow: dropped,
});
const SNAPSHOTS = {
  ordinary: snapshot(),
  silent: snapshot({ topTalkers: [], newDevices: [], packets: 0, bytes: 0, packetsPerSecond: 0 }),
  troubled: snapshot({
    interfaces: [eth('eth0', 'down', 1), eth('averylongname15', 'gone', 99_999_999), eth('eth2', 'up')],
    limits: {
      flowOverflowPackets: 123_456_789,
      conversationsDropped: 987_654,
      macsDropped: 1,
      addressesDropped: 2,
      sightingsDropped: 3,
    },
  }),
};
const EVENTS = [
  '12:00:00  eth0 is down or has no carrier; listening again when it is back',
  '12:00:01  eth0 is up again',
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
const uncoloured = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '');

describe('the live view', () => {
  it('fits every width in both languages, with and without colours', () => {
    for (const each of Object.values(SNAPSHOTS)) {
      for (const lang of ['en', 'fr'] as const) {
        for (const width of [40, 60, 80, 81, 100, 200]) {
          for (const colors of [false, true]) {
            for (const line of liveLines(each, { width, lang, colors, events: EVENTS }))
              expect(displayWidth(uncoloured(line)), line).toBeLessThanOrEqual(width);
          }
        }
      }
    }
  });

  it('fits a terminal of 24 lines, and both lists keep rows', () => {
    for (const each of [SNAPSHOTS.ordinary, SNAPSHOTS.silent]) {
      const lines = liveLines(each, { width: 80, height: 23, lang: 'fr', colors: false, events: EVENTS });
      expect(lines.length).toBeLessThanOrEqual(23);
    }
    const lines = liveLines(SNAPSHOTS.ordinary, { width: 80, height: 23, lang: 'en', colors: false });
    expect(lines.filter((line) => line.includes('bit/s')).length).toBeGreaterThan(4);
    expect(lines.filter((line) => /^00:00:5e/.test(line)).length).toBeGreaterThan(4);
  });

  it('lets nothing reach the terminal but printable text', () => {
    for (const each of Object.values(SNAPSHOTS)) {
      for (const colors of [false, true]) {
        for (const line of liveLines(each, { width: 100, lang: 'en', colors }))
          expect(uncoloured(line)).not.toMatch(/\p{Cc}|\u202e/u);
      }
    }
  });

  it('says the same with and without colours', () => {
    for (const each of Object.values(SNAPSHOTS)) {
      const draw = (colors: boolean) => liveLines(each, { width: 80, lang: 'en', colors, events: EVENTS });
      expect(draw(true).map(uncoloured)).toEqual(draw(false));
    }
  });

  it('shows rate, drops, totals and the cost of capturing', () => {
    const text = liveLines(snapshot(), { width: 80, lang: 'en', colors: false }).join('\n');
    expect(text).toContain('246,913 packets/s · 988\u00a0Mbit/s');
    expect(text).toContain('0 frames dropped by the kernel');
    expect(text).toContain('1,234,567 packets · 589\u00a0MiB · 4,321 conversations · 27 devices');
    expect(text).toContain('capture worker: 7.3% of one core');
  });

  it('names interfaces that are away and limits that bite', () => {
    const text = liveLines(SNAPSHOTS.troubled, { width: 200, lang: 'en', colors: false }).join('\n');
    for (const said of [
      'eth0 is down',
      'averylongname15 is gone',
      '100,000,000 frames dropped',
      'room for 1,048,576; 987,654 silent ones left the list, 123,456,789 packets found no room',
      'the limit of 65,536 is reached',
      'Addresses: the limit of 1,048,576 is reached',
      '3 identity observations found no room',
    ])
      expect(text).toContain(said);
    const calm = liveLines(SNAPSHOTS.ordinary, { width: 200, lang: 'en', colors: false }).join('\n');
    expect(calm).not.toMatch(/limit|room|down|gone/);
  });
});

describe('one line per interval', () => {
  it('says the same in short, with interfaces that are away and that limits bite', () => {
    expect(snapshotLine(SNAPSHOTS.ordinary, 'en')).toBe(
      '2026-01-01T00:00:05.000000Z  246,913 packets/s  988\u00a0Mbit/s  0 frames dropped by the kernel  4,321 conversations  27 devices',
    );
    expect(snapshotLine(SNAPSHOTS.troubled, 'fr')).toMatch(
      /eth0: arrêtée {2}averylongname15: disparue {2}Limites atteintes$/,
    );
  });
});

describe('the lines below the summary', () => {
  it('tell frames and drops of each interface and the cost, within the width', () => {
    const facts = { interfaces: [eth('eth0', 'up'), eth('eth1', 'up', 1)], cpuShare: 0.07 };
    expect(captureLines(facts, { width: 80, lang: 'en', colors: false })).toEqual([
      'eth0  10 frames received · 0 frames dropped by the kernel',
      'eth1  10 frames received · 1 frame dropped by the kernel',
      'capture worker: 7.0% of one core',
    ]);
    for (const line of captureLines(facts, { width: 40, lang: 'fr', colors: false }))
      expect(displayWidth(line)).toBeLessThanOrEqual(40);
  });
});

describe('rates', () => {
  it.each([
    [0, '0 bit/s'],
    [999, '999 bit/s'],
    [999.6, '1.0 kbit/s'],
    [1500, '1.5 kbit/s'],
    [99_960, '100 kbit/s'],
    [999_700_000, '1.0 Gbit/s'],
    [25e15, '25,000 Tbit/s'],
  ])('%d bit/s is %s', (bits, text) => {
    expect(formatBits(bits, 'en').replace('\u00a0', ' ')).toBe(text);
  });
});

describe('the screen', () => {
  const create = (out: { isTTY?: boolean; columns?: number; rows?: number }) => {
    const written: string[] = [];
    const screen = new LiveScreen(
      { ...out, write: (text) => written.push(text) },
      { lang: 'en', colors: false },
    );
    return { screen, written };
  };

  it('enters the alternate screen once, and leaves it once', () => {
    const { screen, written } = create({ isTTY: true, columns: 80, rows: 24 });
    screen.waiting(['eth0']);
    screen.draw(snapshot());
    screen.event({ name: 'eth0', event: 'down', at: '2026-01-01T00:00:06.000000Z' });
    screen.redraw();
    screen.leave();
    screen.leave();
    const text = written.join('');
    expect(text.split('\u001b[?1049h')).toHaveLength(2);
    expect(text.split('\u001b[?1049l')).toHaveLength(2);
    expect(text.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
    expect(text).toContain('00:00:06  eth0 is down');
  });

  it('never scrolls, however low or narrow the terminal', () => {
    for (const [columns, rows] of [
      [80, 24],
      [80, 5],
      [20, 3],
      [200, 60],
      [0, 0], // a terminal that was never told its size: taken for 80 by 24
    ]) {
      const { screen, written } = create({ isTTY: true, columns, rows });
      screen.draw(SNAPSHOTS.troubled);
      for (const text of written) expect(text.split('\n').length).toBeLessThanOrEqual(rows || 24);
      if (columns !== 20) expect(written.join('')).toContain('eth0');
    }
  });

  it('draws nothing again before there is something', () => {
    const { screen, written } = create({ isTTY: true });
    screen.redraw();
    screen.leave();
    expect(written).toEqual([]);
  });

  it('is one plain line where there is no terminal', () => {
    const { screen, written } = create({});
    screen.waiting(['eth0', 'eth1']);
    screen.leave();
    expect(written).toEqual(['Listening on eth0, eth1… Ctrl+C ends with a summary.\n']);
  });
});
