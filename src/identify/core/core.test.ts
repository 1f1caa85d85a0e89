import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORE, hashOf } from '../../../scripts/wasm-sources.mjs';
import { CLAIMED_ARP, CLAIMED_DHCP } from '../tables/layout.ts';
import { Core, type CoreProgram } from './core.ts';
import { CORE_SOURCE_SHA256 } from './core-bytes.ts';
import * as L from './program/layout.ts';

type Step = (program: CoreProgram) => unknown;

const word = fc.oneof(fc.constantFrom(0, -1, 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
/** Few, so that they come again: IPv4 private, public, loopback, group; the same of IPv6. */
const address = fc.oneof(
  fc
    .constantFrom(0x0a00_0001, 0x0a00_0002, 0xc0a8_0101, 0x0808_0808, 0x7f00_0001, 0xe000_00fb, -1)
    .map((w0) => [4, w0 | 0, 0, 0, 0] as const),
  fc
    .constantFrom(0xfe80_0000, 0xfd00_0000, 0x2001_0db8, 0xff02_0000)
    .chain((w0) => fc.tuple(fc.constant(6), fc.constant(w0 | 0), fc.nat(1), fc.nat(1), fc.nat(3))),
  fc.tuple(fc.constant(4), word, fc.constant(0), fc.constant(0), fc.constant(0)),
);
const mac = fc.tuple(fc.constantFrom(0, 2, 0x100, 0x0200, 0xffff, -1), fc.oneof(fc.nat(3), word));
const vlan = fc.constantFrom(-1, -1, 0, 7, 4094);
const time = fc.nat(1000).map((millis) => 1.7e15 + millis * 1000);
const packet = fc.integer({ min: 1, max: 5000 });
const total = fc.oneof(fc.constant(0), fc.nat(20));

const end = (side: number) =>
  fc
    .record({
      mac,
      packets: total,
      bytes: fc.nat(9000),
      first: time,
      last: time,
      ttl: fc.nat(255),
      flags: fc.nat(63),
    })
    .map((it) => ({ ...it, side }));

/** A conversation; half of its packets were told before in some. */
const conversation: fc.Arbitrary<Step> = fc
  .record({
    ends: fc.tuple(end(0), end(1)),
    from: address,
    to: address,
    hasIp: fc.boolean(),
    vlans: fc.tuple(vlan, vlan),
    protocol: fc.constantFrom(1, 6, 17),
    port: fc.constantFrom(53, 80, 443, 502, 33_500, 40_000),
    tunnel: fc.constantFrom(0, 0, 3),
    packet,
    service: fc.constantFrom(-2, -2, -1, 0, 5, 0x4003),
    wasTold: fc.boolean(),
  })
  .map((it) => (program) => {
    const version = it.hasIp ? it.from[0] : 0;
    for (const {
      side,
      mac: [high, low],
      packets,
      bytes,
      first,
      last,
      ttl,
      flags,
    } of it.ends) {
      const [, w0, w1, w2, w3] = side === 0 ? it.from : it.to;
      const left = it.wasTold ? Math.floor(packets / 2) : packets;
      program.end(side, high, low, w0, w1, w2, w3, packets, left, bytes, first, last, ttl, flags);
    }
    const hasPorts = version !== 0 && it.protocol !== 1 ? 1 : 0;
    const told = it.wasTold ? 1 : 0;
    const [inner, outer] = it.vlans;
    const { protocol, port, tunnel, service } = it;
    return program.fold(inner, outer, version, protocol, hasPorts, port, tunnel, 1, it.packet, service, told);
  });

const claim: fc.Arbitrary<Step> = fc
  .tuple(mac, address, vlan, fc.constantFrom(CLAIMED_ARP, CLAIMED_DHCP), time, packet)
  .map(
    ([[high, low], [version, w0, w1, w2, w3], on, flag, at, number]) =>
      (program) =>
        program.claim(high, low, version, w0, w1, w2, w3, on, flag, at, number),
  );

const arp: fc.Arbitrary<Step> = fc.tuple(mac, word, word, fc.nat(1), vlan, time, packet).map(
  ([[high, low], sender, target, isOwn, on, at, number]) =>
    (program) =>
      program.hearArp(high & 0xffff, low, sender, target, isOwn, on, at, number),
);

const question: fc.Arbitrary<Step> = fc.tuple(mac, address).map(
  ([[high, low], [version, w0, w1, w2, w3]]) =>
    (program) =>
      program.findMac(high, low) * 1000 + program.findAddress(version, w0, w1, w2, w3),
);

const step = fc.oneof({ weight: 4, arbitrary: conversation }, claim, arp, question);

describe('core', () => {
  it('is what its source says: run `node scripts/build-wasm.mjs` after a change', () => {
    expect(CORE.files.length).toBeGreaterThan(15);
    expect(hashOf(CORE)).toBe(CORE_SOURCE_SHA256);
  });

  it('does the same compiled and as it is, byte for byte, full tables included', () => {
    const limits = fc.record({
      maxMacs: fc.integer({ min: 1, max: 40 }),
      maxAddresses: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(
        limits,
        fc.array(step, { maxLength: 300 }),
        fc.integer({ min: 1, max: 60 }),
        (room, steps, written) => {
          const [compiled, asItIs] = [true, false].map((isCompiled) => {
            const core = new Core(room, isCompiled);
            let full = 0;
            core.ints[(L.PROBES + L.PROBE_LIMIT) / 4] = written;
            core.onProbesFull = () => {
              full++;
              core.ints[(L.PROBES + L.SIZE) / 4] = 0;
            };
            const said = steps.map((run) => run(core.program));
            const bytes = core.bytes.length;
            return { said, full, memory: Buffer.from(core.ints.buffer, 0, bytes) };
          });
          expect(compiled.said).toEqual(asItIs.said);
          expect(compiled.full).toBe(asItIs.full);
          const size = Math.min(compiled.memory.length, asItIs.memory.length);
          expect(compiled.memory.subarray(0, size).equals(asItIs.memory.subarray(0, size))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('refuses tables that are larger than it can have', () => {
    const limits = { maxMacs: 2 ** 23, maxAddresses: 2 ** 23 };
    expect(() => new Core(limits)).toThrow(
      /^tables for 8388608 MACs and 8388608 addresses: \d+ bytes, at most/,
    );
  });

  it('grows its tables', () => {
    const [compiled, asItIs] = [true, false].map((isCompiled) => {
      const core = new Core({ maxMacs: 5000, maxAddresses: 20_000 }, isCompiled);
      for (let n = 0; n < 20_000; n++) {
        core.program.claim(2, n % 5000, 4, Math.imul(n, 0x9e3779b1), 0, 0, 0, n % 3, CLAIMED_ARP, n, n + 1);
        core.program.seeAddress(6, n, n, n, n);
      }
      return core;
    });
    expect(compiled.size(L.INTERFACES)).toBe(5000);
    expect(compiled.size(L.IPV6S)).toBe(20_000);
    expect([...compiled.keys(L.BINDINGS)]).toEqual([...asItIs.keys(L.BINDINGS)]);
    for (let n = 0; n < 5000; n++) expect(compiled.program.findMac(2, n)).toBe(n);
  });
});
