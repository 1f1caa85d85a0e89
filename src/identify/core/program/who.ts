/** Who is at an end of the conversation at hand. */
import type { i32 } from '../../../base/machine.ts';
import { HOPS_FORWARDED } from '../../hop-kinds.ts';
import { STATION_BINDING, STATION_OWNER } from '../../tables/layout.ts';
import { addressOf } from './addresses.ts';
import { addressOfBinding, note, noteAgain, wasNoted } from './bindings.ts';
import {
  ADDRESS,
  BINDING,
  DST,
  HOPS,
  MAC_HIGH,
  MAC_LOW,
  OWNER,
  SRC,
  sent,
  tunnel,
  version,
  vlan,
  W0,
  W1,
  W2,
  W3,
} from './conversation.ts';
import { hasSent, interfaceOfAddress, interfaceOfMac } from './interfaces.ts';
import { INTERFACES, SENDERS } from './layout.ts';
import { int, setInt } from './memory.ts';
import { findStation } from './stations.ts';

/** Finds OWNER, ADDRESS and BINDING of an end, and notes that they were seen. Returns whether they were known. */
export function findWho(mine: i32): boolean {
  const high = int(mine + MAC_HIGH);
  const low = int(mine + MAC_LOW);
  const hasStation = version !== 0 && high >= 0 && (high | low) !== 0;
  const station = hasStation ? stationOf(mine) : 0;
  const isNear = sent(mine) && int(mine + HOPS) !== HOPS_FORWARDED;
  if (station !== 0 && int(station + STATION_BINDING) !== 0) {
    const owner = int(station + STATION_OWNER);
    if (!sent(mine) || hasSent(owner)) {
      const binding = int(station + STATION_BINDING) - 1;
      setInt(mine + OWNER, owner);
      setInt(mine + ADDRESS, addressOfBinding(binding));
      setInt(mine + BINDING, binding);
      noteAgain(binding, mine, isNear);
      return wasNoted;
    }
  }
  const senders = int(INTERFACES + SENDERS);
  const owner = high < 0 ? ownerWithoutMac(mine) : interfaceOfMac(high, low, sent(mine));
  const address = addressOf(version, int(mine + W0), int(mine + W1), int(mine + W2), int(mine + W3));
  const binding = owner < 0 || address < 0 ? -1 : note(owner, address, mine, isNear);
  setInt(mine + OWNER, owner);
  setInt(mine + ADDRESS, address);
  setInt(mine + BINDING, binding);
  if (station !== 0) {
    setInt(station + STATION_OWNER, owner);
    setInt(station + STATION_BINDING, binding + 1);
  }
  if (owner < 0 || int(INTERFACES + SENDERS) > senders) return false;
  return version === 0 || (binding >= 0 && wasNoted);
}

function stationOf(mine: i32): i32 {
  const high = int(mine + MAC_HIGH);
  const low = int(mine + MAC_LOW);
  const w0 = int(mine + W0);
  const w1 = int(mine + W1);
  const w2 = int(mine + W2);
  const w3 = int(mine + W3);
  return findStation(high, low, vlan, version, w0, w1, w2, w3);
}

/** A frame that has one MAC only (Linux cooked) is on a link with MACs; so is what a tunnel carries. */
function ownerWithoutMac(mine: i32): i32 {
  if (int(SRC + MAC_HIGH) >= 0 || int(DST + MAC_HIGH) >= 0 || tunnel !== 0 || version === 0) return -1;
  const w0 = int(mine + W0);
  const w1 = int(mine + W1);
  const w2 = int(mine + W2);
  const w3 = int(mine + W3);
  return interfaceOfAddress(version, w0, w1, w2, w3, sent(mine));
}
