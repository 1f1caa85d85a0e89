/**
 * Live capture with real peers: tcpreplay in one network namespace, the capture in another.
 * Needs root; skips with one line otherwise, and fails in CI where it cannot run.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/sources/frames/filter/compile.ts';
import { interpret } from '../../src/sources/frames/filter/interpret.ts';
import * as f from '../../src/wire/build/index.ts';
import { pcapFile } from '../fixtures/pcap.ts';
import type { Order } from './capture-child.ts';
import {
  bundle,
  type CaptureChild,
  createNamespaces,
  type Namespaces,
  obstacle,
  removeBundles,
  startCapture,
} from './namespaces.ts';

const why = obstacle();
if (why !== null) {
  if (process.env.CI) throw new Error(`live capture tests must run in CI: ${why}`);
  console.warn(`live capture tests: skipped, ${why}`);
}

const corpus = process.env.VIGIE_CORPUS ?? path.resolve(import.meta.dirname, '../../../shared/corpus');
const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';

const dns = (id: number) =>
  f.ipv4({ src: '192.0.2.1', dst: '192.0.2.53', protocol: 17, id }, f.udp(40000, 53, `query ${id}`));
const web = f.ipv4(
  { src: '192.0.2.1', dst: '198.51.100.1', protocol: 6 },
  f.tcp({ srcPort: 40001, dstPort: 443 }),
);
const ethernet = (type: number, payload: Uint8Array) => f.ethernet(B, A, type, payload);

/** One of every kind that the kernel treats in its own way. */
const KINDS = [
  ethernet(0x800, dns(1)),
  f.pad(
    f.ethernet(
      f.BROADCAST,
      A,
      0x806,
      f.arp({ operation: 1, senderMac: A, senderIp: '192.0.2.1', targetIp: '192.0.2.2' }),
    ),
  ),
  ethernet(0x8100, f.vlan({ id: 10 }, 0x800, dns(2))),
  ethernet(0x8100, f.vlan({ id: 4095, pcp: 7, dei: 1 }, 0x800, web)),
  ethernet(0x8100, f.vlan({ id: 0, pcp: 5 }, 0x800, web)), // priority tag
  ethernet(0x88a8, f.vlan({ id: 100 }, 0x8100, f.vlan({ id: 200 }, 0x800, dns(3)))),
  ethernet(
    0x8100,
    f.vlan(
      { id: 30 },
      0x8100,
      f.vlan(
        { id: 40 },
        0x86dd,
        f.ipv6({ src: '2001:db8::1', dst: '2001:db8::2', protocol: 17 }, f.udp(1, 53, 'x')),
      ),
    ),
  ),
  ethernet(0x9100, f.vlan({ id: 7 }, 0x800, web)), // a tag the kernel leaves alone
  f.ethernet8023('01:80:c2:00:00:00', A, f.llc(0x42, 0x42, new Uint8Array(35))),
  ethernet(0x88cc, new Uint8Array(8000).fill(0x5a)), // jumbo
  ethernet(0x8100, f.vlan({ id: 11 }, 0x88cc, new Uint8Array(1500).fill(0xa5))), // full size with a tag
];

describe.skipIf(why !== null)('live capture', () => {
  let net: Namespaces;
  let folder = '';
  const captures: CaptureChild[] = [];

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vigie-live-'));
    net = createNamespaces('t');
  });
  afterEach(async () => {
    await Promise.all(captures.splice(0).map((capture) => capture.stop()));
  });
  afterAll(() => {
    net?.destroy();
    removeBundles();
    rmSync(folder, { recursive: true, force: true });
  });

  const capturing = async (order: Partial<Order> = {}): Promise<CaptureChild> => {
    const capture = await startCapture(net.capture, { interface: 'cap0', ...order });
    captures.push(capture);
    const error = capture.answers.find((answer) => 'error' in answer);
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return capture;
  };
  const replay = (file: string, namespace = net.sender, device = 'snd0') =>
    net.run(namespace, 'tcpreplay', '-q', '--topspeed', '-i', device, file);
  const send = (frames: readonly Uint8Array[], namespace?: string, device?: string) => {
    const file = path.join(folder, 'sent.pcap');
    writeFileSync(file, pcapFile(frames));
    replay(file, namespace, device);
  };
  const hexOf = (frames: readonly Uint8Array[]) => frames.map((frame) => Buffer.from(frame).toString('hex'));

  test('delivers every frame as it was sent, tags included, and sends nothing', async () => {
    const sentBefore = net.sentByCapture();
    const capture = await capturing();
    const begin = Date.now() * 1000;
    send(KINDS);
    await capture.until(() => capture.frames.length >= KINDS.length, 'all frames');
    expect(capture.frames).toEqual(hexOf(KINDS));
    const frames = capture.answers.flatMap((answer) => ('frame' in answer ? [answer] : []));
    expect(frames.map((frame) => frame.wireLength)).toEqual(KINDS.map((frame) => frame.length));
    expect(frames.every((frame) => frame.linkType === 1)).toBe(true);
    for (const { at } of frames) {
      expect(at).toBeGreaterThan(begin - 1_000_000);
      expect(at).toBeLessThan(Date.now() * 1000 + 1_000_000);
      expect(Number.isInteger(at)).toBe(true);
    }
    expect(await capture.statistics()).toEqual({ received: KINDS.length, dropped: 0, freezes: 0 });
    await capture.stop();
    expect(net.sentByCapture()).toBe(sentBefore);
    expect(sentBefore).toBe(0);
  });

  test.each(['zeek__mixed-vlan-mpls.pcap', 'arkime__v6.pcap', 'tcpdump__of10_s4810.pcap'])(
    'delivers %s of the corpus byte for byte',
    async (name) => {
      const file = path.join(corpus, 'pcap', name);
      if (!existsSync(file)) {
        if (process.env.CI) throw new Error('the corpus must be there in CI');
        console.warn(`live capture of ${name}: skipped, no corpus`);
        return;
      }
      const sent = framesOf(readFileSync(file));
      const capture = await capturing();
      replay(file);
      await capture.until(() => capture.frames.length >= sent.length, 'all frames');
      expect(capture.frames.map(digest)).toEqual(sent.map(digest));
    },
  );

  test('lets only what the filter matches into the ring', async () => {
    for (const [filter, matching] of [
      ['udp port 53 and not vlan', [KINDS[0]]],
      ['vlan 10 or 100', [KINDS[2], KINDS[5]]],
      ['vlan and vlan 200', [KINDS[5]]],
      ['vlan and vlan and ip6', [KINDS[6]]],
      ['arp or ether proto 0x9100', [KINDS[1], KINDS[7]]],
      ['greater 8000', [KINDS[9]]],
      // as with tcpdump on an interface, the outermost tag does not count
      ['tcp dst port 443', [KINDS[3], KINDS[4]]],
    ] as const) {
      const capture = await capturing({ filter });
      send(KINDS);
      await capture.until(() => capture.frames.length >= matching.length, filter);
      expect(capture.frames, filter).toEqual(hexOf(matching));
      expect((await capture.statistics()).received, filter).toBe(matching.length);
      await capture.stop();
    }
  });

  test('compiles for the kernel what tcpdump compiles on the same interface', () => {
    for (const expression of [
      'vlan',
      'vlan 10',
      'not vlan',
      'vlan and udp',
      'vlan 100 and vlan 200 and port 53',
      'udp',
      'vlan or tcp',
    ]) {
      const text = net.run(net.capture, 'tcpdump', '-i', 'cap0', '-ddd', expression);
      const theirs = text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => {
          const [code, jt, jf, k] = line.split(' ').map(Number);
          return { code, jt, jf, k: k >>> 0 };
        });
      const ours = compile(expression, { mode: 'live', linkType: 1 });
      for (const [i, frame] of KINDS.entries()) {
        const view = new DataView(frame.buffer, frame.byteOffset);
        const tpid = view.getUint16(12);
        const isTaken = tpid === 0x8100 || tpid === 0x88a8;
        const ancillary = { vlanTci: isTaken ? view.getUint16(14) : -1, vlanTpid: tpid, packetType: 0 };
        const bytes = isTaken ? f.concat(frame.subarray(0, 12), frame.subarray(16)) : frame;
        const seen = new DataView(bytes.buffer);
        const answer = (program: typeof ours) =>
          interpret(program, seen, 0, bytes.length, bytes.length, ancillary) > 0;
        expect(answer(ours), `${expression}, frame ${i}`).toBe(answer(theirs));
      }
    }
  });

  test('keeps the snap length of each frame and its length on the wire', async () => {
    const capture = await capturing({ snapLength: 64 });
    send(KINDS);
    await capture.until(() => capture.frames.length >= KINDS.length, 'all frames');
    expect(capture.frames).toEqual(hexOf(KINDS.map((frame) => frame.subarray(0, 64))));
    const lengths = capture.answers.flatMap((answer) => ('frame' in answer ? [answer.wireLength] : []));
    expect(lengths).toEqual(KINDS.map((frame) => frame.length));
  });

  test('cuts frames longer than a block', async () => {
    const capture = await capturing({ blockSizeBytes: 4096, blockCount: 16 });
    send([KINDS[9], KINDS[0]]);
    await capture.until(() => capture.frames.length >= 2, 'both frames');
    const [jumbo] = capture.answers.flatMap((answer) => ('frame' in answer ? [answer] : []));
    expect(jumbo.wireLength).toBe(8014);
    expect(jumbo.frame.length / 2).toBeGreaterThan(3500);
    expect(hexOf([KINDS[9]])[0].startsWith(jumbo.frame)).toBe(true);
    expect(capture.frames[1]).toBe(hexOf([KINDS[0]])[0]);
  });

  test('counts the frames that a full ring drops, and goes on', async () => {
    const capture = await capturing({ blockSizeBytes: 4096, blockCount: 2, paused: true });
    const frames = Array.from({ length: 500 }, (_, i) => ethernet(0x800, dns(i)));
    send(frames);
    const { received, dropped, freezes } = await capture.statistics();
    expect(received + dropped).toBe(500);
    expect(dropped).toBeGreaterThan(400);
    expect(freezes).toBeGreaterThan(0);
    capture.tell('resume');
    await capture.until(() => capture.frames.length >= received, 'what the ring held');
    expect(capture.frames).toEqual(hexOf(frames.slice(0, received)));
    send([KINDS[0]]);
    await capture.until(() => capture.frames.length === received + 1, 'a frame after the drops');
    expect(await capture.statistics()).toMatchObject({ received: received + 1, dropped });
  });

  test('survives the interface going down and up', async () => {
    const capture = await capturing();
    net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'down');
    await capture.until(() => capture.events.includes('down'), 'down');
    net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'up');
    await capture.until(() => capture.events.includes('up'), 'up');
    send([KINDS[2]]);
    await capture.until(() => capture.frames.length === 1, 'a frame after it');
    // the far end going down takes the carrier away
    net.run(net.sender, 'ip', 'link', 'set', 'snd0', 'down');
    await capture.until(() => capture.events.length === 3, 'no carrier');
    net.run(net.sender, 'ip', 'link', 'set', 'snd0', 'up');
    await capture.until(() => capture.events.length === 4, 'carrier');
    expect(capture.events).toEqual(['down', 'up', 'down', 'up']);
    send([KINDS[3]]);
    await capture.until(() => capture.frames.length === 2, 'a second frame');
    expect(capture.frames).toEqual(hexOf([KINDS[2], KINDS[3]]));
  });

  test('notices an interface that went down and up between two looks', async () => {
    const capture = await capturing();
    net.run(net.capture, 'sh', '-c', 'ip link set cap0 down; ip link set cap0 up');
    await capture.until(() => capture.events.length >= 2, 'down and up');
    expect(capture.events).toEqual(['down', 'up']);
  });

  test('survives the termination of its worker thread', () => {
    const script = bundle('test/live/terminated-worker.ts');
    expect(net.run(net.capture, process.execPath, script)).toBe('alive\n');
  });

  test('begins on an interface that is down', async () => {
    net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'down');
    const capture = await capturing();
    await capture.until(() => capture.events.includes('down'), 'down');
    net.run(net.capture, 'ip', 'link', 'set', 'cap0', 'up');
    await capture.until(() => capture.events.includes('up'), 'up');
    send([KINDS[0]]);
    await capture.until(() => capture.frames.length === 1, 'a frame');
  });

  test('survives the interface being deleted and created again', async () => {
    const capture = await capturing({ filter: 'vlan 10' });
    for (let round = 1; round <= 2; round++) {
      net.run(net.capture, 'ip', 'link', 'del', 'cap0');
      await capture.until(() => capture.events.filter((event) => event === 'gone').length === round, 'gone');
      net.connect();
      await capture.until(() => capture.events.filter((event) => event === 'back').length === round, 'back');
      // still filtered, still promiscuous: the frames are for another MAC address
      send(KINDS);
      await capture.until(() => capture.frames.length === round, 'a frame after it');
    }
    expect(capture.frames).toEqual(hexOf([KINDS[2], KINDS[2]]));
    expect(net.sentByCapture()).toBe(0);
  });

  test('shows each frame on loopback once', async () => {
    net.run(net.capture, 'ip', 'link', 'set', 'lo', 'up');
    const capture = await capturing({ interface: 'lo' });
    send(KINDS.slice(0, 3), net.capture, 'lo');
    await capture.until(() => capture.frames.length >= 3, 'all frames');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(capture.frames).toEqual(hexOf(KINDS.slice(0, 3)));
  });

  test('captures what this host sends, as tcpdump does', async () => {
    const capture = await startCapture(net.sender, { interface: 'snd0' });
    captures.push(capture);
    send(KINDS.slice(0, 4));
    await capture.until(() => capture.frames.length >= 4, 'all frames');
    expect(capture.frames).toEqual(hexOf(KINDS.slice(0, 4)));
  });

  test('stops at once while waiting, and a view kept by mistake reads zeroes', async () => {
    const capture = await capturing();
    send(KINDS.slice(0, 1));
    await capture.until(() => capture.frames.length === 1, 'a frame');
    const before = performance.now();
    await capture.stop();
    // it was told to wait ten seconds
    expect(performance.now() - before).toBeLessThan(8000);
    const stopped = capture.answers.flatMap((answer) => ('stopped' in answer ? [answer] : []));
    expect(stopped[0].waitedMs).toBeLessThan(5000);
    expect(stopped[0].staleByte).toBe(0);
    // statistics outlive the socket
    expect(capture.answers.at(-1)).toEqual({ statistics: { received: 1, dropped: 0, freezes: 0 } });
  });

  test('says what is wrong when it cannot start', async () => {
    const errorOf = async (namespace: string | null, order: Order) => {
      const capture = await startCapture(namespace, order);
      await capture.stop();
      return JSON.stringify(capture.answers);
    };
    expect(await errorOf(net.capture, { interface: 'nope0' })).toMatch(
      /nope0: cannot read the device type \(ENODEV, .*; the interfaces here are cap0, lo/,
    );
    expect(await errorOf(net.capture, { interface: 'cap0', blockCount: 1 })).toContain(
      'capture setting blockCount: expected a whole number from 2 to 8192, found 1',
    );
    const unprivileged = await errorOf(null, { interface: 'lo' });
    expect(unprivileged).toMatch(
      /lo: cannot open a packet socket \(EPERM, .*\); capturing needs CAP_NET_RAW: sudo setcap/,
    );
  });
});

/** Short enough to be read in a failure. */
function digest(frame: string): string {
  return `${frame.length / 2} ${createHash('sha256').update(frame).digest('hex')}`;
}

/** Frames of a classic pcap file, as hexadecimal text. */
function framesOf(file: Buffer): string[] {
  const frames: string[] = [];
  const little = file.readUInt32LE(0) === 0xa1b2c3d4;
  for (let at = 24; at + 16 <= file.length; ) {
    const length = little ? file.readUInt32LE(at + 8) : file.readUInt32BE(at + 8);
    frames.push(file.toString('hex', at + 16, at + 16 + length));
    at += 16 + length;
  }
  return frames;
}
