import { expect, test } from 'vitest';
import { decode } from '../../wire/decode.ts';
import { Packet } from '../../wire/packet.ts';
import { GATEWAY } from './cast/network.ts';
import { DESKTOPS } from './cast/office.ts';
import { ERP } from './cast/servers.ts';
import { Lan, type TimedFrame } from './lan.ts';
import { SITES } from './plan.ts';
import { Random } from './random.ts';
import { converse, knock, type Turn } from './tcp.ts';

const [CLIENT, COLLEAGUE] = DESKTOPS;

/** `vlan ttl flags length` of each segment. */
function segments(frames: Iterable<TimedFrame>): string[] {
  const packet = new Packet();
  return [...frames].map(({ frame }) => {
    decode(
      new DataView(frame.buffer, frame.byteOffset, frame.length),
      0,
      frame.length,
      frame.length,
      1,
      packet,
    );
    const names = [...'FSRPA'].filter((_, bit) => (packet.tcpFlags >> bit) & 1).join('');
    const length = packet.payloadDeclaredEnd - packet.payloadAt;
    return `${packet.vlan} ${packet.ttl} ${names} ${length}`;
  });
}

const HELLO: Turn[] = [
  { from: 'client', bytes: new Uint8Array(10) },
  { from: 'server', bytes: new Uint8Array(1500) },
];
const talk = (server: Parameters<typeof converse>[2]['server'], turns = HELLO, loss = 0) =>
  converse(new Lan(), new Random(1), { at: 0, client: CLIENT, server, port: 443, turns, loss });

test('a conversation on one VLAN: handshake, data, acknowledgements, end', () => {
  expect(segments(talk(COLLEAGUE))).toEqual([
    '10 128 S 0',
    '10 128 SA 0',
    '10 128 A 0',
    '10 128 PA 10',
    '10 128 A 1460',
    '10 128 PA 40',
    '10 128 A 0',
    '10 128 FA 0',
    '10 128 FA 0',
    '10 128 A 0',
  ]);
});

test('a routed conversation is seen on both VLANs, one hop less after the gateway', () => {
  const [before, after] = segments(talk(ERP));
  expect([before, after]).toEqual(['10 128 S 0', '30 127 S 0']);
  const [first, second] = [...talk(ERP)].map(({ frame }) => Buffer.from(frame).toString('hex'));
  const gateway = GATEWAY.mac.replaceAll(':', '');
  expect(first.slice(0, 12)).toBe(gateway);
  expect(second.slice(12, 24)).toBe(gateway);
});

test('the Internet side is not seen, and its packets come with fewer hops left', () => {
  const all = segments(talk(SITES[0]));
  expect(all.filter((text) => !text.startsWith('10 '))).toEqual([]);
  expect(all[1]).toBe('10 55 SA 0');
});

test('a lost segment is sent again after a while', () => {
  const frames = [...talk(SITES[0], [{ from: 'client', bytes: new Uint8Array(200) }], 1)];
  const [sent, again] = frames.filter(({ frame }) => frame.length > 200);
  expect(again.frame.subarray(38)).toEqual(sent.frame.subarray(38));
  expect(again.at - sent.at).toBeGreaterThan(200_000);
});

test('a closed port refuses, an open one is reset at once', () => {
  const knocking = { at: 0, client: CLIENT, server: COLLEAGUE, port: 80 };
  const knocked = (isOpen: boolean) =>
    segments(knock(new Lan(), new Random(1), { ...knocking, isOpen })).map((text) => text.split(' ')[2]);
  expect(knocked(false)).toEqual(['S', 'RA']);
  expect(knocked(true)).toEqual(['S', 'SA', 'R']);
});
