import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../test/fixtures/samples.ts';
import { decode, decodeInner } from './decode.ts';
import { LAYER_NAMES } from './layers.ts';
import { MALFORMED, OK, TRUNCATED } from './outcome.ts';
import { INNER_QUOTED, Packet } from './packet.ts';

/**
 * Decodes to the last tunnel in a buffer that ends right where the capture does: a read past the end throws.
 * Returns the first outcome that is not OK.
 */
function decodeAll(bytes: Uint8Array, captured: number, declared: number, linkType: number) {
  const packet = new Packet();
  const exact = bytes.slice(0, captured);
  const view = new DataView(exact.buffer, 0, captured);
  let outcome = decode(view, 0, captured, declared, linkType, packet);
  for (let depth = 0; packet.innerKind !== 0 && packet.innerKind !== INNER_QUOTED && depth < 8; depth++) {
    const before = packet.innerAt;
    expect(packet.innerEnd).toBeLessThanOrEqual(captured);
    const inner = decodeInner(view, packet);
    if (packet.innerKind !== 0) expect(packet.innerAt).toBeGreaterThan(before);
    if (outcome === OK) outcome = inner;
  }
  expect(packet.payloadEnd).toBeLessThanOrEqual(captured);
  expect(packet.layer).toBeLessThan(LAYER_NAMES.length);
  return { outcome, packet };
}

describe('decode', () => {
  it.each(SAMPLES)('reads a whole $name frame', ({ frame, linkType }) => {
    expect(decodeAll(frame, frame.length, frame.length, linkType).outcome).toBe(OK);
  });

  it.each(SAMPLES)(
    'calls every cut of $name by a snap length truncated, or reads what is there',
    (sample) => {
      for (let captured = 0; captured < sample.frame.length; captured++) {
        const { outcome } = decodeAll(sample.frame, captured, sample.frame.length, sample.linkType);
        expect([OK, TRUNCATED]).toContain(outcome);
        if (captured === 0) expect(outcome).toBe(TRUNCATED);
      }
    },
  );

  it.each(SAMPLES)('survives $name frames that are really that short', (sample) => {
    for (let length = 0; length < sample.frame.length; length++) {
      const { outcome } = decodeAll(sample.frame, length, length, sample.linkType);
      expect([OK, MALFORMED]).toContain(outcome);
    }
  });

  it('keeps what stands before the cut', () => {
    const frame = SAMPLES[1].frame;
    const { packet, outcome } = decodeAll(frame, 14 + 20 + 4, frame.length, 1);
    expect(outcome).toBe(TRUNCATED);
    expect([packet.src0 >>> 0, packet.srcPort, packet.dstPort]).toEqual([0xc0000201, 40000, 80]);
  });

  it('never throws nor reads past the end, whatever the bytes', () => {
    const linkTypes = fc.constantFrom(0, 1, 9, 12, 14, 50, 101, 104, 107, 108, 113, 228, 229, 276, 999);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), linkTypes, fc.nat(100), (bytes, linkType, extra) => {
        decodeAll(bytes, bytes.length, bytes.length + extra, linkType);
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws nor reads past the end on damaged frames', () => {
    const change = fc.record({ at: fc.nat(199), value: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLES),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat(200),
        fc.nat(60),
        (sample, changes, cut, extra) => {
          const bytes = sample.frame.slice();
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          const captured = Math.min(bytes.length, cut);
          decodeAll(bytes, captured, captured + extra, sample.linkType);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['VN-Tags', [0x89, 0x26], [0, 0, 0, 0, 0x89, 0x26]],
    ['E-TAGs', [0x89, 0x3f], [0, 0, 0, 0, 0, 0, 0x89, 0x3f]],
    ['VLAN tags', [0x88, 0xa8], [0, 1, 0x88, 0xa8]],
    ['MACsec tags', [0x88, 0xe5], [0, 0, 0, 0, 0, 1, 0x88, 0xe5]],
    ['802.3 and SNAP headers', [0x81, 0], [0, 1, 5, 0xdc, 0xaa, 0xaa, 3, 0, 0, 0, 0x81, 0]],
    ['MPLS labels', [0x88, 0x47], [0, 1, 0, 64]],
    ['authentication headers', [8, 0, ...ipv4Of(51)], [51, 0, 0, 0, 0, 0, 0, 0]],
    [
      'IPv6 extension headers',
      [0x86, 0xdd, 0x60, 0, 0, 0, 0, 0, 60, 64, ...Array(32).fill(1)],
      [60, 0, 0, 0, 0, 0, 0, 0],
    ],
    ['IP packets in one another', [8, 0, ...ipv4Of(4)], ipv4Of(4)],
  ])('reads the longest frame there can be, nothing but %s, without a deep stack', (_name, start, unit) => {
    const frame = new Uint8Array(262_144);
    frame.set(start, 12);
    for (let at = 12 + start.length; at + unit.length <= frame.length; at += unit.length) frame.set(unit, at);
    decodeAll(frame, frame.length, frame.length, 1);
    decodeAll(frame.subarray(0, 65_535 + 14), 65_535 + 14, 65_535 + 14, 1);
  });

  it('gives the same answer in the middle of a larger buffer, whatever lies around', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.uint8Array({ maxLength: 40 }), (sample, around) => {
        const buffer = new Uint8Array(around.length * 2 + sample.frame.length);
        buffer.set(around, 0);
        buffer.set(sample.frame, around.length);
        buffer.set(around, around.length + sample.frame.length);
        const inside = new Packet();
        const end = around.length + sample.frame.length;
        decode(new DataView(buffer.buffer), around.length, end, end, sample.linkType, inside);
        const alone = decodeOuter(sample.frame, sample.linkType);
        expect(inside.src0).toBe(alone.src0);
        expect(inside.ipProtocol).toBe(alone.ipProtocol);
        expect(inside.payloadAt - around.length).toBe(alone.payloadAt);
        expect(inside.etherType).toBe(alone.etherType);
      }),
    );
  });
});

/** An IPv4 header that reaches to the end of its frame (total length 0). */
function ipv4Of(protocol: number): number[] {
  return [0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2];
}

function decodeOuter(frame: Uint8Array, linkType: number): Packet {
  const packet = new Packet();
  decode(
    new DataView(frame.buffer, frame.byteOffset, frame.length),
    0,
    frame.length,
    frame.length,
    linkType,
    packet,
  );
  return packet;
}
