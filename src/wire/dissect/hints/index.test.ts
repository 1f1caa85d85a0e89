import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat, hex, u16, u32 } from '../../build/index.ts';
import { mayBegin, signatureTable } from '../signature.ts';
import { hint, HINT_RULES as RULES } from './index.ts';
import { SURE } from './rule.ts';

const CLIENT = 51000;
const le16 = (value: number) => u16(value).reverse();
const le32 = (value: number) => u32(value).reverse();
const zeros = (count: number) => new Uint8Array(count);
const tpkt = (body: Bytes) => concat([3, 0], u16(concat(body).length + 4), body);
const named = (carrier: 'tcp' | 'udp', port: number, ...bytes: Bytes[]) => {
  const view = viewOf(...bytes);
  return hint(carrier, CLIENT, port, view, 0, view.byteLength);
};

/** Protocol, transport, its usual port, the first payload; `anyPort`: recognised elsewhere too. */
const SAMPLES: readonly {
  protocol: string;
  on: 'tcp' | 'udp';
  port: number;
  bytes: Bytes;
  anyPort?: boolean;
}[] = [
  { protocol: 'ssh', on: 'tcp', port: 22, bytes: 'SSH-2.0-Example_1\r\n', anyPort: true },
  { protocol: 'smtp', on: 'tcp', port: 25, bytes: '220 mail.example ESMTP\r\n', anyPort: true },
  { protocol: 'smtp', on: 'tcp', port: 587, bytes: '220 mail.example ready\r\n' },
  { protocol: 'ftp', on: 'tcp', port: 21, bytes: '220 files.example FTP\r\n', anyPort: true },
  { protocol: 'imap', on: 'tcp', port: 143, bytes: '* OK ready\r\n', anyPort: true },
  { protocol: 'pop', on: 'tcp', port: 110, bytes: '+OK ready\r\n' },
  { protocol: 'telnet', on: 'tcp', port: 23, bytes: [0xff, 0xfd, 0x18] },
  { protocol: 'http', on: 'tcp', port: 80, bytes: 'GET / HTTP/1.1\r\n', anyPort: true },
  { protocol: 'http2', on: 'tcp', port: 8080, bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', anyPort: true },
  {
    protocol: 'rtsp',
    on: 'tcp',
    port: 554,
    bytes: 'OPTIONS rtsp://camera.example RTSP/1.0\r\n',
    anyPort: true,
  },
  {
    protocol: 'sip',
    on: 'udp',
    port: 5060,
    bytes: 'INVITE sip:desk@voice.example SIP/2.0\r\n',
    anyPort: true,
  },
  { protocol: 'ssdp', on: 'udp', port: 1900, bytes: 'M-SEARCH * HTTP/1.1\r\n', anyPort: true },
  { protocol: 'syslog', on: 'udp', port: 514, bytes: '<34>1 2026-01-01T00:00:00Z host app', anyPort: true },
  { protocol: 'tls', on: 'tcp', port: 443, bytes: concat([22, 3, 1], u16(200), [1]), anyPort: true },
  {
    protocol: 'dtls',
    on: 'udp',
    port: 4433,
    bytes: concat([22], u16(0xfefd), zeros(8), u16(4), zeros(4)),
    anyPort: true,
  },
  {
    protocol: 'quic',
    on: 'udp',
    port: 443,
    bytes: concat([0xc3], u32(1), [8], zeros(8), [0], zeros(40)),
    anyPort: true,
  },
  {
    protocol: 'gquic',
    on: 'udp',
    port: 443,
    bytes: concat([0x0d], zeros(8), 'Q043', zeros(30)),
    anyPort: true,
  },
  { protocol: 'wg', on: 'udp', port: 51820, bytes: concat([1, 0, 0, 0], zeros(144)), anyPort: true },
  { protocol: 'openvpn', on: 'udp', port: 1194, bytes: concat([0x38], zeros(25)) },
  {
    protocol: 'isakmp',
    on: 'udp',
    port: 500,
    bytes: concat(zeros(16), [0x21, 0x20, 34, 8], zeros(4), u32(28)),
    anyPort: true,
  },
  {
    protocol: 'isakmp',
    on: 'udp',
    port: 4500,
    bytes: concat(zeros(20), [0x21, 0x20, 34, 8], zeros(4), u32(28)),
  },
  {
    protocol: 'smb',
    on: 'tcp',
    port: 445,
    bytes: concat([0, 0, 0, 40, 0xff], 'SMBr', zeros(30)),
    anyPort: true,
  },
  {
    protocol: 'smb2',
    on: 'tcp',
    port: 445,
    bytes: concat([0, 0, 0, 40, 0xfe], 'SMB@', zeros(30)),
    anyPort: true,
  },
  { protocol: 'nbss', on: 'tcp', port: 139, bytes: concat([0x81, 0], u16(68), zeros(68)) },
  {
    protocol: 'dcerpc',
    on: 'tcp',
    port: 135,
    bytes: concat([5, 0, 11, 3, 0x10, 0, 0, 0], le16(72), zeros(60)),
    anyPort: true,
  },
  { protocol: 'rdp', on: 'tcp', port: 3389, bytes: tpkt([14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0]) },
  {
    protocol: 'mqtt',
    on: 'tcp',
    port: 1883,
    bytes: concat([0x10, 16, 0, 4], 'MQTT', [4, 2, 0, 60, 0, 4], 'desk'),
    anyPort: true,
  },
  {
    protocol: 'snmp',
    on: 'udp',
    port: 161,
    bytes: hex('30 0f 02 01 01 04 06 70 75 62 6c 69 63 a0 02 05 00'),
    anyPort: true,
  },
  { protocol: 'ntp', on: 'udp', port: 123, bytes: concat([0x23], zeros(47)) },
  {
    protocol: 'stun',
    on: 'udp',
    port: 3478,
    bytes: concat([0, 1, 0, 0], u32(0x2112a442), zeros(12)),
    anyPort: true,
  },
  { protocol: 'coap', on: 'udp', port: 5683, bytes: [0x40, 0x01, 0x12, 0x34] },
  { protocol: 'tftp', on: 'udp', port: 69, bytes: concat([0, 1], 'boot.img\0octet\0'), anyPort: true },
  { protocol: 'kerberos', on: 'udp', port: 88, bytes: hex('6a 81 84 30 81 81') },
  { protocol: 'kerberos', on: 'tcp', port: 88, bytes: hex('00000087 6a 81 84 30 81 81') },
  { protocol: 'ldap', on: 'tcp', port: 389, bytes: hex('30 0c 02 01 01 60 07 02 01 03 04 00 80 00') },
  { protocol: 'radius', on: 'udp', port: 1812, bytes: concat([1, 7], u16(20), zeros(16)) },
  {
    protocol: 'bgp',
    on: 'tcp',
    port: 179,
    bytes: concat(new Uint8Array(16).fill(255), u16(19), [4]),
    anyPort: true,
  },
  {
    protocol: 'nfs',
    on: 'tcp',
    port: 2049,
    bytes: concat(u32(0x80000028), u32(7), u32(0), u32(2), u32(100003), zeros(24)),
    anyPort: true,
  },
  { protocol: 'mbtcp', on: 'tcp', port: 502, bytes: hex('0001 0000 0006 01 03 0000 000a') },
  { protocol: 's7comm', on: 'tcp', port: 102, bytes: tpkt(hex('02 f0 80 32 01 0000')), anyPort: true },
  { protocol: 's7comm-plus', on: 'tcp', port: 102, bytes: tpkt(hex('02 f0 80 72 01 0000')), anyPort: true },
  {
    protocol: 'mms',
    on: 'tcp',
    port: 102,
    bytes: tpkt(hex('02 f0 80 0d 20 05 06 28ca22 0201')),
    anyPort: true,
  },
  {
    protocol: 'enip',
    on: 'tcp',
    port: 44818,
    bytes: concat(le16(0x65), le16(4), zeros(20), le16(1), le16(0)),
    anyPort: true,
  },
  {
    protocol: 'bacnet',
    on: 'udp',
    port: 47808,
    bytes: hex('81 0b 000c 01 20 ffff 00 ff 10 08'),
    anyPort: true,
  },
  { protocol: 'dnp3', on: 'tcp', port: 20000, bytes: hex('0564 05 c0 0100 0004 e921'), anyPort: true },
  { protocol: 'opcua', on: 'tcp', port: 4840, bytes: concat('HELF', le32(32), zeros(24)), anyPort: true },
  { protocol: 'iec60870_104', on: 'tcp', port: 2404, bytes: hex('68 04 07 00 00 00') },
  { protocol: 'omron', on: 'tcp', port: 9600, bytes: concat('FINS', u32(12), zeros(12)), anyPort: true },
  { protocol: 'hart_ip', on: 'udp', port: 5094, bytes: hex('01 00 00 00 0002 000d 01 00007530') },
  { protocol: 'kip', on: 'udp', port: 3671, bytes: concat(hex('0610 0203 000e'), zeros(8)), anyPort: true },
];

test.each(SAMPLES)('names $protocol by its content on $on $port', ({ protocol, on, port, bytes }) => {
  expect(named(on, port, bytes)).toEqual({ protocol, byContent: true });
});

test.each(SAMPLES.filter((sample) => sample.anyPort))(
  'names $protocol on a strange port',
  ({ protocol, on, bytes }) => {
    expect(named(on, 40001, bytes)).toEqual({ protocol, byContent: true });
  },
);

test.each(SAMPLES.filter((sample) => !sample.anyPort))(
  'needs the port to name $protocol ($on $port)',
  ({ protocol, on, bytes }) => {
    expect(named(on, 40001, bytes)?.protocol).not.toBe(protocol);
  },
);

test('guesses by a port when the content leaves it open, and says so', () => {
  const encrypted = [0x00, 0x9c, 0x81, 0xfa, 0x17];
  expect(named('tcp', 22, encrypted)).toEqual({ protocol: 'ssh', byContent: false });
  expect(named('tcp', 80, 'middle of a page')).toEqual({ protocol: 'http', byContent: false });
});

test('an ISO connection is only a guess: what it carries comes after', () => {
  const connect = tpkt(hex('11 e0 0000 0001 00 c1020100 c2020102 c0010a'));
  expect(named('tcp', 102, connect)).toEqual({ protocol: 'cotp', byContent: false });
});

test('does not guess against the content', () => {
  const binary = [0x00, 0x9c, 0x81, 0xfa, 0x17];
  expect(named('tcp', 25, binary)).toBeNull();
  expect(named('udp', 123, binary)).toBeNull();
  expect(named('tcp', 502, 'GET / HTTP/1.1\r\n')).toEqual({ protocol: 'http', byContent: true });
});

test('content wins over a port that would only be a guess', () => {
  expect(named('tcp', 443, 'SSH-2.0-Example_1\r\n')).toEqual({ protocol: 'ssh', byContent: true });
});

test('does not guess from the client side port', () => {
  const view = viewOf([0x00, 0x9c, 0x81, 0xfa, 0x17]);
  expect(hint('tcp', 48898, 9000, view, 0, 5)).toBeNull();
});

test('an empty payload is never named', () => {
  expect(hint('tcp', CLIENT, 22, viewOf([1, 2, 3]), 2, 2)).toBeNull();
});

test('no rule reads past the end, or minds what stands around the payload', () => {
  const contained = (bytes: Uint8Array) => {
    const exact = viewOf(bytes);
    const around = viewOf(new Uint8Array(9).fill(0xff), bytes, new Uint8Array(300).fill(0x30));
    const differing = RULES.filter(
      (rule) => rule.check(around, 9, 9 + bytes.length) !== rule.check(exact, 0, bytes.length),
    );
    expect(differing.map((rule) => rule.protocol)).toEqual([]);
  };
  for (const sample of SAMPLES) {
    const bytes = concat(sample.bytes);
    for (let length = 1; length <= bytes.length; length++) contained(bytes.slice(0, length));
  }
  const mutated = fc
    .tuple(fc.constantFrom(...SAMPLES), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }))
    .map(([sample, changes]) => {
      const bytes = concat(sample.bytes);
      for (const [position, value] of changes) bytes[position % bytes.length] = value;
      return bytes;
    });
  fc.assert(fc.property(mutated, contained), { numRuns: 1000 });
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), contained), { numRuns: 500 });
});

test('no rule is sure of noise, and only those tried on any port are ever sure', () => {
  const noise = fc.uint8Array({ minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(noise, (bytes) => {
      const view = viewOf(bytes);
      const sure = RULES.filter((rule) => rule.check(view, 0, bytes.length) === SURE);
      expect(sure.map((rule) => rule.protocol)).toEqual([]);
    }),
    { numRuns: 5000, seed: 1 },
  );
  for (const { bytes } of SAMPLES) {
    const view = viewOf(bytes);
    const sure = RULES.filter((rule) => rule.check(view, 0, view.byteLength) === SURE);
    expect(sure.filter((rule) => rule.anyPort === undefined)).toEqual([]);
  }
});

test('no rule is sure of what does not begin as it says', () => {
  const changes = fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 4 });
  let sure = 0;
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLES), changes, fc.nat(3), (sample, changed, more) => {
      const bytes = concat(sample.bytes, new Uint8Array(more));
      for (const [at, to] of changed) bytes[at % bytes.length] = to;
      const view = viewOf(bytes);
      for (const { anyPort, check, protocol } of RULES) {
        if (check(view, 0, bytes.length) !== SURE) continue;
        sure++;
        const table = signatureTable(anyPort === undefined ? [] : [anyPort]);
        expect([protocol, mayBegin(table, view, 0, bytes.length)]).toEqual([protocol, true]);
      }
    }),
    { numRuns: 5000 },
  );
  expect(sure).toBeGreaterThan(500);
});
