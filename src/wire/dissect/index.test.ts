import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf } from '../../../test/fixtures/dissect.ts';
import { type Bytes, concat, hex, ip, mac, u16 } from '../build/index.ts';
import { ETHER } from '../ethertypes.ts';
import { NEED_MORE } from './dissector.ts';
import { type Carrier, DISSECTORS, dissect, dissectorsFor, dissectPartial } from './index.ts';

const on = (carrier: Carrier, a: number, b: number, ...bytes: Bytes[]) => {
  const view = viewOf(...bytes);
  return dissect(carrier, a, b, view, 0, view.byteLength);
};

/** A TLS 1.0 hello of one cipher suite and no extensions. */
const HELLO = concat(
  hex('16 0301 002d 01 000029 0301'),
  new Uint8Array(32),
  [0],
  u16(2),
  u16(0x002f),
  [1, 0],
);
const REQUEST = 'GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n';
const ARP = concat(
  hex('0001 0800 06 04 0001'),
  mac('00:00:5e:00:53:01'),
  ip('192.0.2.1'),
  mac('00:00:00:00:00:00'),
  ip('192.0.2.2'),
);

test('finds a protocol on its port and on any other', () => {
  for (const port of [443, 8443, 12345])
    expect(on('tcp', 50000, port, HELLO)).toMatchObject({ protocol: 'tls' });
  for (const port of [80, 8081, 443]) {
    expect(on('tcp', port, 50000, REQUEST)).toMatchObject({
      protocol: 'http',
      message: { host: 'shop.example' },
    });
  }
});

test('believes a port only as far as the bytes read', () => {
  expect(on('tcp', 50000, 443, 'SSH-2.0-Example\r\n')).toBeNull();
  expect(on('udp', 50000, 53, [1])).toBeNull();
  expect(on('tcp', 50000, 443, [])).toBeNull();
});

test('asks for more of a stream that begins well', () => {
  expect(on('tcp', 50000, 443, HELLO.slice(0, 30))).toBe(NEED_MORE);
  expect(on('tcp', 50000, 8081, REQUEST.slice(0, 20))).toBe(NEED_MORE);
});

test('gives what could be read when there is no more', () => {
  const cut = viewOf('GET / HTTP/1.1\r\nUser-Agent: Agent/1.0\r\nHos');
  expect(dissectPartial(cut, 0, cut.byteLength)).toMatchObject({ message: { userAgent: 'Agent/1.0' } });
  expect(dissectPartial(viewOf([1, 2, 3]), 0, 3)).toBeNull();
});

test('reads what a link carries by its ethertype alone', () => {
  expect(on('ether', ETHER.arp, ETHER.arp, ARP)).toMatchObject({ protocol: 'arp' });
  expect(on('ether', ETHER.lldp, ETHER.lldp, ARP)).toBeNull();
  expect(on('ether', ETHER.ipx, ETHER.ipx, ARP)).toBeNull();
});

test('lists every dissector once, under each of its ports', () => {
  const names = DISSECTORS.map((dissector) => dissector.protocol);
  expect(new Set(names).size).toBe(names.length);
  for (const dissector of DISSECTORS) {
    for (const carrier of ['udp', 'tcp', 'ether', 'icmpv6'] as const) {
      for (const port of dissector.over[carrier] ?? []) {
        expect(dissectorsFor(carrier, port).map((found) => found.protocol)).toContain(dissector.protocol);
      }
    }
  }
});

test('takes any bytes on any port, and reads none beyond their end', () => {
  const ports = DISSECTORS.flatMap((dissector) => Object.values(dissector.over).flat());
  const carriers = fc.constantFrom('udp' as const, 'tcp' as const, 'ether' as const, 'icmpv6' as const);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      carriers,
      fc.constantFrom(...ports, 40000),
      (bytes, carrier, port) => {
        const alone = on(carrier, 50000, port, bytes);
        const around = viewOf(new Uint8Array(5).fill(0xff), bytes, new Uint8Array(300).fill(0x20));
        expect(dissect(carrier, 50000, port, around, 5, 5 + bytes.length)).toEqual(alone);
      },
    ),
    { numRuns: 3000 },
  );
});
