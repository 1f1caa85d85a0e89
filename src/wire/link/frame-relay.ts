import { LAYER_FRAME_RELAY } from '../layers.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { decodeIpv6 } from '../network/ipv6.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeEtherType } from './ethertype.ts';
import { decodeSnap } from './llc.ts';

const CONTROL_UI = 0x03;
const NLPID_SNAP = 0x80;
const NLPID_IPV6 = 0x8e;
const NLPID_IPV4 = 0xcc;

/**
 * Frame Relay (RFC 2427): a Q.922 address of 2–4 bytes, control 03, an optional pad, then an NLPID.
 * Cisco's encapsulation puts an ethertype right behind the address instead.
 */
export function decodeFrameRelay(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_FRAME_RELAY;
  let next = at;
  // The last address byte has its low bit (EA) set.
  do {
    if (next >= end) return short(next + 1, declaredEnd);
    next++;
  } while ((view.getUint8(next - 1) & 1) === 0 && next - at < 4);
  if (next + 2 > end) return short(next + 2, declaredEnd);
  if (view.getUint8(next) !== CONTROL_UI) {
    return decodeEtherType(view, next + 2, end, declaredEnd, view.getUint16(next), packet);
  }
  let nlpid = view.getUint8(next + 1);
  next += 2;
  if (nlpid === 0) {
    if (next >= end) return short(next + 1, declaredEnd);
    nlpid = view.getUint8(next);
    next++;
  }
  packet.payloadAt = next;
  if (nlpid === NLPID_IPV4) return decodeIpv4(view, next, end, declaredEnd, packet);
  if (nlpid === NLPID_IPV6) return decodeIpv6(view, next, end, declaredEnd, packet);
  if (nlpid === NLPID_SNAP) return decodeSnap(view, next, end, declaredEnd, packet);
  return OK;
}
