import type { Mac } from '../../base/mac.ts';
import type { FlowView } from '../../model/flow-view.ts';

/** A power of two. A station has two places side by side to lie in. */
const PLACES = 32_768;
/**
 * Words of a place: two of the MAC, the second with the version of IP and the VLAN; four of the address; then what they are
 * known as. Eight, so that a place lies in one line of the processor's cache.
 */
const WORDS = 8;

/** Words behind what `find` returns. */
export const STATION_OWNER = 6;
/** Binding + 1: 0 while nobody told what the station is known as. */
export const STATION_BINDING = 7;

/**
 * Ends of conversations seen last: a MAC with an IP address on a VLAN, and their numbers in the tables. Nothing is known
 * here only: it spares the search in four tables for an end that comes again, as nearly all do.
 */
export class Stations {
  readonly words = new Int32Array(PLACES * WORDS);

  /** Of no meaning: see `touch`. */
  touched = 0;

  /**
   * Brings the places of both ends of conversations near. Each alone would be waited for when it is looked for; loads that
   * do not depend on each other are waited for all at once.
   */
  touch(views: readonly FlowView[], count: number): void {
    const words = this.words;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const view = views[i];
      sum ^= words[placeOf(view.srcMac, view.src0, view.src1, view.src2, view.src3)];
      sum ^= words[placeOf(view.dstMac, view.dst0, view.dst1, view.dst2, view.dst3)];
    }
    // Kept, so that the loads are not found useless and left out.
    this.touched = sum;
  }

  /**
   * Where in `words` the station is. One that is not here takes the place of another: whoever finds out what it is known as
   * writes it there. `vlan` is -1 untagged, `version` that of IP, the address in the hot path's form. Valid until the next call.
   */
  find(mac: Mac, vlan: number, version: number, w0: number, w1: number, w2: number, w3: number): number {
    const low = mac | 0;
    const high = (Math.floor(mac / 0x1_0000_0000) << 16) | (version === 6 ? 0x8000 : 0) | (vlan + 1);
    const words = this.words;
    const first = placeOf(mac, w0, w1, w2, w3);
    const second = first + WORDS;
    for (let at = first; at <= second; at += WORDS) {
      if (
        words[at] === low &&
        words[at + 1] === high &&
        words[at + 2] === w0 &&
        words[at + 3] === w1 &&
        words[at + 4] === w2 &&
        words[at + 5] === w3
      ) {
        return at;
      }
    }
    words.copyWithin(second, first, second);
    words[first] = low;
    words[first + 1] = high;
    words[first + 2] = w0;
    words[first + 3] = w1;
    words[first + 4] = w2;
    words[first + 5] = w3;
    words[first + STATION_BINDING] = 0;
    return first;
  }
}

/** The first of the two places of a station. */
function placeOf(mac: Mac, w0: number, w1: number, w2: number, w3: number): number {
  const mixed = Math.imul(w0, 0x85ebca6b) ^ w1 ^ Math.imul(w2, 0x7feb352d) ^ Math.imul(w3, 0xc2b2ae35);
  const hash = Math.imul(mac ^ mixed, 0x9e3779b1);
  return ((hash ^ (hash >>> 15)) & (PLACES - 2)) * WORDS;
}
