/** How much is kept at once. Beyond a limit things are counted, not kept, and the counts are shown. */
export interface EngineLimits {
  /** Conversations: a power of two. About 200 bytes each, touched only when used. */
  readonly maxFlows: number;
  /** Devices. */
  readonly maxMacs: number;
  /** Distinct IP addresses, and bindings of addresses to devices. */
  readonly maxAddresses: number;
  readonly maxSightings: number;
}

export const DEFAULT_LIMITS: EngineLimits = {
  maxFlows: 1 << 20,
  maxMacs: 65_536,
  maxAddresses: 1 << 20,
  maxSightings: 262_144,
};

/** The power of two that holds `wanted` conversations, between 1,024 and 4,194,304. */
export function flowCapacity(wanted: number): number {
  let capacity = 1024;
  while (capacity < wanted && capacity < 1 << 22) capacity *= 2;
  return capacity;
}
