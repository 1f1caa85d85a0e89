// What a hop limit says of a received packet, as bits (hop-limit.ts). Compiled to WebAssembly too (core/).

/** The value is one that senders start with: the frame comes from the address itself. */
export const HOPS_INITIAL = 1;
/** Slightly below such a value: at least one router decremented it. */
export const HOPS_FORWARDED = 2;
/** Neither: traceroute, protocols that send 1, senders with odd initial values. */
export const HOPS_AMBIGUOUS = 4;
