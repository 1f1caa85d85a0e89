/**
 * The same answers as libpcap's compiler, frame by frame. Both programs run through our interpreter.
 * Skips with one line where tcpdump or the corpus is not installed; with CI=1 it must run.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as f from '../../../wire/build/index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import type { BpfProgram } from './program.ts';

const hasTcpdump = spawnSync('tcpdump', ['--version']).status === 0;
const corpus = process.env.VIGIE_CORPUS ?? path.resolve(import.meta.dirname, '../../../../../shared/corpus');
const hasCorpus = existsSync(path.join(corpus, 'pcap'));
const canRun = (tool: boolean, what: string): boolean => {
  if (tool) return true;
  if (process.env.CI) throw new Error(`${what} is needed in CI`);
  console.warn(`filter equivalence: skipped, ${what} is not installed`);
  return false;
};

const DLT: Readonly<Record<number, string>> = {
  1: 'EN10MB',
  101: 'RAW',
  113: 'LINUX_SLL',
  276: 'LINUX_SLL2',
};

/** What libpcap makes of it; `null` when it finds that no frame can match. */
function tcpdumpProgram(expression: string, linkType: number): BpfProgram | null {
  const run = spawnSync('tcpdump', ['-y', DLT[linkType], '-ddd', expression], { encoding: 'utf8' });
  if (run.status !== 0) {
    if (run.stderr.includes('rejects all packets')) return null;
    throw new Error(`tcpdump refuses '${expression}': ${run.stderr}`);
  }
  return run.stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [code, jt, jf, k] = line.split(' ').map(Number);
      return { code, jt, jf, k: k >>> 0 };
    });
}

function ours(expression: string, linkType: number): BpfProgram | null {
  try {
    return compile(expression, { mode: 'file', linkType });
  } catch (error) {
    if (String(error).includes('can match')) return null;
    throw error;
  }
}

interface Frame {
  readonly name: string;
  readonly view: DataView;
  readonly at: number;
  readonly end: number;
  readonly wireLength: number;
}

function agree(expression: string, linkType: number, frames: readonly Frame[]): number {
  const theirs = tcpdumpProgram(expression, linkType);
  const mine = ours(expression, linkType);
  let matched = 0;
  for (const { name, view, at, end, wireLength } of frames) {
    const want = theirs === null ? 0 : interpret(theirs, view, at, end, wireLength);
    const got = mine === null ? 0 : interpret(mine, view, at, end, wireLength);
    if (want !== got) {
      const bytes = Buffer.from(view.buffer, view.byteOffset + at, end - at).toString('hex');
      throw new Error(`'${expression}' on ${name}: tcpdump ${want}, ours ${got}\n${bytes}`);
    }
    if (got > 0) matched++;
  }
  return matched;
}

/** Frames of one classic pcap file, at most `limit`. */
function pcapFrames(file: string, limit: number): { linkType: number; frames: Frame[] } {
  const bytes = readFileSync(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 24) return { linkType: -1, frames: [] };
  const magic = view.getUint32(0, true);
  const little = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d;
  if (!little && magic !== 0xd4c3b2a1 && magic !== 0x4d3cb2a1) return { linkType: -1, frames: [] };
  const frames: Frame[] = [];
  for (let at = 24; at + 16 <= bytes.length && frames.length < limit; ) {
    const end = at + 16 + view.getUint32(at + 8, little);
    if (end > bytes.length) break;
    const wireLength = view.getUint32(at + 12, little);
    frames.push({ name: `${path.basename(file)} #${frames.length + 1}`, view, at: at + 16, end, wireLength });
    at = end;
  }
  return { linkType: view.getUint32(20, little) & 0xffff, frames };
}

/** The first frames of every corpus capture, by link type. */
function corpusFrames(): Map<number, Frame[]> {
  const byLinkType = new Map<number, Frame[]>();
  for (const folder of ['pcap', 'pcap-ot', 'pcap-malformed']) {
    for (const file of readdirSync(path.join(corpus, folder)).sort()) {
      if (!file.endsWith('.pcap')) continue;
      const { linkType, frames } = pcapFrames(path.join(corpus, folder, file), 40);
      byLinkType.set(linkType, [...(byLinkType.get(linkType) ?? []), ...frames]);
    }
  }
  return byLinkType;
}

const EXPRESSIONS = [
  ...['ip', 'ip6', 'arp', 'rarp', 'tcp', 'udp', 'sctp', 'icmp', 'icmp6', 'igmp'],
  ...['host 10.0.0.1', 'src host 192.168.1.1', 'dst host 192.168.1.1', 'src and dst host 127.0.0.1'],
  ...['ip host 192.168.1.2', 'arp host 192.168.1.1', 'arp src host 192.168.0.1', 'rarp dst host 10.0.0.1'],
  ...['host fe80::1', 'dst host ff02::1', 'ip6 src host fe80::1', 'src or dst host ::1'],
  ...['net 10.0.0.0/8', 'src net 192.168.0.0/16', 'net 192.168', 'dst net 224', 'net 0.0.0.0/0'],
  ...['net 192.168.0.0 mask 255.255.0.0', 'net fe80::/10', 'ip6 dst net ff00::/8', 'net 2001:db8::/33'],
  ...['src 192.168.1.1', 'ip dst 10.0.0.1'],
  ...['port 53', 'tcp port 80', 'udp src port 53', 'dst port 443', 'src and dst port 500', 'sctp port 2905'],
  ...['portrange 1-1023', 'tcp portrange 8000-9000', 'udp dst portrange 5000-4000', 'src portrange 0-65535'],
  ...['ether host 01:00:5e:00:00:fb', 'ether src 00-00-5e-00-53-01', 'ether dst host ffff.ffff.ffff'],
  ...['ether proto 0x88cc', 'ether proto 0x8892', 'ether proto \\arp', 'ether proto 34525'],
  ...['proto 6', 'ip proto 17', 'ip6 proto 58', 'ip proto \\tcp', 'ip6 proto 0', 'proto 132'],
  ...['vlan', 'vlan 10', 'vlan and tcp', 'not vlan', 'vlan and vlan', 'vlan 100 and vlan 200', 'vlan or tcp'],
  ...['tcp or (vlan and tcp)', '(vlan 1 and host 10.0.0.1) or udp', 'vlan and ether host 01:00:5e:00:00:fb'],
  ...['less 64', 'greater 1000', 'less 100 and greater 60', 'not less 1500'],
  ...['broadcast', 'multicast', 'ether broadcast', 'ether multicast', 'ip multicast', 'ip6 multicast'],
  ...['not tcp', 'not not udp', '! (ip or ip6)', 'tcp and not port 80', 'tcp or udp and port 53'],
  ...[
    'tcp port 80 or 443 or 8080',
    'host 10.0.0.1 or 10.0.0.2 and not 10.0.0.3',
    'not host 10.0.0.1 and port 53',
  ],
  ...['(tcp or udp) and (port 53 or port 5353) and not (net 10.0.0.0/8 or multicast)', ''],
];

describe.skipIf(!canRun(hasTcpdump, 'tcpdump'))('a compiled filter and libpcap', () => {
  test.skipIf(!canRun(hasCorpus, 'the corpus'))(
    'agree on the frames of every Ethernet capture of the corpus',
    () => {
      const frames = corpusFrames().get(1) ?? [];
      expect(frames.length).toBeGreaterThan(3000);
      const matching = EXPRESSIONS.filter((expression) => agree(expression, 1, frames) > 0);
      // the comparison is worth something only where frames match
      expect(matching.length).toBeGreaterThan(EXPRESSIONS.length * 0.6);
    },
  );

  test.skipIf(!canRun(hasCorpus, 'the corpus'))(
    'agree on raw IP and Linux cooked captures of the corpus',
    () => {
      const byLinkType = corpusFrames();
      for (const linkType of [101, 113, 276]) {
        const frames = byLinkType.get(linkType) ?? [];
        const subset = EXPRESSIONS.filter(
          (e) => !/vlan|ether (host|src|dst|b|m)|^(broad|multi)cast|or multicast/.test(e),
        );
        expect(subset.length).toBeGreaterThan(40);
        for (const expression of subset) agree(expression, linkType, [...frames, ...cooked(linkType)]);
      }
    },
  );

  test('agree on written frames, whole and cut anywhere', () => {
    const frames = WRITTEN.flatMap(([name, bytes]) =>
      Array.from({ length: bytes.length + 1 }, (_, cut) => frameOf(`${name} cut to ${cut}`, bytes, cut)),
    );
    for (const expression of EXPRESSIONS) agree(expression, 1, frames);
  });

  test('agree on generated expressions and generated frames', () => {
    fc.assert(
      fc.property(anExpression, fc.array(aFrame, { minLength: 20, maxLength: 40 }), (expression, frames) => {
        agree(expression, 1, [
          ...frames.map((bytes, i) => frameOf(`generated ${i}`, bytes, bytes.length)),
          ...WRITTEN.map(([name, bytes]) => frameOf(name, bytes, bytes.length)),
        ]);
      }),
      { numRuns: 120 },
    );
  });

  test('refuse the same wrong expressions', () => {
    for (const expression of [
      ...[
        'hst 10.0.0.1',
        'port',
        'port 70000',
        'vlan 5000',
        'net 10.0.0.1/8',
        'host 10.0.0.1/8',
        'tcp host 10.0.0.1',
      ],
      ...[
        '(tcp',
        'tcp)',
        'and tcp',
        'tcp and',
        'not',
        'ip host fe80::1',
        'ip6 host 10.0.0.1',
        'ether port 80',
        'net',
      ],
      ...['ether host 10.0.0.1', 'net 10.0.0.0/33', 'less', 'src vlan 3'],
    ]) {
      expect(() => compile(expression, { mode: 'file', linkType: 1 }), expression).toThrow(/^filter/);
      expect(
        () => execFileSync('tcpdump', ['-y', 'EN10MB', '-ddd', expression], { stdio: 'pipe' }),
        expression,
      ).toThrow();
    }
  });
});

function frameOf(name: string, bytes: Uint8Array, captured: number): Frame {
  return {
    name,
    view: new DataView(bytes.buffer, bytes.byteOffset),
    at: 0,
    end: captured,
    wireLength: bytes.length,
  };
}

const A = '00:00:5e:00:53:01';
const B = '01:00:5e:00:00:fb';
const v4 = { src: '10.0.0.1', dst: '192.168.1.1' };
const v6 = { src: 'fe80::1', dst: 'ff02::1' };
const tcp80 = f.ipv4({ ...v4, protocol: 6, options: [1, 1, 1, 1] }, f.tcp({ srcPort: 80, dstPort: 8080 }));
const dns = f.ipv4({ ...v4, protocol: 17 }, f.udp(53, 5353, 'x'));
const dns6 = f.ipv6({ ...v6, protocol: 17 }, f.udp(53, 5353, 'x'));
const whoHas = f.arp({ operation: 1, senderMac: A, senderIp: '192.168.0.1', targetIp: '192.168.1.1' });
const fragment = f.ipv4({ ...v4, protocol: 17, fragmentOffset: 64 }, f.udp(53, 53));

const WRITTEN: readonly (readonly [string, Uint8Array])[] = [
  ['tcp with IP options', f.ethernet(B, A, 0x800, tcp80)],
  ['udp', f.ethernet(f.BROADCAST, A, 0x800, dns)],
  ['later fragment', f.ethernet(B, A, 0x800, fragment)],
  ['udp over IPv6', f.ethernet(B, A, 0x86dd, dns6)],
  [
    'IPv6 fragment',
    f.ethernet(
      B,
      A,
      0x86dd,
      f.ipv6(
        { ...v6, protocol: 6, extensions: [f.ipv6Fragment({ offset: 0, more: true, id: 1 })] },
        f.tcp({ srcPort: 80, dstPort: 1 }),
      ),
    ),
  ],
  ['arp', f.ethernet(f.BROADCAST, A, 0x806, whoHas)],
  ['tagged tcp', f.ethernet(B, A, 0x8100, f.vlan({ id: 10, pcp: 5 }, 0x800, tcp80))],
  [
    'twice tagged udp',
    f.ethernet(B, A, 0x88a8, f.vlan({ id: 100 }, 0x8100, f.vlan({ id: 200 }, 0x800, dns))),
  ],
  ['tagged arp', f.ethernet(f.BROADCAST, A, 0x8100, f.vlan({ id: 1 }, 0x806, whoHas))],
  ['spanning tree', f.ethernet8023('01:80:c2:00:00:00', A, f.llc(0x42, 0x42, new Uint8Array(35)))],
];

function cooked(linkType: number): Frame[] {
  return (
    [
      [0x800, tcp80],
      [0x800, dns],
      [0x86dd, dns6],
      [0x806, whoHas],
    ] as const
  ).map(([type, payload]) => {
    const cookedFrame =
      linkType === 113 ? f.sll({ src: A, type }, payload) : f.sll2({ src: A, type }, payload);
    const bytes = linkType === 101 ? payload : cookedFrame;
    return frameOf(`written ${type.toString(16)}`, bytes, bytes.length);
  });
}

const address4 = fc.constantFrom('10.0.0.1', '10.0.0.2', '192.168.1.1', '224.0.0.251', '255.255.255.255');
const address6 = fc.constantFrom('fe80::1', 'ff02::1', '2001:db8::53');
const port = fc.constantFrom(0, 53, 80, 443, 5353, 8080, 65535);
const vlanId = fc.constantFrom(0, 1, 10, 100, 200, 4095);
const macAddress = fc.constantFrom(A, B, f.BROADCAST);
const direction = fc.constantFrom('', 'src ', 'dst ', 'src or dst ', 'src and dst ');
const network = fc.constantFrom(
  '10.0.0.0/8',
  '192.168.0.0/16',
  '224.0.0.0/4',
  'fe80::/10',
  'ff00::/8',
  '2001:db8::/127',
);

const aPrimitive = fc.oneof(
  fc.constantFrom(
    'ip',
    'ip6',
    'arp',
    'tcp',
    'udp',
    'icmp',
    'icmp6',
    'sctp',
    'vlan',
    'multicast',
    'broadcast',
  ),
  fc.tuple(fc.constantFrom('', 'ip ', 'arp '), direction, address4).map(([p, d, a]) => `${p}${d}host ${a}`),
  fc.tuple(fc.constantFrom('', 'ip6 '), direction, address6).map(([p, d, a]) => `${p}${d}host ${a}`),
  fc.tuple(direction, network).map(([d, n]) => `${d}net ${n}`),
  fc.tuple(fc.constantFrom('', 'tcp ', 'udp '), direction, port).map(([p, d, n]) => `${p}${d}port ${n}`),
  fc
    .tuple(fc.constantFrom('', 'tcp ', 'udp '), direction, port, port)
    .map(([p, d, n, m]) => `${p}${d}portrange ${n}-${m}`),
  fc.tuple(direction, macAddress).map(([d, m]) => `ether ${d}host ${m}`),
  vlanId.map((id) => `vlan ${id}`),
  fc
    .tuple(fc.constantFrom('', 'ip ', 'ip6 '), fc.constantFrom(0, 1, 6, 17, 44, 58))
    .map(([p, n]) => `${p}proto ${n}`),
  fc.tuple(fc.constantFrom('less', 'greater'), fc.integer({ min: 0, max: 120 })).map(([w, n]) => `${w} ${n}`),
);

const anExpression: fc.Arbitrary<string> = fc.letrec<{ expression: string; term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: aPrimitive },
    { weight: 1, arbitrary: tie('term').map((t) => `not ${t}`) },
    { weight: 1, arbitrary: tie('expression').map((e) => `(${e})`) },
  ),
  expression: fc
    .tuple(tie('term'), fc.array(fc.tuple(fc.constantFrom('and', 'or'), tie('term')), { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest.flat()].join(' ')),
})).expression;

/** Ethernet, with up to two tags, over values that the expressions ask for. */
const aFrame: fc.Arbitrary<Uint8Array> = fc
  .record({
    dst: macAddress,
    src: macAddress,
    tags: fc.array(fc.tuple(fc.constantFrom(0x8100, 0x88a8, 0x9100), vlanId), { maxLength: 2 }),
    body: fc.oneof(
      fc
        .tuple(
          address4,
          address4,
          fc.constantFrom(1, 6, 17, 132),
          port,
          port,
          fc.constantFrom(0, 0, 8),
          fc.constantFrom(0, 4),
        )
        .map(([src, dst, protocol, from, to, fragmentOffset, options]) => ({
          type: 0x800,
          bytes: f.ipv4(
            { src, dst, protocol, fragmentOffset, options: new Uint8Array(options) },
            f.tcp({ srcPort: from, dstPort: to }),
          ),
        })),
      fc
        .tuple(address6, address6, fc.constantFrom(58, 6, 17, 44), port, port)
        .map(([src, dst, protocol, from, to]) => ({
          type: 0x86dd,
          bytes: f.ipv6({ src, dst, protocol }, f.tcp({ srcPort: from, dstPort: to })),
        })),
      fc.tuple(address4, address4).map(([senderIp, targetIp]) => ({
        type: 0x806,
        bytes: f.arp({ operation: 2, senderMac: A, senderIp, targetIp }),
      })),
      fc.uint8Array({ minLength: 60, maxLength: 90 }).map((bytes) => ({ type: 0x88cc, bytes })),
    ),
  })
  .map(({ dst, src, tags, body }) => {
    let type = body.type;
    let bytes = body.bytes;
    for (const [tpid, id] of [...tags].reverse()) {
      bytes = f.vlan({ id }, type, bytes);
      type = tpid;
    }
    // long enough that no test of a generated expression looks past the end
    return f.pad(f.ethernet(dst, src, type, bytes), 140);
  });
