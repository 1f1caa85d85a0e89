/**
 * Tables of distinct tuples of one to five words, numbered 0, 1, 2… in the order of their first appearance: as TupleTable
 * (tables/tuple-table.ts), in a core's memory. `table` is the address of a header (layout.ts); words beyond its width are 0.
 */
import type { i32 } from '../../../base/machine.ts';
import { KEYS, LIMIT, MASK, PLACES, SIZE, WIDTH } from './layout.ts';
import { int, multiply, setInt, zero } from './memory.ts';

/** Places of a new table. */
export const FIRST_PLACES = 128;
/** Up to here a table grows fourfold: few copies while it is small, little unused room when it is large. */
const SMALL_PLACES = 4096;
/** Of a place: row number + 1, 0 where it is free. More rows than that no table has. */
export const MOST_ROWS = (1 << 23) - 1;
/** Of a place: the first bits of the tuple's hash. */
const TAG_MASK = ~MOST_ROWS;

/** Number of the tuple, -1 when it is not there. */
export function find(table: i32, a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  return (int(placeOf(table, a, b, c, d, e)) & MOST_ROWS) - 1;
}

/** Number of the tuple, added when new; -1 when it is new and the limit is reached. */
export function intern(table: i32, a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  const place = placeOf(table, a, b, c, d, e);
  const entry = int(place);
  return entry !== 0 ? (entry & MOST_ROWS) - 1 : append(table, place, a, b, c, d, e);
}

/** Where the key of a row is. */
export function keyOf(table: i32, row: i32): i32 {
  return int(table + KEYS) + row * int(table + WIDTH) * 4;
}

/** Places after the next growth of a table that has `places`. */
export function placesAfter(places: i32): i32 {
  return places < SMALL_PLACES ? places * 4 : places * 2;
}

/** Whether so many rows need more places: two thirds are taken at most, so that a search stays short. */
export function needMorePlaces(rows: i32, places: i32): boolean {
  return rows * 3 > places * 2;
}

/** Address of the place where the tuple is, or of the free one where it would be. */
function placeOf(table: i32, a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  const places = int(table + PLACES);
  const mask = int(table + MASK);
  const hash = hashOf(a, b, c, d, e);
  let place = hash & mask;
  let at = places + place * 4;
  let entry = int(at);
  // Ends: a third of the places is free.
  while (entry !== 0) {
    const isTagged = ((entry ^ hash) & TAG_MASK) === 0;
    if (isTagged && isKey(table, (entry & MOST_ROWS) - 1, a, b, c, d, e)) return at;
    place = (place + 1) & mask;
    at = places + place * 4;
    entry = int(at);
  }
  return at;
}

function isKey(table: i32, row: i32, a: i32, b: i32, c: i32, d: i32, e: i32): boolean {
  const width = int(table + WIDTH);
  const at = int(table + KEYS) + row * width * 4;
  if (int(at) !== a) return false;
  if (width > 1 && int(at + 4) !== b) return false;
  if (width > 2 && int(at + 8) !== c) return false;
  if (width > 3 && int(at + 12) !== d) return false;
  return width < 5 || int(at + 16) === e;
}

function append(table: i32, place: i32, a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  const row = int(table + SIZE);
  if (row >= int(table + LIMIT)) return -1;
  setInt(table + SIZE, row + 1);
  setInt(place, (hashOf(a, b, c, d, e) & TAG_MASK) | (row + 1));
  const width = int(table + WIDTH);
  const at = keyOf(table, row);
  setInt(at, a);
  if (width > 1) setInt(at + 4, b);
  if (width > 2) setInt(at + 8, c);
  if (width > 3) setInt(at + 12, d);
  if (width > 4) setInt(at + 16, e);
  if (needMorePlaces(row + 1, int(table + MASK) + 1)) grow(table);
  return row;
}

/** Where it is: behind the places is room for as many as there can be. */
function grow(table: i32): void {
  const places = int(table + PLACES);
  const count = placesAfter(int(table + MASK) + 1);
  const mask = count - 1;
  const size = int(table + SIZE);
  setInt(table + MASK, mask);
  zero(places, count * 4);
  for (let row = 0; row < size; row++) {
    const hash = hashOfRow(table, row);
    let place = hash & mask;
    while (int(places + place * 4) !== 0) place = (place + 1) & mask;
    setInt(places + place * 4, (hash & TAG_MASK) | (row + 1));
  }
}

function hashOfRow(table: i32, row: i32): i32 {
  const width = int(table + WIDTH);
  const at = keyOf(table, row);
  const b = width > 1 ? int(at + 4) : 0;
  const c = width > 2 ? int(at + 8) : 0;
  const d = width > 3 ? int(at + 12) : 0;
  const e = width > 4 ? int(at + 16) : 0;
  return hashOf(int(at), b, c, d, e);
}

/** Rounds of multiplication and shifts: every word reaches the first bits and the last. */
function hashOf(a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  let hash = multiply(a, 0x9e3779b1) ^ b;
  hash = multiply(hash ^ (hash >>> 15), 0x85ebca6b) ^ c;
  if ((d | e) !== 0) {
    hash = multiply(hash ^ (hash >>> 13), 0x7feb352d) ^ d;
    hash = multiply(hash ^ (hash >>> 15), 0xc2b2ae35) ^ e;
  }
  hash = multiply(hash ^ (hash >>> 16), 0x846ca68b);
  hash = multiply(hash ^ (hash >>> 15), 0x9e3779b1);
  return hash ^ (hash >>> 16);
}
