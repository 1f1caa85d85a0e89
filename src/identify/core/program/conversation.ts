/** The conversation at hand: what each of its ends sent, who they are found to be, and what both share. */
import type { f64, i32 } from '../../../base/machine.ts';
import { END_BYTES, ENDS, HOP_KINDS } from './layout.ts';
import { byte, double, setDouble, setInt } from './memory.ts';

/** The initiator's end, and the responder's. */
export const SRC = ENDS;
export const DST = ENDS + END_BYTES;

// Of an end: ints, then doubles.
/** Its MAC's first two bytes, -1 where the link has none or it was never told; the others. */
export const MAC_HIGH = 0;
export const MAC_LOW = 4;
/** Its address in the hot path's form. */
export const W0 = 8;
export const W1 = 12;
export const W2 = 16;
export const W3 = 20;
/** Hop limit of its first packet, what that says (a HOPS_ value), and its TCP flags, ORed. */
export const TTL = 24;
export const HOPS = 28;
export const TCP_FLAGS = 32;
/** Found by `findWho`: its interface, address and binding, -1 for what is nobody's or found no room. */
export const OWNER = 36;
export const ADDRESS = 40;
export const BINDING = 44;
export const PACKETS = 48;
/** Those that were not told before. */
export const NEW_PACKETS = 56;
export const NEW_BYTES = 64;
/** Times of its first and last packet. */
export const FIRST_SEEN = 72;
export const LAST_SEEN = 80;

/** Of `protocol`. */
export const TCP = 6;
export const UDP = 17;

/** -1 untagged. */
export let vlan: i32 = -1;
/** Of IP, 0 without. */
export let version: i32 = 0;
/** Of IP, and the responder's port. */
export let protocol: i32 = 0;
export let port: i32 = 0;
/** 0 outside tunnels. */
export let tunnel: i32 = 0;
/** Time of its first packet, whoever sent it, and the packet. */
export let start: f64 = 0;
export let packet: f64 = 0;

/** Tells one end: 0 is the initiator's, 1 the responder's. Both have to be told before each `fold`. */
export function end(
  side: i32,
  macHigh: i32,
  macLow: i32,
  w0: i32,
  w1: i32,
  w2: i32,
  w3: i32,
  packets: f64,
  newPackets: f64,
  newBytes: f64,
  firstSeen: f64,
  lastSeen: f64,
  ttl: i32,
  tcpFlags: i32,
): void {
  const at = side === 0 ? SRC : DST;
  setInt(at + MAC_HIGH, macHigh);
  setInt(at + MAC_LOW, macLow);
  setInt(at + W0, w0);
  setInt(at + W1, w1);
  setInt(at + W2, w2);
  setInt(at + W3, w3);
  setInt(at + TTL, ttl & 255);
  setInt(at + HOPS, byte(HOP_KINDS + (ttl & 255)));
  setInt(at + TCP_FLAGS, tcpFlags);
  setDouble(at + PACKETS, packets);
  setDouble(at + NEW_PACKETS, newPackets);
  setDouble(at + NEW_BYTES, newBytes);
  setDouble(at + FIRST_SEEN, firstSeen);
  setDouble(at + LAST_SEEN, lastSeen);
}

/** What both ends share. They were told before. */
export function begin(
  ofVlan: i32,
  ipVersion: i32,
  ipProtocol: i32,
  toPort: i32,
  inTunnel: i32,
  firstPacket: f64,
): void {
  vlan = ofVlan;
  version = ipVersion;
  protocol = ipProtocol;
  port = toPort;
  tunnel = inTunnel;
  packet = firstPacket;
  const first = double(SRC + FIRST_SEEN);
  const back = double(DST + FIRST_SEEN);
  start = !sent(SRC) || (sent(DST) && back < first) ? back : first;
}

/** Whether the end sent anything. */
export function sent(side: i32): boolean {
  return double(side + PACKETS) > 0;
}

/** The end at the other side of one. */
export function otherEnd(mine: i32): i32 {
  return mine === SRC ? DST : SRC;
}
