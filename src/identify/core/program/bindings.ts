/** Which interface used which address on which VLAN, when, and how it came to be believed (tables/bindings.ts). */
import type { f64, i32 } from '../../../base/machine.ts';
import { DESTINATION, NEAR, NOTED, SOURCE } from '../../tables/layout.ts';
import { FIRST_SEEN, LAST_SEEN, otherEnd, packet, sent, start, vlan } from './conversation.ts';
import { countDistinct } from './distinct.ts';
import {
  BINDINGS,
  BINDINGS_DROPPED,
  BOUND_FIRST,
  BOUND_LAST,
  CLAIM_FIRST,
  CLAIM_FIRST_PACKET,
  CLAIM_LAST,
  CLAIM_LAST_PACKET,
  CLAIM_ROWS,
  CLAIMS,
  DISTANCES,
  FLAGS,
  HAS_VLANS,
  MOST_NEAR,
  NEARS,
  SHOWN_AT,
  SHOWN_PACKET,
  SIZE,
} from './layout.ts';
import { double, int, setDouble, setInt } from './memory.ts';
import { find, intern, keyOf } from './tuples.ts';

/** Whether the row noted last was noted before. */
export let wasNoted: boolean = false;

function flagsOf(id: i32): i32 {
  return int(int(BINDINGS + FLAGS) + id * 4);
}

/** Adds bits of layout.ts and HOPS_. */
export function addFlags(id: i32, bits: i32): void {
  const at = int(BINDINGS + FLAGS) + id * 4;
  setInt(at, int(at) | bits);
}

/** Adds bits of hopDistanceBit. */
export function addDistances(id: i32, bits: i32): void {
  const at = int(BINDINGS + DISTANCES) + id * 4;
  setInt(at, int(at) | bits);
}

export function addressOfBinding(id: i32): i32 {
  return int(keyOf(BINDINGS, id) + 4);
}

/**
 * The interface used the address at the end `mine` of the conversation at hand. `isNear`: what it sent was not forwarded. Returns
 * the row, -1 when there is no room.
 */
export function note(owner: i32, address: i32, mine: i32, isNear: boolean): i32 {
  const id = admitBinding(owner, address, vlan, sent(mine), isNear);
  if (id >= 0) addTo(id, mine);
  return id;
}

/** The same of a row that is known. */
export function noteAgain(id: i32, mine: i32, isNear: boolean): void {
  if (isNear && (flagsOf(id) & NEAR) === 0) approach(id);
  addTo(id, mine);
}

/** The interface said that the address is its own, or a DHCP server gave it. Returns the row, -1: no room. */
export function claimBinding(owner: i32, address: i32, on: i32, flag: i32, at: f64, number: f64): i32 {
  const id = admitBinding(owner, address, on, true, true);
  if (id >= 0) addClaim(id, flag, at, number);
  return id;
}

/** The same of a row that is known. */
export function claimBindingAgain(id: i32, flag: i32, at: f64, number: f64): void {
  approach(id);
  addClaim(id, flag, at, number);
}

function addClaim(id: i32, flag: i32, at: f64, number: f64): void {
  addSent(id, at, at);
  show(id, at, number);
  addFlags(id, SOURCE | flag);
  const row = int(int(BINDINGS + CLAIM_ROWS) + id * 4) - 1;
  if (row < 0) appendClaim(id, at, number);
  else extendClaim(row, at, number);
}

function appendClaim(id: i32, at: f64, packet: f64): void {
  const row = int(CLAIMS + SIZE);
  setInt(CLAIMS + SIZE, row + 1);
  setInt(int(BINDINGS + CLAIM_ROWS) + id * 4, row + 1);
  setDouble(int(CLAIMS + CLAIM_FIRST) + row * 8, at);
  setDouble(int(CLAIMS + CLAIM_FIRST_PACKET) + row * 8, packet);
  setDouble(int(CLAIMS + CLAIM_LAST) + row * 8, at);
  setDouble(int(CLAIMS + CLAIM_LAST_PACKET) + row * 8, packet);
}

function extendClaim(row: i32, at: f64, packet: f64): void {
  const first = int(CLAIMS + CLAIM_FIRST) + row * 8;
  const firstPacket = int(CLAIMS + CLAIM_FIRST_PACKET) + row * 8;
  if (precedes(at, packet, double(first), double(firstPacket))) {
    setDouble(first, at);
    setDouble(firstPacket, packet);
  }
  const last = int(CLAIMS + CLAIM_LAST) + row * 8;
  const lastPacket = int(CLAIMS + CLAIM_LAST_PACKET) + row * 8;
  if (precedes(double(last), double(lastPacket), at, packet)) {
    setDouble(last, at);
    setDouble(lastPacket, packet);
  }
}

function precedes(at: f64, packet: f64, otherAt: f64, otherPacket: f64): boolean {
  return at !== otherAt ? at < otherAt : packet < otherPacket;
}

/** A row that is known is near by, if it was not before and there is room. */
function approach(id: i32): void {
  if ((flagsOf(id) & NEAR) !== 0 || becomeNear(id)) return;
  const key = keyOf(BINDINGS, id);
  countDistinct(BINDINGS_DROPPED, int(key), int(key + 4), int(key + 8), 0, 0);
}

function addTo(id: i32, mine: i32): void {
  wasNoted = (flagsOf(id) & NOTED) !== 0;
  let flags = NOTED;
  if (sent(otherEnd(mine))) flags |= DESTINATION;
  if (sent(mine)) {
    addSent(id, double(mine + FIRST_SEEN), double(mine + LAST_SEEN));
    flags |= SOURCE;
  }
  addFlags(id, flags);
  show(id, start, packet);
}

/** Before SOURCE is set. */
function addSent(id: i32, first: f64, last: f64): void {
  const isFirst = (flagsOf(id) & SOURCE) === 0;
  const firstAt = int(BINDINGS + BOUND_FIRST) + id * 8;
  const lastAt = int(BINDINGS + BOUND_LAST) + id * 8;
  if (isFirst || first < double(firstAt)) setDouble(firstAt, first);
  if (isFirst || last > double(lastAt)) setDouble(lastAt, last);
}

/** The earliest conversation or claim. */
function show(id: i32, at: f64, packet: f64): void {
  const packetAt = int(BINDINGS + SHOWN_PACKET) + id * 8;
  if (double(packetAt) !== 0 && packet >= double(packetAt)) return;
  setDouble(packetAt, packet);
  setDouble(int(BINDINGS + SHOWN_AT) + id * 8, at);
}

/** Lost evidence that something was sent to an address is no lost address: it is not counted. */
function admitBinding(owner: i32, address: i32, on: i32, sends: boolean, near: boolean): i32 {
  let id = find(BINDINGS, owner, address, on, 0, 0);
  if (id >= 0 && (!near || (flagsOf(id) & NEAR) !== 0)) return id;
  const nears = int(BINDINGS + NEARS);
  const hasRoom = (near ? nears : int(BINDINGS + SIZE) - nears) < int(BINDINGS + MOST_NEAR);
  if (id < 0 && hasRoom) id = appendBinding(owner, address, on);
  if (near && id >= 0) becomeNear(id);
  if (sends && !hasRoom) countDistinct(BINDINGS_DROPPED, owner, address, on, 0, 0);
  return id;
}

function appendBinding(owner: i32, address: i32, on: i32): i32 {
  const id = intern(BINDINGS, owner, address, on, 0, 0);
  if (id > 0 && on !== int(keyOf(BINDINGS, 0) + 8)) setInt(BINDINGS + HAS_VLANS, 1);
  return id;
}

/** False when there is no room among those near by. */
function becomeNear(id: i32): boolean {
  const nears = int(BINDINGS + NEARS);
  if (nears >= int(BINDINGS + MOST_NEAR)) return false;
  addFlags(id, NEAR);
  setInt(BINDINGS + NEARS, nears + 1);
  return true;
}
