import { formatMicros, type Micros } from '../base/time.ts';
import type { DeviceAddress } from '../model/analysis.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';

interface Where {
  readonly addresses: Addresses;
  readonly bindings: Bindings;
}

/** The addresses of bindings, sorted by address, then VLAN. */
export function listAddresses(own: readonly number[], { addresses, bindings }: Where): DeviceAddress[] {
  const sorted =
    own.length < 2
      ? own
      : [...own].sort(
          (a, b) =>
            addresses.compare(bindings.addressOf(a), bindings.addressOf(b)) ||
            bindings.vlanOf(a) - bindings.vlanOf(b),
        );
  return sorted.map((id) => ({
    ip: addresses.text(bindings.addressOf(id)),
    vlan: bindings.vlanOf(id) < 0 ? null : bindings.vlanOf(id),
    firstSeen: sharedText(bindings.first[id]),
    lastSeen: sharedText(bindings.last[id]),
  }));
}

/** The address that is listed first, `null` when there is none: found without making the list. */
export function firstAddress(own: readonly number[], { addresses, bindings }: Where): string | null {
  if (own.length === 0) return null;
  let first = bindings.addressOf(own[0]);
  for (let at = 1; at < own.length; at++) {
    const address = bindings.addressOf(own[at]);
    if (addresses.compare(address, first) < 0) first = address;
  }
  return addresses.text(first);
}

/** How many distinct addresses the bindings have. */
export function countAddresses(own: readonly number[], { bindings }: Where): number {
  return own.length < 2 ? own.length : new Set(own.map((id) => bindings.addressOf(id))).size;
}

/** The instants written last and their texts: those of the device at hand. */
const recentInstants = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
const recentTexts = ['', '', '', ''];
let oldest = 0;

/**
 * The instant as text, which a device often shares with its only address: then it is written and kept once. A text
 * takes two hundred bytes until it is used.
 */
export function sharedText(at: Micros): string {
  const known = recentInstants.indexOf(at);
  if (known >= 0) return recentTexts[known];
  const text = formatMicros(at);
  recentInstants[oldest] = at;
  recentTexts[oldest] = text;
  oldest = (oldest + 1) % recentTexts.length;
  return text;
}
