import type { Mac } from '../../base/mac.ts';

/** A power of two. */
const PLACES = 65_536;
/**
 * Words of a place: two of the MAC, the second with the VLAN; the IPv4 address; then what they are known as. Eight, so that
 * a place lies in one line of the processor's cache.
 */
const WORDS = 8;

/** Words behind what `find` returns. */
export const STATION_OWNER = 3;
export const STATION_ADDRESS = 4;
/** Binding + 1: 0 where a place is empty. */
export const STATION_BINDING = 5;
/** 1 once a conversation had it at an end, 0 while it was only claimed. */
export const STATION_SEEN = 6;

/**
 * Ends of conversations seen last: a MAC with an IPv4 address on a VLAN, and their numbers in the tables. Nothing is known
 * here only: it spares the search in three tables for an end that comes again, as nearly all do.
 */
export class Stations {
  readonly words = new Int32Array(PLACES * WORDS);

  /** Where in `words` the station is, -1 when it is not here. `vlan` is -1 untagged, `word` the IPv4 address as int32. */
  find(mac: Mac, vlan: number, word: number): number {
    const low = mac | 0;
    const at = placeOf(low, word);
    const words = this.words;
    if (words[at] !== low || words[at + 2] !== word || words[at + STATION_BINDING] === 0) return -1;
    return words[at + 1] === highOf(mac, vlan) ? at : -1;
  }

  /** Takes the place of another. */
  keep(
    mac: Mac,
    vlan: number,
    word: number,
    owner: number,
    address: number,
    binding: number,
    seen: 0 | 1,
  ): void {
    const low = mac | 0;
    const at = placeOf(low, word);
    const words = this.words;
    words[at] = low;
    words[at + 1] = highOf(mac, vlan);
    words[at + 2] = word;
    words[at + STATION_OWNER] = owner;
    words[at + STATION_ADDRESS] = address;
    words[at + STATION_BINDING] = binding + 1;
    words[at + STATION_SEEN] = seen;
  }
}

function highOf(mac: Mac, vlan: number): number {
  return (Math.floor(mac / 0x1_0000_0000) << 16) | ((vlan + 1) & 0xffff);
}

function placeOf(low: number, word: number): number {
  const hash = Math.imul(low ^ Math.imul(word, 0x85ebca6b), 0x9e3779b1);
  return ((hash ^ (hash >>> 15)) & (PLACES - 1)) * WORDS;
}
