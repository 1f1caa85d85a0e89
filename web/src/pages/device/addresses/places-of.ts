import { millis } from '../../../i18n/format.ts';
import type { DeviceDetail } from '../../../nouns/devices/device.ts';

interface Bar {
  /** Shares of the whole width. */
  readonly left: number;
  readonly width: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface Places {
  /** Milliseconds: the first and the last time any of them was held. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly {
    readonly ip: string;
    readonly vlan: number | null;
    readonly bars: readonly Bar[];
  }[];
}

/** Intervals as bars over one common time. */
export function placesOf(addresses: DeviceDetail['addresses']): Places {
  const all = addresses.flatMap(({ intervals }) => intervals);
  const from = Math.min(...all.map(({ firstSeen }) => millis(firstSeen)));
  const to = Math.max(...all.map(({ lastSeen }) => millis(lastSeen)));
  const span = Math.max(to - from, 1);
  return {
    from,
    to,
    lines: addresses.map(({ ip, vlan, intervals }) => ({
      ip,
      vlan,
      bars: intervals.map(({ firstSeen, lastSeen }) => ({
        left: (millis(firstSeen) - from) / span,
        width: (millis(lastSeen) - millis(firstSeen)) / span,
        firstSeen,
        lastSeen,
      })),
    })),
  };
}
