/** Wrong tries by client address: so many, then one every so often. */
import { isIPv6 } from 'node:net';

export interface AddressLimit {
  /** How long to wait before the next try; 0: not at all. */
  waitMs(address: string): number;
  /** One was wrong. */
  wrong(address: string): void;
  readonly counters: { readonly addresses: number; readonly forgotten: number };
}

/** At once, and then one in `EVERY_MS`: a shared address has more than one clumsy person. */
const AT_ONCE = 30;
const EVERY_MS = 30_000;
const MOST_ADDRESSES = 10_000;

/** `now` in ms. An address is forgotten when its tries are all back, or when the table is full: the one heard of longest ago. */
export function createAddressLimit(now: () => number): AddressLimit {
  /** Until when the tries are paid for: each wrong one moves it by `EVERY_MS`. The one heard of last stands last. */
  const paidUntil = new Map<string, number>();
  let forgotten = 0;

  return {
    waitMs(address) {
      const until = paidUntil.get(placeOf(address)) ?? 0;
      return Math.max(0, until - now() - (AT_ONCE - 1) * EVERY_MS);
    },
    wrong(address) {
      const place = placeOf(address);
      const until = Math.max(paidUntil.get(place) ?? 0, now()) + EVERY_MS;
      paidUntil.delete(place);
      if (paidUntil.size >= MOST_ADDRESSES) {
        for (const [other, end] of paidUntil) if (end <= now()) paidUntil.delete(other);
        const [oldest] = paidUntil.keys();
        if (paidUntil.size >= MOST_ADDRESSES && oldest !== undefined) {
          paidUntil.delete(oldest);
          forgotten++;
        }
      }
      paidUntil.set(place, until);
    },
    get counters() {
      return { addresses: paidUntil.size, forgotten };
    },
  };
}

/** One customer of a provider has a /64 of IPv6: its addresses are one place. */
function placeOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head, tail] = address.split('%')[0].split('::');
  const groups = head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':');
}
