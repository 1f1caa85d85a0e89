import { LAYER_PPP } from '../layers.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { decodeIpv6 } from '../network/ipv6.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeMpls } from './mpls.ts';

/** All-stations address and unnumbered-information control, when not compressed away. */
const HDLC_HEADER = 0xff03;
/** Cisco's PPP-in-HDLC address bytes with a zero control byte. */
const CISCO_UNICAST = 0x0f00;
const CISCO_MULTICAST = 0x8f00;

/** PPP (RFC 1661, HDLC-like framing RFC 1662): optional address and control, protocol of 1 or 2 bytes. */
export function decodePpp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_PPP;
  if (at + 2 > end) return short(at + 2, declaredEnd);
  let next = at;
  const first = view.getUint16(at);
  if (first === HDLC_HEADER) next += 2;
  else if (first === CISCO_UNICAST || first === CISCO_MULTICAST) {
    return decodeProtocol(view, at + 2, end, declaredEnd, packet);
  }
  return decodeProtocol(view, next, end, declaredEnd, packet);
}

function decodeProtocol(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  if (at >= end) return short(at + 1, declaredEnd);
  let protocol = view.getUint8(at);
  let next = at + 1;
  // The low bit of the last protocol byte is 1: an odd first byte is a compressed field (RFC 1661 §6.5).
  if ((protocol & 1) === 0) {
    if (next >= end) return short(next + 1, declaredEnd);
    protocol = (protocol << 8) | view.getUint8(next);
    next++;
  }
  packet.payloadAt = next;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  switch (protocol) {
    case 0x0021:
    case 0x0800: // Cisco HDLC framing in a PPP capture
      return decodeIpv4(view, next, end, declaredEnd, packet);
    case 0x0057:
    case 0x86dd:
      return decodeIpv6(view, next, end, declaredEnd, packet);
    case 0x0281:
    case 0x0283:
      return decodeMpls(view, next, end, declaredEnd, packet);
    default:
      return OK;
  }
}
