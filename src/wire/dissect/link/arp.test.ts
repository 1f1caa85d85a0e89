import { expect, test } from 'vitest';
import { dissect, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { parseIpv4 } from '../../../base/ip.ts';
import { concat, ip, mac, u16 } from '../../build/index.ts';
import { arp } from './arp.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const NOBODY = '00:00:00:00:00:00';

/** RFC 826: hardware, protocol, lengths, operation, the two pairs. */
function packet(operation: number, pairs: [string, string, string, string], hardware = 1): Uint8Array {
  const [senderMac, senderIp, targetMac, targetIp] = pairs;
  return concat(
    u16(hardware),
    u16(0x0800),
    [6, 4],
    u16(operation),
    mac(senderMac),
    ip(senderIp),
    mac(targetMac),
    ip(targetIp),
  );
}
const REPLY = packet(2, [A, '192.0.2.1', B, '192.0.2.2']);

test('reads a reply, padding and all', () => {
  expect(dissect(arp, REPLY, new Uint8Array(18))).toEqual({
    operation: 'reply',
    senderMac: 0x00005e005301,
    senderIp: (parseIpv4('192.0.2.1') ?? 0) | 0,
    targetMac: 0x00005e005302,
    targetIp: (parseIpv4('192.0.2.2') ?? 0) | 0,
    probe: false,
    gratuitous: false,
  });
});

test('tells probes and announcements from questions', () => {
  const read = (senderIp: string, targetIp: string) =>
    dissect(arp, packet(1, [A, senderIp, NOBODY, targetIp]));
  expect(read('192.0.2.1', '192.0.2.2')).toMatchObject({ probe: false, gratuitous: false });
  expect(read('0.0.0.0', '192.0.2.2')).toMatchObject({ probe: true, gratuitous: false });
  expect(read('192.0.2.1', '192.0.2.1')).toMatchObject({ probe: false, gratuitous: true });
  expect(read('0.0.0.0', '0.0.0.0')).toMatchObject({ probe: false, gratuitous: false });
});

test('reads RARP', () => {
  expect(dissect(arp, packet(3, [A, '0.0.0.0', A, '0.0.0.0'])).operation).toBe('rarp-request');
  expect(dissect(arp, packet(4, [A, '192.0.2.1', B, '192.0.2.2'])).operation).toBe('rarp-reply');
});

test('refuses other hardware, other operations and what is cut', () => {
  const read = (bytes: Uint8Array) => arp.read(viewOf(bytes), 0, bytes.length);
  expect(read(packet(2, [A, '192.0.2.1', B, '192.0.2.2'], 24))).toBeNull();
  expect(read(packet(9, [A, '192.0.2.1', B, '192.0.2.2']))).toBeNull();
  expect(read(REPLY.slice(0, 27))).toBeNull();
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(arp, [REPLY]);
});
