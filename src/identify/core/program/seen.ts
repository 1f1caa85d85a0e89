/** Every distinct MAC that sent, and every address, bounded (tables/seen-macs.ts, tables/seen-addresses.ts). */
import type { i32 } from '../../../base/machine.ts';
import { DROPPED, IPV4S, IPV6S, LIMIT, MACS, SIZE } from './layout.ts';
import { double, int, setDouble } from './memory.ts';
import { find, intern } from './tuples.ts';

/** 1 when the MAC was not seen before; 0 when it was, or there is no room for it, which is counted. */
export function seeMac(high: i32, low: i32): i32 {
  const before = int(MACS + SIZE);
  if (intern(MACS, high, low, 0, 0, 0) < 0) setDouble(MACS + DROPPED, double(MACS + DROPPED) + 1);
  return int(MACS + SIZE) - before;
}

/** The limit is that of both versions together. What found no room is counted with IPv4. */
export function seeAddress(version: i32, w0: i32, w1: i32, w2: i32, w3: i32): void {
  const table = version === 4 ? IPV4S : IPV6S;
  if (!isFullOfAddresses()) intern(table, w0, w1, w2, w3, 0);
  else if (find(table, w0, w1, w2, w3, 0) < 0) setDouble(IPV4S + DROPPED, double(IPV4S + DROPPED) + 1);
}

export function isFullOfMacs(): boolean {
  return int(MACS + SIZE) >= int(MACS + LIMIT);
}

export function isFullOfAddresses(): boolean {
  return int(IPV4S + SIZE) + int(IPV6S + SIZE) >= int(IPV4S + LIMIT);
}
