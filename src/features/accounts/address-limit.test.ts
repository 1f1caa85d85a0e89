import { describe, expect, it } from 'vitest';
import { createAddressLimit } from './address-limit.ts';

function make() {
  const at = { ms: 1_000_000 };
  return { at, limit: createAddressLimit(() => at.ms) };
}

describe('wrong tries from an address', () => {
  it('are thirty at once, then one every 30 seconds', () => {
    const { at, limit } = make();
    for (let i = 0; i < 30; i++) {
      expect(limit.waitMs('192.0.2.1')).toBe(0);
      limit.wrong('192.0.2.1');
    }
    expect(limit.waitMs('192.0.2.1')).toBe(30_000);
    expect(limit.waitMs('192.0.2.2')).toBe(0);
    at.ms += 30_000;
    expect(limit.waitMs('192.0.2.1')).toBe(0);
    limit.wrong('192.0.2.1');
    expect(limit.waitMs('192.0.2.1')).toBe(30_000);
    at.ms += 30 * 30_000;
    expect(limit.waitMs('192.0.2.1')).toBe(0);
  });

  it('of one IPv6 network are of one place', () => {
    const { limit } = make();
    for (let i = 0; i < 30; i++) limit.wrong(`2001:db8:0:1::${i.toString(16)}`);
    expect(limit.waitMs('2001:db8::1:ffff:0:0:1')).toBeGreaterThan(0);
    expect(limit.waitMs('2001:db8:0:2::1')).toBe(0);
  });

  it('are kept for 10,000 addresses, and what is forgotten is counted', () => {
    const { limit, at } = make();
    for (let i = 0; i < 10_100; i++) limit.wrong(`10.0.${i >> 8}.${i & 255}`);
    expect(limit.counters).toEqual({ addresses: 10_000, forgotten: 100 });
    at.ms += 31_000;
    limit.wrong('192.0.2.1');
    expect(limit.counters).toEqual({ addresses: 1, forgotten: 100 });
  });
});
