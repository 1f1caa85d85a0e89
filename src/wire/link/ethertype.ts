import { ETHER } from '../ethertypes.ts';
import { announceInner } from '../inner.ts';
import { LAYER_ARP, LAYER_ETHERTYPE, LAYER_VLAN } from '../layers.ts';
import { etherTypeName } from '../names.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { decodeIpv6 } from '../network/ipv6.ts';
import { MALFORMED, OK, type Outcome, short, UNSUPPORTED } from '../outcome.ts';
import { INNER_ETHERNET, type Packet, TUNNEL_FABRIC_PATH, TUNNEL_PBB } from '../packet.ts';
import { decodeLlc } from './llc.ts';
import { ENCRYPTED, MACSEC_CHECK_BYTES, macsecClearAt } from './macsec.ts';
import { decodeMpls } from './mpls.ts';
import { decodePppoe } from './pppoe.ts';

/** Values up to here are an 802.3 length (IEEE 802.3-2022 §3.2.6), values from 0x600 an ethertype. */
const MAX_LENGTH = 1500;
const MIN_ETHERTYPE = 0x600;
/** Every length of a tag includes the type that follows. */
const TAG_BYTES = 4;
/** ARP up to its address lengths (RFC 826). */
const ARP_FIXED_BYTES = 8;
/** I-TAG: priority, flags and I-SID (IEEE 802.1ah); the customer's frame follows. */
const I_TAG_BYTES = 4;
/** Port extension tags: IEEE 802.1BR E-TAG, Cisco VN-Tag. */
const E_TAG_BYTES = 8;
const VN_TAG_BYTES = 6;
/** Cisco FabricPath: 16 bits of forwarding tag and TTL, then the whole frame again. */
const FABRIC_TAG_BYTES = 2;

/**
 * What follows a type field: tags (802.1Q, 802.1ad, the older 0x9100), an 802.3 length, or a protocol.
 * `at` is the first byte after the field that held `type`.
 */
export function decodeEtherType(
  view: DataView,
  at: number,
  capturedEnd: number,
  frameEnd: number,
  type: number,
  packet: Packet,
): Outcome {
  let end = capturedEnd;
  let declaredEnd = frameEnd;
  let next = at;
  let code = type;
  // Tags are walked in a loop: a hostile frame holds more of them than the stack could.
  for (;;) {
    if (code === ETHER.vlan || code === ETHER.providerVlan || code === ETHER.oldQinQ) {
      packet.layer = LAYER_VLAN;
      packet.etherType = code;
      if (next + TAG_BYTES > end) {
        if (next + 2 <= end) readTag(view.getUint16(next), packet);
        return short(next + TAG_BYTES, declaredEnd);
      }
      readTag(view.getUint16(next), packet);
      next += TAG_BYTES;
    } else if (code === ETHER.eTag || code === ETHER.vnTag) {
      packet.layer = LAYER_VLAN;
      packet.etherType = code;
      next += code === ETHER.eTag ? E_TAG_BYTES : VN_TAG_BYTES;
      if (next > end) return short(next, declaredEnd);
    } else if (code === ETHER.macsec) {
      packet.layer = LAYER_ETHERTYPE;
      packet.etherType = code;
      const clearAt = macsecClearAt(view, next, end);
      if (clearAt === ENCRYPTED) break;
      if (clearAt > end) return short(clearAt, declaredEnd);
      next = clearAt;
      declaredEnd = Math.max(next, declaredEnd - MACSEC_CHECK_BYTES);
      end = Math.min(end, declaredEnd);
    } else break;
    code = view.getUint16(next - 2);
  }
  packet.etherType = code;
  packet.payloadAt = next;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  switch (code) {
    case ETHER.ipv4:
      return decodeIpv4(view, next, end, declaredEnd, packet);
    case ETHER.ipv6:
      return decodeIpv6(view, next, end, declaredEnd, packet);
    case ETHER.arp:
    case ETHER.rarp:
      return checkArp(view, next, end, declaredEnd, packet);
    case ETHER.mplsUnicast:
    case ETHER.mplsMulticast:
      return decodeMpls(view, next, end, declaredEnd, packet);
    case ETHER.pppoeSession:
      return decodePppoe(view, next, end, declaredEnd, packet);
    case ETHER.fabricPath:
      announceInner(packet, INNER_ETHERNET, TUNNEL_FABRIC_PATH, next + FABRIC_TAG_BYTES, end, declaredEnd);
      return OK;
    case ETHER.pbb:
      announceInner(packet, INNER_ETHERNET, TUNNEL_PBB, next + I_TAG_BYTES, end, declaredEnd);
      return OK;
  }
  packet.layer = LAYER_ETHERTYPE;
  if (code <= MAX_LENGTH) {
    const lengthEnd = next + code;
    const outcome = decodeLlc(view, next, Math.min(end, lengthEnd), Math.min(declaredEnd, lengthEnd), packet);
    return outcome === OK && lengthEnd > declaredEnd ? MALFORMED : outcome;
  }
  if (code < MIN_ETHERTYPE) return MALFORMED;
  return etherTypeName(code) === null ? UNSUPPORTED : OK;
}

/** Tag control information: PCP 3 bits, DEI 1, VLAN id 12 (IEEE 802.1Q-2022 §9.6). */
function readTag(tci: number, packet: Packet): void {
  packet.outerVlan = packet.vlan;
  packet.outerPcp = packet.pcp;
  packet.outerDei = packet.dei;
  packet.vlan = tci & 0xfff;
  packet.pcp = tci >> 13;
  packet.dei = (tci >> 12) & 1;
}

/** Only whether the ARP message is whole; its fields are read by dissect/arp.ts. */
function checkArp(view: DataView, at: number, end: number, declaredEnd: number, packet: Packet): Outcome {
  packet.layer = LAYER_ARP;
  if (at + ARP_FIXED_BYTES > end) return short(at + ARP_FIXED_BYTES, declaredEnd);
  const need = at + ARP_FIXED_BYTES + 2 * (view.getUint8(at + 4) + view.getUint8(at + 5));
  return need > end ? short(need, declaredEnd) : OK;
}
