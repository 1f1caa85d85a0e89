/** What was counted of interfaces, and of VLANs (tables/vlans.ts): what the conversation at hand adds. */
import type { f64, i32 } from '../../../base/machine.ts';
import {
  DST,
  FIRST_SEEN,
  LAST_SEEN,
  NEW_BYTES,
  NEW_PACKETS,
  OWNER,
  otherEnd,
  packet,
  SRC,
  sent,
  tunnel,
  vlan,
} from './conversation.ts';
import {
  BYTES_RECEIVED,
  BYTES_SENT,
  FIRST,
  FIRST_PACKET,
  INTERFACES,
  LAST,
  PACKETS_RECEIVED,
  PACKETS_SENT,
  VLAN_BYTES,
  VLAN_PACKETS,
  VLAN_SENDERS,
  VLANS,
} from './layout.ts';
import { double, int, setDouble } from './memory.ts';
import { intern } from './tuples.ts';

/** What a tunnel carries is already in the totals of the conversation around it. */
export function countEnd(mine: i32): void {
  const id = int(mine + OWNER);
  if (id < 0) return;
  if (sent(mine)) {
    const first = int(INTERFACES + FIRST) + id * 8;
    const last = int(INTERFACES + LAST) + id * 8;
    const firstPacket = int(INTERFACES + FIRST_PACKET) + id * 8;
    if (double(mine + FIRST_SEEN) < double(first)) setDouble(first, double(mine + FIRST_SEEN));
    if (double(mine + LAST_SEEN) > double(last)) setDouble(last, double(mine + LAST_SEEN));
    if (packet < double(firstPacket)) setDouble(firstPacket, packet);
  }
  if (tunnel !== 0) return;
  const other = otherEnd(mine);
  add(int(INTERFACES + PACKETS_SENT) + id * 8, double(mine + NEW_PACKETS));
  add(int(INTERFACES + BYTES_SENT) + id * 8, double(mine + NEW_BYTES));
  add(int(INTERFACES + PACKETS_RECEIVED) + id * 8, double(other + NEW_PACKETS));
  add(int(INTERFACES + BYTES_RECEIVED) + id * 8, double(other + NEW_BYTES));
}

/** `outerVlan`: -1 where there is no tag. */
export function addToVlan(outerVlan: i32): void {
  const id = intern(VLANS, vlan, outerVlan, 0, 0, 0);
  if (id < 0) return;
  add(int(VLANS + VLAN_PACKETS) + id * 8, double(SRC + NEW_PACKETS) + double(DST + NEW_PACKETS));
  add(int(VLANS + VLAN_BYTES) + id * 8, double(SRC + NEW_BYTES) + double(DST + NEW_BYTES));
  addVlanSender(id, SRC);
  addVlanSender(id, DST);
}

function addVlanSender(id: i32, mine: i32): void {
  if (sent(mine) && int(mine + OWNER) >= 0) intern(VLAN_SENDERS, id, int(mine + OWNER), 0, 0, 0);
}

function add(at: i32, more: f64): void {
  setDouble(at, double(at) + more);
}
