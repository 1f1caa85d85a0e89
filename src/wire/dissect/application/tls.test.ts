import { expect, test } from 'vitest';
import { dissect, expectRefusesNoise, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat, u8, u16, u24 } from '../../build/index.ts';
import { NEED_MORE } from '../dissector.ts';
import { tls } from './tls.ts';

const vector8 = (value: Bytes) => concat(u8(concat(value).length), value);
const vector16 = (value: Bytes) => concat(u16(concat(value).length), value);
const extension = (type: number, value: Bytes) => concat(u16(type), vector16(value));
const serverName = (name: string) => extension(0, vector16(concat([0], vector16(name))));
const alpn = (...names: string[]) => extension(16, vector16(concat(...names.map((name) => vector8(name)))));
const GREASE = extension(0x2a2a, []);
const VERSIONS = extension(43, vector8([0x1a, 0x1a, 0x03, 0x04, 0x03, 0x03]));
const PADDING = extension(21, new Uint8Array(200));

function clientHello(extensions: Bytes): Uint8Array {
  return concat(
    u16(0x0303),
    new Uint8Array(32).fill(0x11),
    vector8(new Uint8Array(32).fill(0x22)),
    vector16([0x0a, 0x0a, 0x13, 0x01, 0xc0, 0x2b]),
    vector8([0]),
    vector16(extensions),
  );
}
const handshake = (type: number, body: Bytes) => concat(u8(type), u24(concat(body).length), body);
const record = (body: Bytes, version = 0x0301) => concat([22], u16(version), vector16(body));

const EXTENSIONS = concat(GREASE, serverName('shop.example'), alpn('h2', 'http/1.1'), VERSIONS, PADDING);
const HELLO = record(handshake(1, clientHello(EXTENSIONS)));
const SERVER_HELLO = record(
  handshake(
    2,
    concat(
      u16(0x0303),
      new Uint8Array(32),
      vector8(new Uint8Array(32)),
      u16(0x1301),
      [0],
      vector16(extension(43, u16(0x0304))),
    ),
  ),
  0x0303,
);
/** Length with the high bit, V2 CLIENT-HELLO, TLS 1.0, one cipher spec, no session, a challenge of 16. */
const SSLV2 = concat(
  u16(0x8000 + 28),
  [1],
  u16(0x0301),
  u16(3),
  u16(0),
  u16(16),
  [0, 0, 0x2f],
  new Uint8Array(16),
);

test('reads server name, ALPN, versions and ciphers of a hello, GREASE left out', () => {
  expect(dissect(tls, HELLO)).toEqual({
    kind: 'client-hello',
    version: 0x0304,
    versions: [0x0304, 0x0303],
    ciphers: [0x1301, 0xc02b],
    serverName: 'shop.example',
    alpn: ['h2', 'http/1.1'],
    sslv2: false,
    complete: true,
  });
});

test('puts a hello together from several handshake records', () => {
  const whole = handshake(1, clientHello(EXTENSIONS));
  const cuts = [0, 1, 3, 60, 150, whole.length];
  const records = cuts.slice(1).map((end, i) => record(whole.slice(cuts[i], end)));
  expect(dissect(tls, ...records)).toEqual(dissect(tls, HELLO));
});

test('answers as soon as server name and ALPN are read, and asks for more before', () => {
  const read = (length: number) => tls.read(viewOf(HELLO.slice(0, length)), 0, length);
  const alpnEnd = HELLO.length - PADDING.length - VERSIONS.length;
  for (let length = 1; length < alpnEnd; length++) expect(read(length)).toBe(NEED_MORE);
  expect(read(alpnEnd)).toMatchObject({
    serverName: 'shop.example',
    alpn: ['h2', 'http/1.1'],
    complete: false,
  });
});

test('gives what there is of a hello whose rest was cut off', () => {
  const length = HELLO.length - PADDING.length - VERSIONS.length - 1;
  expect(tls.readPartial(viewOf(HELLO), 0, length)).toMatchObject({
    serverName: 'shop.example',
    alpn: [],
    complete: false,
  });
});

test('takes a hello without extensions for what it is', () => {
  const body = clientHello([]).slice(0, -2);
  expect(dissect(tls, record(handshake(1, body), 0x0300))).toMatchObject({
    version: 0x0303,
    serverName: null,
    complete: true,
  });
});

test('reads the version and cipher a server chose', () => {
  expect(dissect(tls, SERVER_HELLO)).toEqual({
    kind: 'server-hello',
    version: 0x0304,
    cipher: 0x1301,
    alpn: [],
    complete: true,
  });
});

test('recognises a hello in an SSLv2 record', () => {
  expect(tls.detect(viewOf(SSLV2), 0, SSLV2.length)).toBe(true);
  expect(dissect(tls, SSLV2)).toMatchObject({
    version: 0x0301,
    ciphers: [0x2f],
    sslv2: true,
    complete: true,
  });
});

test('refuses hellos whose lengths contradict each other, and other records', () => {
  const read = (bytes: Uint8Array) => tls.read(viewOf(bytes), 0, bytes.length);
  const sessionTooLong = concat(
    u16(0x0303),
    new Uint8Array(32),
    vector8(new Uint8Array(33)),
    new Uint8Array(8),
  );
  expect(read(record(handshake(1, sessionTooLong)))).toBeNull();
  const body = clientHello(serverName('shop.example'));
  body[body.length - serverName('shop.example').length - 1] += 1;
  expect(read(record(handshake(1, body)))).toBeNull();
  expect(read(concat([23], u16(0x0303), vector16(new Uint8Array(40))))).toBeNull();
  const interrupted = concat(record(HELLO.slice(5, 60)), [21], u16(0x0301), vector16([2, 40]));
  expect(read(interrupted)).toBeNull();
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(tls, [HELLO, SERVER_HELLO, SSLV2]);
  expectRefusesNoise(tls);
});
