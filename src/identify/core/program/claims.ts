/** What interfaces say of their own addresses, and DHCP servers of those they give (tables/bindings.ts). */
import { isHostIpv4 } from '../../../base/ip-ranges.ts';
import type { f64, i32 } from '../../../base/machine.ts';
import { CLAIMED_ARP, STATION_BINDING, STATION_OWNER } from '../../tables/layout.ts';
import { addressOf } from './addresses.ts';
import { claimBinding, claimBindingAgain } from './bindings.ts';
import { interfaceOfMac } from './interfaces.ts';
import { int, setInt } from './memory.ts';
import { seeAddress } from './seen.ts';
import { findStation } from './stations.ts';

/** The interface has the address. `flag`: who says so, of CLAIMED. */
export function claim(
  high: i32,
  low: i32,
  version: i32,
  w0: i32,
  w1: i32,
  w2: i32,
  w3: i32,
  vlan: i32,
  flag: i32,
  at: f64,
  packet: f64,
): void {
  const station = findStation(high, low, vlan, version, w0, w1, w2, w3);
  const known = int(station + STATION_BINDING);
  if (known !== 0) {
    claimBindingAgain(known - 1, flag, at, packet);
    return;
  }
  const owner = interfaceOfMac(high, low, false);
  if (owner < 0) return;
  const address = addressOf(version, w0, w1, w2, w3);
  if (address < 0) return;
  setInt(station + STATION_OWNER, owner);
  setInt(station + STATION_BINDING, claimBinding(owner, address, vlan, flag, at, packet) + 1);
}

/**
 * A message of ARP for IPv4 over Ethernet that wire/dissect/link/arp.ts would read, as identify/sources/link/arp.ts hears it:
 * the sender's MAC and both addresses. `isOwn`: a request or a reply, and the sender's interface sent the frame.
 */
export function hearArp(
  high: i32,
  low: i32,
  sender: i32,
  target: i32,
  isOwn: i32,
  vlan: i32,
  at: f64,
  packet: f64,
): void {
  seeAddress(4, sender, 0, 0, 0);
  seeAddress(4, target, 0, 0, 0);
  if (isOwn !== 0 && isHostIpv4(sender)) claim(high, low, 4, sender, 0, 0, 0, vlan, CLAIMED_ARP, at, packet);
}
