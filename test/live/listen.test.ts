/**
 * The built `vigie listen` in a network namespace, tcpreplay in another, and what it says held against `vigie analyze`
 * of the same capture. Needs root; skips with one line otherwise, and fails in CI where it cannot run.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/features/analyze/outputs/text/printable.ts';
import type { Snapshot } from '../../src/features/listen/snapshot.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import * as f from '../../src/wire/build/index.ts';
import { pcapFile } from '../fixtures/pcap.ts';
import { bundle, createNamespaces, type Namespaces, obstacle, removeBundles } from './namespaces.ts';

/** Another build than dist/, to try one out. */
const vigie = path.join(
  process.env.VIGIE_DIST ?? path.resolve(import.meta.dirname, '../../dist'),
  'vigie.mjs',
);

const corpus = path.join(
  process.env.VIGIE_CORPUS ?? path.resolve(import.meta.dirname, '../../../shared/corpus'),
  'pcap',
);

const why = obstacle();
if (why !== null) {
  if (process.env.CI) throw new Error(`live tests of vigie listen must run in CI: ${why}`);
  console.warn(`live tests of vigie listen: skipped, ${why}`);
}

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
/** Ended by then, whatever is going on, also on a busy machine: what SIGINT and SIGTERM promise. */
const END_WITHIN_MS = 10_000;

const udp = (i: number, text = `question ${i}`) =>
  f.ipv4(
    { src: `192.0.2.${1 + (i % 20)}`, dst: '198.51.100.53', protocol: 17 },
    f.udp(40_000 + i, 9999, text),
  );
const back = (i: number) =>
  f.ipv4(
    { src: '198.51.100.53', dst: `192.0.2.${1 + (i % 20)}`, protocol: 17 },
    f.udp(9999, 40_000 + i, `a longer answer to question ${i}`),
  );
const request = f.ipv4(
  { src: '192.0.2.7', dst: '203.0.113.80', protocol: 6 },
  f.tcp({ srcPort: 50_000, dstPort: 80, flags: 0x18 }, 'GET / HTTP/1.1\r\nHost: intranet.example\r\n\r\n'),
);

/** Questions and answers of twenty senders, some within VLANs; 300 frames. */
const TRAFFIC = [
  ...Array.from({ length: 100 }, (_, i) => [
    i % 4 === 0
      ? f.ethernet(B, A, 0x8100, f.vlan({ id: 10 + (i % 3) }, 0x0800, udp(i)))
      : f.ethernet(B, A, 0x0800, udp(i)),
    f.ethernet(A, B, 0x0800, back(i)),
  ]).flat(),
  ...Array.from({ length: 98 }, (_, i) =>
    f.ethernet(B, A, 0x88a8, f.vlan({ id: 100 }, 0x8100, f.vlan({ id: 200 }, 0x0800, udp(500 + i)))),
  ),
  f.ethernet(B, A, 0x0800, request),
  f.pad(
    f.ethernet(
      f.BROADCAST,
      A,
      0x0806,
      f.arp({ operation: 1, senderMac: A, senderIp: '192.0.2.1', targetIp: '192.0.2.2' }),
    ),
  ),
];

interface Listening {
  readonly child: ChildProcess;
  readonly snapshots: readonly Snapshot[];
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until `condition` holds; fails after ten seconds with what was said. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** Sends the signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** Waits for the end. */
  readonly ended: Promise<number | null>;
}

describe.skipIf(why !== null)('vigie listen', () => {
  let net: Namespaces;
  let folder = '';
  const running: ChildProcess[] = [];

  beforeAll(() => {
    if (!existsSync(vigie)) throw new Error('dist/vigie.mjs is missing: run npm run build');
    folder = mkdtempSync(path.join(tmpdir(), 'vigie-listen-'));
    net = createNamespaces('l');
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => {
    net?.destroy();
    removeBundles();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '' };

  /** Starts it and waits until it captures: its first line follows within the interval. */
  async function listen(args: readonly string[], namespace = net.capture): Promise<Listening> {
    const command = ['netns', 'exec', namespace, process.execPath, vigie, 'listen', ...args];
    const child = spawn('ip', command, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let out = '';
    let err = '';
    let isOver = false;
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    const ended = new Promise<number | null>((resolve) =>
      child.on('close', (code) => {
        isOver = true;
        resolve(code);
      }),
    );
    const listening: Listening = {
      child,
      ended,
      out: () => out,
      err: () => err,
      get snapshots() {
        const whole = out.slice(0, out.lastIndexOf('\n') + 1).split('\n');
        return whole.filter((line) => line !== '').map((line) => JSON.parse(line) as Snapshot);
      },
      async until(condition, what) {
        const deadline = performance.now() + 30_000;
        while (!condition()) {
          if (isOver || performance.now() > deadline)
            throw new Error(
              `vigie listen did not reach '${what}'${isOver ? ' and ended' : ''}: ${out.slice(-1500)} ${err.slice(-1500)}`,
            );
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      },
      async end(signal = 'SIGTERM') {
        const asked = performance.now();
        child.kill(signal);
        const code = await ended;
        return { code, ms: performance.now() - asked };
      },
    };
    await listening.until(() => out !== '', 'the first line');
    return listening;
  }

  /** Until somebody captures in the namespace, for those who say nothing of it. */
  async function captures(): Promise<void> {
    const sockets = () => net.run(net.capture, 'cat', '/proc/net/packet').trim().split('\n').length - 1;
    for (const deadline = performance.now() + 30_000; sockets() === 0; ) {
      if (performance.now() > deadline) throw new Error('nobody captures');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const json = (...args: string[]) => listen(['cap0', '--json', '--interval', '0.2', ...args]);
  const last = (listening: Listening): Snapshot => listening.snapshots[listening.snapshots.length - 1];
  const hasSeen = (listening: Listening, packets: number) =>
    listening.until(() => last(listening).packets >= packets, `${packets} packets`);

  function send(frames: readonly Uint8Array[], device = 'snd0'): string {
    const file = path.join(folder, 'sent.pcap');
    writeFileSync(file, pcapFile(frames));
    net.run(net.sender, 'tcpreplay', '-q', '--topspeed', '-i', device, file);
    return file;
  }

  const analyze = (file: string, ...args: string[]): string =>
    execFileSync(process.execPath, [vigie, 'analyze', file, ...args], { env: environment, encoding: 'utf8' });
  const analysis = (file: string, ...args: string[]) =>
    JSON.parse(analyze(file, '--json', ...args)) as Analysis;

  /** A summary without what depends on when and where it was made. */
  const comparable = (summary: string): string[] =>
    summary
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(
        (line) => !/^vigie |\d{4}-\d{2}-\d{2} |frames? received|of one core|^size |^Captured/i.test(line),
      )
      .map((line) => line.replace(/\d+(\.\d+)?\u00a0(ms|s)\b/g, '<time>').replace(/ {2,}/g, '  '))
      .join('\n')
      .trim()
      .split('\n');

  /** Sends floods at once, until stopped. */
  function flood(): ChildProcess {
    const command = ['netns', 'exec', net.sender, process.execPath, bundle('test/bench/sender.ts')];
    const child = spawn(
      'ip',
      [...command, '--interface', 'snd0', '--count', '100000000', '--seconds', '30'],
      {
        stdio: 'ignore',
      },
    );
    running.push(child);
    return child;
  }

  test('tells what analyze tells of the same capture, in each line and in the summary', async () => {
    const sentBefore = net.sentByCapture();
    const listening = await json();
    const file = send(TRAFFIC);
    await hasSeen(listening, TRAFFIC.length);
    const { code } = await listening.end('SIGINT');
    expect(code).toBe(0);
    const expected = analysis(file);
    const final = last(listening);
    expect(final).toMatchObject({
      packets: expected.capture.packets,
      bytes: expected.capture.wireBytes,
      decode: expected.capture.decode,
      flows: expected.conversations.length,
      macs: expected.macs.length,
      interfaces: [{ name: 'cap0', state: 'up', received: TRAFFIC.length, dropped: 0 }],
    });
    expect(expected.vlans.map(({ vlan }) => vlan)).toEqual(expect.arrayContaining([10, 11, 12, 200]));
    expect(comparable(listening.err())).toEqual(comparable(analyze(file)));
    expect(listening.err()).toContain(`cap0  ${TRAFFIC.length} frames received · 0 frames dropped`);
    expect(listening.err()).toMatch(/capture worker: [<\d.]+% of one core\n$/);
    expect(net.sentByCapture()).toBe(sentBefore);
    expect(sentBefore).toBe(0);
  });

  test.each(['suriver__dhcp-request-flood.pcap', 'zeek__mixed-vlan-mpls.pcap', 'arkime__v6.pcap'])(
    'counts %s of the corpus as analyze does',
    async (name) => {
      const file = path.join(corpus, name);
      if (!existsSync(file)) {
        if (process.env.CI) throw new Error('the corpus must be there in CI');
        console.warn(`vigie listen to ${name}: skipped, no corpus`);
        return;
      }
      const expected = analysis(file);
      const listening = await json();
      net.run(net.sender, 'tcpreplay', '-q', '--topspeed', '-i', 'snd0', file);
      await hasSeen(listening, expected.capture.packets);
      await listening.end();
      expect(last(listening)).toMatchObject({
        packets: expected.capture.packets,
        bytes: expected.capture.wireBytes,
        decode: expected.capture.decode,
        flows: expected.conversations.length,
        macs: expected.macs.length,
      });
    },
  );

  test('writes lines whose times increase and whose rates are those of the traffic', async () => {
    const listening = await json();
    for (let round = 1; round <= 3; round++) {
      send(TRAFFIC);
      await hasSeen(listening, round * TRAFFIC.length);
    }
    await listening.end();
    const { snapshots } = listening;
    let packets = 0;
    let bits = 0;
    for (const [i, each] of snapshots.entries()) {
      packets += each.packetsPerSecond * each.intervalSeconds;
      bits += each.bitsPerSecond * each.intervalSeconds;
      expect(each.packetsPerSecond).toBeGreaterThanOrEqual(0);
      expect(each.cpuShare).toBeGreaterThanOrEqual(0);
      expect(each.cpuShare).toBeLessThan(1.2);
      if (i > 0) expect(Date.parse(each.at)).toBeGreaterThan(Date.parse(snapshots[i - 1].at));
    }
    expect(packets).toBeCloseTo(3 * TRAFFIC.length, 3);
    expect(bits).toBeCloseTo(8 * last(listening).bytes, 3);
    const talker = snapshots.find((each) => each.topTalkers.length > 0)?.topTalkers[0];
    expect(talker).toMatchObject({ address: '198.51.100.53', mac: B });
    expect(
      last(listening)
        .newDevices.map(({ mac }) => mac)
        .sort(),
    ).toEqual([A, B]);
  });

  test('hears only what the filter matches', async () => {
    const listening = await json('--filter', 'vlan 10');
    const file = send(TRAFFIC);
    const expected = analysis(file, '--filter', 'vlan 10');
    expect(expected.capture.packets).toBeGreaterThan(0);
    await hasSeen(listening, expected.capture.packets);
    await listening.end();
    expect(last(listening)).toMatchObject({
      packets: expected.capture.packets,
      bytes: expected.capture.wireBytes,
      flows: expected.conversations.length,
      interfaces: [{ received: expected.capture.packets }],
    });
  });

  test('listens to two interfaces as one capture, without spinning when one is silent', async () => {
    const pair = ['link', 'add', 'cap1', 'netns', net.capture, 'type', 'veth', 'peer', 'name', 'snd1'];
    execFileSync('ip', [...pair, 'netns', net.sender]);
    net.run(net.sender, 'ip', 'link', 'set', 'snd1', 'up');
    net.run(net.capture, 'ip', 'link', 'set', 'cap1', 'up');
    try {
      const listening = await listen(['cap0', 'cap1', '--json', '--interval', '0.5']);
      const half = TRAFFIC.length / 2;
      send(TRAFFIC.slice(0, half));
      send(TRAFFIC.slice(half), 'snd1');
      await hasSeen(listening, TRAFFIC.length);
      const seen = listening.snapshots.length;
      await listening.until(() => listening.snapshots.length >= seen + 3, 'three silent intervals');
      expect(Math.min(...listening.snapshots.slice(seen).map((each) => each.cpuShare))).toBeLessThan(0.3);
      await listening.end();
      expect(last(listening).interfaces).toMatchObject([
        { name: 'cap0', received: half },
        { name: 'cap1', received: half },
      ]);
      writeFileSync(path.join(folder, 'all.pcap'), pcapFile(TRAFFIC));
      const expected = analysis(path.join(folder, 'all.pcap'));
      expect(last(listening)).toMatchObject({
        bytes: expected.capture.wireBytes,
        flows: expected.conversations.length,
      });
    } finally {
      net.run(net.capture, 'ip', 'link', 'del', 'cap1');
    }
  });

  test('says that an interface went down and came back, and goes on counting', async () => {
    const listening = await json();
    send(TRAFFIC.slice(0, 10));
    await hasSeen(listening, 10);
    net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'down');
    await listening.until(() => listening.err().includes('cap0 is down'), 'down');
    await listening.until(() => last(listening).interfaces[0].state === 'down', 'down in a line');
    net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'up');
    await listening.until(() => listening.err().includes('cap0 is up again'), 'up');
    send(TRAFFIC.slice(0, 10));
    await hasSeen(listening, 20);
    net.run(net.capture, 'ip', 'link', 'del', 'cap0');
    await listening.until(() => listening.err().includes('cap0 is gone'), 'gone');
    await listening.until(() => last(listening).interfaces[0].state === 'gone', 'gone in a line');
    net.connect();
    await listening.until(() => listening.err().includes('cap0 is back'), 'back');
    send(TRAFFIC.slice(0, 10));
    await hasSeen(listening, 30);
    expect(await listening.end()).toMatchObject({ code: 0 });
    expect(last(listening)).toMatchObject({ packets: 30, interfaces: [{ state: 'up', received: 30 }] });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it with the summary', async (signal) => {
    const listening = await json();
    const { code, ms } = await listening.end(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(END_WITHIN_MS);
    expect(listening.err()).toContain('No packets');
  });

  test('counts what arrived just before the signal', async () => {
    const listening = await json();
    send(TRAFFIC);
    await listening.end();
    expect(last(listening).packets).toBe(TRAFFIC.length);
  });

  test('ends in the middle of heavy traffic, with all that was received before', async () => {
    const listening = await json();
    const sender = flood();
    await hasSeen(listening, 200_000);
    const { code, ms } = await listening.end();
    sender.kill('SIGKILL');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(END_WITHIN_MS);
    const { packets, interfaces } = last(listening);
    expect(packets).toBe(interfaces[0].received);
    expect(listening.err()).toContain('frames received');
  });

  test('ends while its interface is gone', async () => {
    const listening = await json();
    net.run(net.capture, 'ip', 'link', 'del', 'cap0');
    try {
      await listening.until(() => listening.err().includes('cap0 is gone'), 'gone');
      const { code, ms } = await listening.end();
      expect(code).toBe(0);
      expect(ms).toBeLessThan(END_WITHIN_MS);
    } finally {
      net.connect();
    }
  });

  test('ends at once at a second signal, and says that there is no summary', async () => {
    const listening = await json();
    listening.child.kill('SIGTERM');
    // another one: two that are alike and not yet taken are one
    const { code, ms } = await listening.end('SIGINT');
    expect(code).toBe(1);
    expect(ms).toBeLessThan(END_WITHIN_MS);
    expect(listening.err()).toMatch(/vigie: ended without a summary\n$/);
  });

  test.each(['json', 'text'])('ends when nobody reads what it writes as %s', async (format) => {
    const pipe = path.join(folder, `unread-${format}`);
    execFileSync('mkfifo', [pipe]);
    // both ends: there is a reader, and it does not read; full from the beginning
    const held = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeSync(held, new Uint8Array(65_536));
    const out = openSync(pipe, constants.O_RDWR);
    try {
      const child = spawn(
        'ip',
        [
          'netns',
          'exec',
          net.capture,
          process.execPath,
          vigie,
          'listen',
          'cap0',
          '--interval',
          '0.1',
          ...(format === 'json' ? ['--json'] : []),
        ],
        { env: environment, stdio: ['ignore', out, 'ignore'] },
      );
      running.push(child);
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      await captures();
      // time to be stuck in what it writes
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const asked = performance.now();
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(performance.now() - asked).toBeLessThan(END_WITHIN_MS);
    } finally {
      closeSync(out);
      closeSync(held);
    }
  });

  test('ends by itself after the duration', async () => {
    const started = performance.now();
    const listening = await listen(['cap0', '--duration', '1', '--interval', '0.5', '--lang', 'fr']);
    expect(await listening.ended).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(listening.out()).toContain('paquets/s');
    expect(listening.out()).toContain('fil de capture');
  });

  test('is quiet but for the summary with --quiet', async () => {
    const listening = await listen([
      'cap0',
      '--duration',
      '0.7',
      '--interval',
      '0.2',
      '--quiet',
      '--lang',
      'en',
    ]);
    expect(await listening.ended).toBe(0);
    expect(listening.out()).not.toContain('packets/s');
    expect(listening.out()).toContain('No packets');
  });

  test.each([
    [['nosuch0'], /^vigie: nosuch0: .*the interfaces here are cap0, lo\n$/],
    [['cap0', 'nosuch0'], /^vigie: nosuch0: .*\n$/],
    [['cap0', '--filter', 'port banana'], /^vigie: .*banana.*\n$/],
  ])('refuses %j with one line', async (args, line) => {
    const command = ['netns', 'exec', net.capture, process.execPath, vigie, 'listen', ...args];
    const run = await outcome('ip', command);
    expect(run.code).not.toBe(0);
    expect(run).toMatchObject({ out: '', err: expect.stringMatching(line) });
  });

  test('says what right it lacks in one line', async () => {
    const user = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const run = await outcome('ip', [
      ...['netns', 'exec', net.capture, ...user],
      ...[process.execPath, vigie, 'listen', 'cap0'],
    ]);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/^vigie: cap0: .*CAP_NET_RAW.*\n$/);
  });

  async function outcome(program: string, args: readonly string[]) {
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, out, err };
  }

  test.each(['en', 'fr'])(
    'draws on the alternate screen of a terminal and leaves it at Ctrl+C, in %s',
    async (lang) => {
      const inner = `stty rows 24 columns 80; exec ${process.execPath} ${vigie} listen cap0 --interval 0.3 --lang ${lang}`;
      // script(1) of util-linux gives it a terminal of its own
      const command = ['netns', 'exec', net.capture, 'script', '-q', '-e', '-c', inner, '/dev/null'];
      const child = spawn('ip', command, { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
      running.push(child);
      let out = '';
      child.stdout.on('data', (data) => {
        out += data;
      });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      const draws = async (text: string) => {
        for (const deadline = performance.now() + 30_000; !plain(out).includes(text); ) {
          if (performance.now() > deadline) throw new Error(`'${text}' is not drawn: ${plain(out)}`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      await captures();
      send(TRAFFIC);
      net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'down');
      net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'up');
      await draws('198.51.100.53');
      await draws(lang === 'fr' ? 'cap0 est' : 'cap0 is up');
      child.stdin.write('\u0003');
      expect(await ended).toBe(0);
      const enter = out.indexOf('\u001b[?1049h');
      const leave = out.indexOf('\u001b[?1049l');
      expect(enter).toBeGreaterThanOrEqual(0);
      expect(leave).toBeGreaterThan(enter);
      expect(out.lastIndexOf('\u001b[?1049h')).toBe(enter);
      expect(out.lastIndexOf('\u001b[?25l')).toBeLessThan(out.lastIndexOf('\u001b[?25h'));
      for (const screen of out.slice(enter, leave).split('\u001b[H')) {
        const lines = plain(screen).split(/\r?\n/);
        // the last line feed moves to the line below
        expect(lines.length).toBeLessThanOrEqual(24);
        for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
      }
      const summary = plain(out.slice(leave));
      for (const line of summary.split(/\r?\n/)) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
      const drawn = plain(out.slice(enter, leave));
      expect(drawn).toContain('198.51.100.53');
      expect(drawn).toContain(lang === 'fr' ? 'Plus gros émetteurs' : 'Top talkers');
      expect(summary).toContain(lang === 'fr' ? 'fil de capture' : 'capture worker');
    },
  );
});

/** Without escape sequences. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences
  return text.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '');
}
