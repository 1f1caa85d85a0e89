/** The value is one that senders start with: the frame comes from the address itself. */
export const HOPS_INITIAL = 1;
/** Slightly below such a value: at least one router decremented it. */
export const HOPS_FORWARDED = 2;
/** Neither: traceroute, protocols that send 1, senders with odd initial values. */
export const HOPS_AMBIGUOUS = 4;

/** More hops than this are not seen in practice; below, the initial value was an odd one. */
const LONGEST_PATH = 31;

const EVIDENCE = new Uint8Array(256).fill(HOPS_AMBIGUOUS);
for (const initial of [64, 128, 255]) {
  for (let ttl = initial - LONGEST_PATH; ttl < initial; ttl++) EVIDENCE[ttl] = HOPS_FORWARDED;
  EVIDENCE[initial] = HOPS_INITIAL;
}
// Senders start with these too (AIX and VMS 60, some stacks 100, equipment that answers with 254 or 253).
for (const odd of [60, 100, 253, 254]) EVIDENCE[odd] = HOPS_AMBIGUOUS;

/** What the TTL (RFC 791) or hop limit (RFC 8200) of a received packet says: one HOPS_ value. */
export function hopLimitEvidence(ttl: number): number {
  return EVIDENCE[ttl & 255];
}
