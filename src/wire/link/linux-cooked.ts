import { LAYER_COOKED } from '../layers.ts';
import { type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeEtherType } from './ethertype.ts';
import { decodeLlc } from './llc.ts';

const SLL_BYTES = 16;
const SLL2_BYTES = 20;
const ARPHRD_ETHER = 1;
const ARPHRD_LOOPBACK = 772;
/** Pseudo ethertype for 802.2 LLC frames. */
const PROTOCOL_LLC = 4;

/** LINKTYPE_LINUX_SLL: packet type 2, ARPHRD 2, address length 2, address 8, protocol 2. */
export function decodeLinuxCooked(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_COOKED;
  const next = at + SLL_BYTES;
  if (next > end) return short(next, declaredEnd);
  readSource(view, view.getUint16(at + 2), view.getUint16(at + 4), at + 6, packet);
  return decodeProtocol(view, next, end, declaredEnd, view.getUint16(at + 14), packet);
}

/** LINKTYPE_LINUX_SLL2: protocol 2, reserved 2, interface 4, ARPHRD 2, packet type 1, length 1, address 8. */
export function decodeLinuxCooked2(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_COOKED;
  const next = at + SLL2_BYTES;
  if (next > end) return short(next, declaredEnd);
  readSource(view, view.getUint16(at + 8), view.getUint8(at + 11), at + 12, packet);
  return decodeProtocol(view, next, end, declaredEnd, view.getUint16(at), packet);
}

/** The sender's MAC; cooked frames do not keep the receiver's. The loopback device's is all zero: none. */
function readSource(view: DataView, arphrd: number, length: number, at: number, packet: Packet): void {
  if (length !== 6 || (arphrd !== ARPHRD_ETHER && arphrd !== ARPHRD_LOOPBACK)) return;
  const high = view.getUint16(at);
  const low = view.getInt32(at + 2);
  if (high === 0 && low === 0) return;
  packet.hasMac = 2;
  packet.srcMacHigh = high;
  packet.srcMacLow = low;
}

function decodeProtocol(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  protocol: number,
  packet: Packet,
): Outcome {
  if (protocol === PROTOCOL_LLC) return decodeLlc(view, at, end, declaredEnd, packet);
  return decodeEtherType(view, at, end, declaredEnd, protocol, packet);
}
