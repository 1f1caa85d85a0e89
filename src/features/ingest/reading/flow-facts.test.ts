/** Rows made from the flow table's record are, byte for byte, those made from the conversation as analyses give it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowView } from '../../../model/flow-view.ts';
import { createRowEncoder } from '../../../store/telemetry/writes/encoded.ts';
import { TUNNEL_NAMES } from '../../../wire/packet.ts';
import { conversationWriter } from '../../analyze/analysis/conversation-writer.ts';
import type { OwnerOf } from '../../analyze/analysis/device-of.ts';
import { PacketNumbers } from '../../analyze/analysis/packet-numbers.ts';
import { attribute } from './attribution.ts';
import { flowFacts } from './flow-facts.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const count = fc.oneof(fc.nat(2000), fc.maxSafeInteger().map(Math.abs));
const mac = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 48 - 1 }));
const vlan = fc.integer({ min: -1, max: 4095 });
const flag = fc.constantFrom(0, 1);
const text = fc.option(
  fc.oneof(fc.constantFrom('tls', 'http'), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
);
/** Around now, around the edges of what the store holds, and what hostile captures carry. */
const instant = fc.oneof(
  fc.integer({ min: 1_767_225_600e6, max: 1_767_312_000e6 }),
  fc.integer({ min: -2_208_988_800e6 - 5, max: -2_208_988_800e6 + 5 }),
  fc.integer({ min: 10_413_792_000e6 - 5, max: 10_413_792_000e6 + 5 }),
  fc.integer({ min: -9e15, max: 9e15 }),
  fc.double({ min: 0, max: 1_767_312_000e6, noNaN: true }),
);

const view = fc
  .record({
    ...{ srcMac: mac, dstMac: mac, vlan, outerVlan: vlan },
    ...{ etherType: fc.constantFrom(0, 0x0800, 0x0806, 0x88cc, 0x1234), ipVersion: fc.constantFrom(0, 4, 6) },
    ...{ ipProtocol: fc.constantFrom(-1, 1, 6, 17, 253) },
    ...{ src0: word, src1: word, src2: word, src3: word, dst0: word, dst1: word, dst2: word, dst3: word },
    ...{ srcPort: fc.nat(65_535), dstPort: fc.nat(65_535), hasPorts: flag },
    ...{ tunnel: fc.nat(TUNNEL_NAMES.length - 1) },
    ...{ packets: count, bytes: count, packetsBack: fc.oneof(fc.constant(0), count), bytesBack: count },
    ...{ firstSeen: instant, lastSeen: instant, firstSeenBack: instant, lastSeenBack: instant },
    ...{
      minBytes: fc.nat(9000),
      maxBytes: fc.nat(9000),
      minBytesBack: fc.nat(9000),
      maxBytesBack: fc.nat(9000),
    },
    ...{ tcpFlags: fc.nat(511), tcpFlagsBack: fc.nat(511), syn: fc.nat(9), synBack: fc.nat(9) },
    ...{ rst: fc.nat(9), finBack: fc.nat(9), retransmissions: fc.nat(99), retransmissionsBack: fc.nat(99) },
    ...{ handshakeRtt: fc.oneof(fc.constant(-1), fc.nat(10_000_000)), app: text, serverName: text },
    firstPacket: fc.integer({ min: 1, max: 1e9 }),
  })
  .map((fields) => Object.assign(new FlowView(), fields));

const owners: Record<string, OwnerOf> = {
  nobody: () => null,
  everybody: ({ mac, ip }, vlan) => ({ device: `mac-${mac} ip-${ip}`, vlan }),
  'those who are routed': ({ ip }) => ({ device: `ip-${ip}`, vlan: 7 }),
};
const numbers = new PacketNumbers();
numbers.begin(0);
const lines = (body: Uint8Array) => Buffer.from(body).toString();

describe('rows of a conversation', () => {
  for (const [whose, ownerOf] of Object.entries(owners)) {
    it(`are the same from the flow table and from the analysis, when it is of ${whose}`, () => {
      fc.assert(
        fc.property(fc.array(view, { minLength: 1, maxLength: 8 }), instant, (views, minute) => {
          const direct = createRowEncoder('acme', 'c-1');
          const told = createRowEncoder('acme', 'c-1');
          const write = conversationWriter(numbers);
          views.forEach((view, row) => {
            const volume = { minute, packets: 1, bytes: row, packetsBack: 2 ** 40, bytesBack: 0 };
            const facts = flowFacts(view, row, numbers, ownerOf);
            direct.flow(view, facts);
            direct.volume(view, facts, volume);
            const found = write(view);
            const { conversation, traffic } = attribute(found, ownerOf);
            told.conversation({ ...found, ...conversation, row });
            const { protocol, appProtocol, vlan } = found;
            told.traffic({ ...volume, conversation: row, ...traffic, protocol, appProtocol, vlan });
          });
          const expected = told.take(1);
          const got = direct.take(1);
          expect(got.map(({ body }) => lines(body))).toEqual(expected.map(({ body }) => lines(body)));
          expect(got.map(({ rows }) => rows)).toEqual(expected.map(({ rows }) => rows));
        }),
        { numRuns: 300 },
      );
    });
  }
});
