/** Every host address seen, as a small number (tables/addresses.ts). Multicast, broadcast, loopback never get one. */
import { isHostIp, isLinkLocalIpv6, isPrivateIpv4, isUniqueLocalIpv6 } from '../../../base/ip-ranges.ts';
import type { i32 } from '../../../base/machine.ts';
import { IPV6, LINK_LOCAL_6, NO_TAIL, PRIVATE } from '../../tables/layout.ts';
import { countDistinct } from './distinct.ts';
import { ADDRESSES, ADDRESSES_DROPPED, LIMIT, SIZE, TAILS, TRAITS } from './layout.ts';
import { byte, int, setByte } from './memory.ts';
import { find, intern } from './tuples.ts';

/** Number of an address in the hot path's form; -1 when it is no host address or there is no room. */
export function addressOf(version: i32, w0: i32, w1: i32, w2: i32, w3: i32): i32 {
  if (!isHostIp(version, w0, w1, w2, w3)) return -1;
  const before = int(ADDRESSES + SIZE);
  const id = internAddress(version, w0, w1, w2, w3);
  if (int(ADDRESSES + SIZE) > before) setByte(int(ADDRESSES + TRAITS) + id, traitsOf(version, w0));
  else if (id < 0) countDistinct(ADDRESSES_DROPPED, version, w0, w1, w2, w3);
  return id;
}

/** Number of an address that was already seen, else -1. */
export function findAddress(version: i32, w0: i32, w1: i32, w2: i32, w3: i32): i32 {
  if (version === 4) return find(ADDRESSES, w0, NO_TAIL, 0, 0, 0);
  const tail = find(TAILS, w1, w2, w3, 0, 0);
  return tail < 0 ? -1 : find(ADDRESSES, w0, tail, 0, 0, 0);
}

/** Whether it stays inside a site. */
export function isPrivate(id: i32): boolean {
  return (byte(int(ADDRESSES + TRAITS) + id) & PRIVATE) !== 0;
}

function internAddress(version: i32, w0: i32, w1: i32, w2: i32, w3: i32): i32 {
  if (version === 4) return intern(ADDRESSES, w0, NO_TAIL, 0, 0, 0);
  // A full table takes no tail either: it would be nobody's.
  if (int(ADDRESSES + SIZE) >= int(ADDRESSES + LIMIT)) return findAddress(version, w0, w1, w2, w3);
  return intern(ADDRESSES, w0, intern(TAILS, w1, w2, w3, 0, 0), 0, 0, 0);
}

function traitsOf(version: i32, w0: i32): i32 {
  if (version === 4) return isPrivateIpv4(w0) ? PRIVATE : 0;
  if (isLinkLocalIpv6(w0)) return IPV6 | LINK_LOCAL_6 | PRIVATE;
  return isUniqueLocalIpv6(w0) ? IPV6 | PRIVATE : IPV6;
}
