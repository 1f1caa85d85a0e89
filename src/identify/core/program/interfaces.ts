/** Interfaces: MACs, or addresses on links without MACs, and what was counted of each (tables/interfaces.ts). */
import { isHostIp } from '../../../base/ip-ranges.ts';
import type { i32 } from '../../../base/machine.ts';
import { countDistinct } from './distinct.ts';
import {
  FIRST,
  FIRST_PACKET,
  INTERFACES,
  INTERFACES_DROPPED,
  LAST,
  MOST_SENDERS,
  SENDERS,
  SENDS,
  SIZE,
  SPEAKS,
} from './layout.ts';
import { int, setDouble, setInt } from './memory.ts';
import { find, intern } from './tuples.ts';

/** First word of a key: a MAC, or on links without MACs the version of the address. */
export const KIND_MAC = 0;

/** Number of a MAC (its first two bytes, the others); -1 for group and all-zero addresses, and when there is no room. */
export function interfaceOfMac(high: i32, low: i32, sends: boolean): i32 {
  if (high < 0 || (high | low) === 0 || ((high >>> 8) & 1) === 1) return -1;
  return admitInterface(sends, KIND_MAC, high, low, 0, 0);
}

/** Number of an address on a link without MACs; -1 when it is no host address or there is no room. */
export function interfaceOfAddress(version: i32, w0: i32, w1: i32, w2: i32, w3: i32, sends: boolean): i32 {
  if (!isHostIp(version, w0, w1, w2, w3)) return -1;
  return admitInterface(sends, version, w0, w1, w2, w3);
}

/** Number of a MAC that was already seen, else -1. */
export function findMac(high: i32, low: i32): i32 {
  return find(INTERFACES, KIND_MAC, high, low, 0, 0);
}

/** Whether a frame of it was seen. */
export function hasSent(id: i32): boolean {
  return int(int(INTERFACES + SENDS) + id * 4) === 1;
}

/** Notes bits of what it speaks besides IP. */
export function speak(id: i32, bits: i32): void {
  const at = int(INTERFACES + SPEAKS) + id * 4;
  setInt(at, int(at) | bits);
}

function admitInterface(sends: boolean, kind: i32, w0: i32, w1: i32, w2: i32, w3: i32): i32 {
  let id = find(INTERFACES, kind, w0, w1, w2, w3);
  if (id >= 0 && (!sends || hasSent(id))) return id;
  const senders = int(INTERFACES + SENDERS);
  const others = int(INTERFACES + SIZE) - senders;
  if ((sends ? senders : others) >= int(INTERFACES + MOST_SENDERS)) {
    if (sends) countDistinct(INTERFACES_DROPPED, kind, w0, w1, w2, w3);
    return -1;
  }
  if (id < 0) id = intern(INTERFACES, kind, w0, w1, w2, w3);
  if (sends && id >= 0) becomeSender(id);
  return id;
}

function becomeSender(id: i32): void {
  setInt(int(INTERFACES + SENDS) + id * 4, 1);
  setInt(INTERFACES + SENDERS, int(INTERFACES + SENDERS) + 1);
  setDouble(int(INTERFACES + FIRST) + id * 8, Infinity);
  setDouble(int(INTERFACES + LAST) + id * 8, -Infinity);
  setDouble(int(INTERFACES + FIRST_PACKET) + id * 8, Infinity);
}
