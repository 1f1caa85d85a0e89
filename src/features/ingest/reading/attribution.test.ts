import { describe, expect, it } from 'vitest';
import { conversation } from '../../../../test/fixtures/telemetry.ts';
import type { OwnerOf } from '../../analyze/analysis/device-of.ts';
import { attribute } from './attribution.ts';

const HOMES: Readonly<Record<string, { device: string; vlan: number | null }>> = {
  '192.0.2.1': { device: 'pc', vlan: 10 },
  '192.0.2.9': { device: 'printer', vlan: 10 },
  '198.51.100.2': { device: 'server', vlan: 30 },
};
const ownerOf: OwnerOf = ({ ip }) => HOMES[ip ?? ''] ?? null;
const seen = (src: string, dst: string, vlan: number | null) =>
  attribute(
    conversation(0, {
      src: { mac: null, ip: src, port: 50_000 },
      dst: { mac: null, ip: dst, port: 445 },
      vlan,
    }),
    ownerOf,
  );

describe('attribution', () => {
  it('counts a pair on one VLAN there', () => {
    const { conversation, traffic } = seen('192.0.2.1', '192.0.2.9', 10);
    expect(conversation).toMatchObject({ srcDevice: 'pc', dstDevice: 'printer' });
    expect(conversation).toMatchObject({ srcRouted: false, dstRouted: false });
    expect(traffic).toEqual({
      ...{ srcDevice: 'pc', dstDevice: 'printer' },
      ...{ pairSrc: 'pc', pairDst: 'printer', pairDstVlan: 10 },
    });
  });

  it('counts a routed pair where the initiator is at home, and each device on its own VLAN', () => {
    const near = seen('192.0.2.1', '198.51.100.2', 10);
    expect(near.conversation).toEqual({
      ...{ srcDevice: 'pc', dstDevice: 'server', srcRouted: false, dstRouted: true },
    });
    expect(near.traffic).toEqual({
      ...{ srcDevice: 'pc', dstDevice: null },
      ...{ pairSrc: 'pc', pairDst: 'server', pairDstVlan: 30 },
    });
    const far = seen('192.0.2.1', '198.51.100.2', 30);
    expect(far.conversation).toEqual({
      ...{ srcDevice: 'pc', dstDevice: 'server', srcRouted: true, dstRouted: false },
    });
    expect(far.traffic).toEqual({
      ...{ srcDevice: null, dstDevice: 'server' },
      ...{ pairSrc: null, pairDst: null, pairDstVlan: null },
    });
  });

  it('counts no pair with nobody, nor on a VLAN in between', () => {
    const none = { pairSrc: null, pairDst: null, pairDstVlan: null };
    expect(seen('192.0.2.1', '203.0.113.5', 10).traffic).toEqual({
      ...{ srcDevice: 'pc', dstDevice: null, ...none },
    });
    expect(seen('203.0.113.5', '192.0.2.1', 10).traffic).toMatchObject(none);
    expect(seen('192.0.2.1', '198.51.100.2', 99).traffic).toEqual({
      ...{ srcDevice: null, dstDevice: null, ...none },
    });
  });
});
