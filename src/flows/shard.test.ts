import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoded } from '../../test/fixtures/decoded.ts';
import * as f from '../../test/fixtures/frames.ts';
import { SAMPLES } from '../../test/fixtures/samples.ts';
import { DECODE_FIRST, peekShard, shardOf } from './shard.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';

function expectAgreement(frame: Uint8Array, captured: number, linkType: number): number {
  const { packet, view } = decoded(frame, linkType, captured);
  const peeked = peekShard(view, 0, captured, linkType, 4);
  if (peeked !== DECODE_FIRST) {
    expect(peeked).toBe(shardOf(packet, 4));
    if (peeked !== 0) expect(packet.innerKind).toBe(0);
    expect(packet.fragment).toBe(0);
  }
  return peeked;
}

describe('shards', () => {
  it('peeks what decoding would find, on every frame cut anywhere', () => {
    for (const { frame, linkType } of SAMPLES) {
      for (let captured = 0; captured <= frame.length; captured++) expectAgreement(frame, captured, linkType);
    }
  });

  it('peeks what decoding would find, on damaged frames', () => {
    const change = fc.record({ at: fc.nat(60), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(change, { maxLength: 4 }), (sample, changes) => {
        const bytes = sample.frame.slice();
        for (const { at, value } of changes) bytes[at % bytes.length] = value;
        expectAgreement(bytes, bytes.length, sample.linkType);
      }),
      { numRuns: 5000 },
    );
  });

  it('puts both directions of a conversation in one shard, and conversations in all', () => {
    const used = new Set<number>();
    for (let port = 2000; port < 2100; port++) {
      const there = f.ipv4(
        { src: '192.0.2.1', dst: '192.0.2.2', protocol: 6 },
        f.tcp({ srcPort: port, dstPort: 80 }),
      );
      const back = f.ipv4(
        { src: '192.0.2.2', dst: '192.0.2.1', protocol: 6 },
        f.tcp({ srcPort: 80, dstPort: port }),
      );
      const shard = expectAgreement(f.ethernet(B, A, 0x0800, there), 14 + there.length, 1);
      expect(expectAgreement(f.ethernet(A, B, 0x0800, back), 14 + back.length, 1)).toBe(shard);
      used.add(shard);
    }
    expect([...used].sort()).toEqual([0, 1, 2, 3]);
  });

  it('keeps identity services and everything without ports in the first', () => {
    const frames = [
      f.ethernet(
        B,
        A,
        0x0800,
        f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(40000, 53)),
      ),
      f.ethernet(
        B,
        A,
        0x0800,
        f.ipv4({ src: '192.0.2.1', dst: '192.0.2.9', protocol: 1 }, f.icmp(8, 0, 'x')),
      ),
    ];
    for (const frame of frames) expect(shardOf(decoded(frame).packet, 4)).toBe(0);
  });
});
