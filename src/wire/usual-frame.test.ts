import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures/frames.ts';
import { SAMPLES } from '../../test/fixtures/samples.ts';
import { decode, decodeLayers } from './decode.ts';
import { Packet } from './packet.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const V4 = { src: '192.0.2.1', dst: '192.0.2.2' };
const USUAL = [
  f.ethernet(B, A, 0x0800, f.ipv4({ ...V4, protocol: 17 }, f.udp(40000, 53, 'question and more than that'))),
  f.ethernet(
    B,
    A,
    0x0800,
    f.ipv4(
      { ...V4, protocol: 6 },
      f.tcp({ srcPort: 40000, dstPort: 80, flags: 2, options: [2, 4, 5, 0xb4] }),
    ),
  ),
  f.pad(
    f.ethernet(
      B,
      A,
      0x0800,
      f.ipv4({ ...V4, protocol: 6 }, f.tcp({ srcPort: 80, dstPort: 40000, flags: 16 })),
    ),
  ),
];
const FRAMES = [...USUAL, ...SAMPLES.filter(({ linkType }) => linkType === 1).map(({ frame }) => frame)];

/** Fields that are valid, per packet.ts; those valid only under another field are left out where it says so. */
function validFields(packet: Packet) {
  const {
    usual: _usual,
    tcpSeq,
    tcpAck,
    tcpWindow,
    ttl,
    fragmentId,
    pcp,
    dei,
    outerPcp,
    outerDei,
    innerTunnel,
    innerAt,
    innerEnd,
    innerDeclaredEnd,
    ...always
  } = packet;
  return {
    ...always,
    ...(packet.ipProtocol === 6 && packet.hasPorts === 1 ? { tcpSeq, tcpAck, tcpWindow } : {}),
    ...(packet.ipVersion === 0 ? {} : { ttl }),
    ...(packet.fragment === 0 ? {} : { fragmentId }),
    ...(packet.vlan < 0 ? {} : { pcp, dei }),
    ...(packet.outerVlan < 0 ? {} : { outerPcp, outerDei }),
    ...(packet.innerKind === 0 ? {} : { innerTunnel, innerAt, innerEnd, innerDeclaredEnd }),
  };
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

describe('usual frames', () => {
  it('are recognised', () => {
    for (const frame of USUAL) {
      const packet = new Packet();
      decode(view(frame), 0, frame.length, frame.length, 1, packet);
      expect(packet.usual).toBe(1);
    }
  });

  it('give what the decoders of their layers give, whatever came before, however damaged or cut', () => {
    const change = fc.record({ at: fc.nat(70), value: fc.nat(255) });
    const one = fc.record({
      frame: fc.constantFrom(...FRAMES),
      changes: fc.array(change, { maxLength: 3 }),
      cut: fc.nat(90),
      extra: fc.constantFrom(0, 0, 1, 40),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (sequence) => {
        const reused = new Packet();
        for (const { frame, changes, cut, extra } of sequence) {
          const bytes = frame.slice();
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          const end = Math.min(bytes.length, Math.max(cut, 1));
          const declaredEnd = end + extra;
          const fresh = new Packet();
          const outcome = decode(view(bytes), 0, end, declaredEnd, 1, reused);
          expect(outcome).toBe(decodeLayers(view(bytes), 0, end, declaredEnd, 1, fresh));
          expect(validFields(reused)).toEqual(validFields(fresh));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
