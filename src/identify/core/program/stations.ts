/**
 * Ends of conversations seen last: a MAC with an IP address on a VLAN, and their numbers in the tables. Nothing is known here
 * only: it spares the search in four tables for an end that comes again, as nearly all do.
 */
import type { i32 } from '../../../base/machine.ts';
import { STATION_BINDING } from '../../tables/layout.ts';
import { STATION_BYTES, STATION_PLACES, STATIONS } from './layout.ts';
import { copy, int, multiply, setInt } from './memory.ts';

/**
 * Address of the station: two words of the MAC, the second with the version of IP and the VLAN; four of the address; then what
 * they are known as (STATION_). One that is not here takes the place of another: whoever finds out what it is known as writes it
 * there. `vlan` is -1 untagged, `version` that of IP. Valid until the next call.
 */
export function findStation(
  macHigh: i32,
  macLow: i32,
  vlan: i32,
  version: i32,
  w0: i32,
  w1: i32,
  w2: i32,
  w3: i32,
): i32 {
  const tags = (macHigh << 16) | (version === 6 ? 0x8000 : 0) | (vlan + 1);
  const first = stationPlace(macLow, w0, w1, w2, w3);
  if (isStation(first, macLow, tags, w0, w1, w2, w3)) return first;
  // A station has two places side by side to lie in.
  const second = first + STATION_BYTES;
  if (isStation(second, macLow, tags, w0, w1, w2, w3)) return second;
  copy(second, first, STATION_BYTES);
  setInt(first, macLow);
  setInt(first + 4, tags);
  setInt(first + 8, w0);
  setInt(first + 12, w1);
  setInt(first + 16, w2);
  setInt(first + 20, w3);
  setInt(first + STATION_BINDING, 0);
  return first;
}

function isStation(at: i32, macLow: i32, tags: i32, w0: i32, w1: i32, w2: i32, w3: i32): boolean {
  if (int(at) !== macLow || int(at + 4) !== tags || int(at + 8) !== w0) return false;
  return int(at + 12) === w1 && int(at + 16) === w2 && int(at + 20) === w3;
}

/** The first of the two places of a station. */
function stationPlace(macLow: i32, w0: i32, w1: i32, w2: i32, w3: i32): i32 {
  const mixed = multiply(w0, 0x85ebca6b) ^ w1 ^ multiply(w2, 0x7feb352d) ^ multiply(w3, 0xc2b2ae35);
  const hash = multiply(macLow ^ mixed, 0x9e3779b1);
  return STATIONS + ((hash ^ (hash >>> 15)) & (STATION_PLACES - 2)) * STATION_BYTES;
}
