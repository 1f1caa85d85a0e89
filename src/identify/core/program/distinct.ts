/**
 * Counts distinct tuples that found no room, without keeping them: one bit per hash value (linear counting). Exact for a
 * few, slightly low for many, never more than 1,048,576.
 */
import type { i32 } from '../../../base/machine.ts';
import { int, multiply, setInt } from './memory.ts';

const BITS = 1 << 20;
/** Their number, then the bits. */
const BITS_AT = 64;

/** `at`: INTERFACES_DROPPED or its like. */
export function countDistinct(at: i32, a: i32, b: i32, c: i32, d: i32, e: i32): void {
  const hash = hashWords(a, b, c, d, e) & (BITS - 1);
  const word = at + BITS_AT + (hash >>> 5) * 4;
  const bit = 1 << (hash & 31);
  if ((int(word) & bit) !== 0) return;
  setInt(word, int(word) | bit);
  setInt(at, int(at) + 1);
}

/** A well-mixed word of five (the mixing steps of MurmurHash3, public domain). */
export function hashWords(a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  let hash = mix(mix(0x9747b28c, a), b);
  hash = mix(hash, c);
  if ((d | e) !== 0) hash = mix(mix(hash, d), e);
  hash = multiply(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = multiply(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mix(hash: i32, word: i32): i32 {
  const product = multiply(word, 0xcc9e2d51);
  const h = hash ^ multiply((product << 15) | (product >>> 17), 0x1b873593);
  return (multiply((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
