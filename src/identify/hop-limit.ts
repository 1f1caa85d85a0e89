import { HOPS_AMBIGUOUS, HOPS_FORWARDED, HOPS_INITIAL } from './hop-kinds.ts';

/** More hops than this are not seen in practice; below, the initial value was an odd one. */
const LONGEST_PATH = 31;

const EVIDENCE = new Uint8Array(256).fill(HOPS_AMBIGUOUS);
for (const initial of [64, 128, 255]) {
  for (let ttl = initial - LONGEST_PATH; ttl < initial; ttl++) EVIDENCE[ttl] = HOPS_FORWARDED;
  EVIDENCE[initial] = HOPS_INITIAL;
}
// Senders start with these too (AIX and VMS 60, some stacks 100, equipment that answers with 254 or 253).
for (const odd of [60, 100, 253, 254]) EVIDENCE[odd] = HOPS_AMBIGUOUS;

/** Tools that make packets pick hop limits at random; real paths to one address differ by few hops. */
const MOST_PATH_LENGTHS = 8;

const DISTANCE_BIT = new Int32Array(256);
for (const initial of [64, 128, 255]) {
  for (let hops = 1; hops <= LONGEST_PATH; hops++) DISTANCE_BIT[initial - hops] = 1 << hops;
}

/** One bit for the number of routers passed, 0 where hopLimitEvidence is not HOPS_FORWARDED. To be ORed. */
export function hopDistanceBit(ttl: number): number {
  return EVIDENCE[ttl & 255] === HOPS_FORWARDED ? DISTANCE_BIT[ttl & 255] : 0;
}

/** True when the distances seen of one address are so many that its hop limits are made up (nmap's are). */
export function areHopLimitsMadeUp(distances: number): boolean {
  let count = 0;
  for (let bits = distances; bits !== 0; bits &= bits - 1) count++;
  return count > MOST_PATH_LENGTHS;
}

/** What the TTL (RFC 791) or hop limit (RFC 8200) of a received packet says: one HOPS_ value. */
export function hopLimitEvidence(ttl: number): number {
  return EVIDENCE[ttl & 255];
}
