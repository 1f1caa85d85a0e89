import { LLC_BASE, SNAP_CISCO_BASE, SNAP_OTHER_BASE } from '../ethertypes.ts';
import { announceInner } from '../inner.ts';
import { LAYER_LLC } from '../layers.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_ETHERNET, type Packet, TUNNEL_GRE } from '../packet.ts';
import { decodeEtherType } from './ethertype.ts';

const SAP_SNAP = 0xaa;
const SAP_IP = 0x06;
/** Novell's 802.3 without LLC: an IPX packet, whose checksum is always ff ff. */
const RAW_IPX = 0xffff;
const SNAP_BYTES = 5;
const OUI_ETHERNET = 0x000000;
const OUI_CISCO = 0x00000c;
const OUI_BRIDGED = 0x0080c2;

/**
 * IEEE 802.2 LLC (DSAP, SSAP, control of 1 or 2 bytes) and SNAP (OUI 3, protocol id 2; RFC 1042).
 * Sets `etherType` to the ethertype inside SNAP, else to a code of ethertypes.ts.
 */
export function decodeLlc(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_LLC;
  if (at + 3 > end) return short(at + 3, declaredEnd);
  const dsap = view.getUint8(at);
  const saps = view.getUint16(at);
  packet.etherType = LLC_BASE + (saps === RAW_IPX ? 0xe0 : dsap);
  // Unnumbered frames have a one-byte control field, all others two.
  let next = at + ((view.getUint8(at + 2) & 3) === 3 ? 3 : 4);
  if (saps === RAW_IPX) next = at;
  if (next > end) return short(next, declaredEnd);
  packet.payloadAt = next;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  if (dsap === SAP_IP && (saps & 0xff) === SAP_IP) return decodeIpv4(view, next, end, declaredEnd, packet);
  if (dsap !== SAP_SNAP) return OK;
  return decodeSnap(view, next, end, declaredEnd, packet);
}

/** SNAP alone: also what Frame Relay and PPP bridging carry. */
export function decodeSnap(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  const next = at + SNAP_BYTES;
  if (next > end) return short(next, declaredEnd);
  const oui = (view.getUint8(at) << 16) | view.getUint16(at + 1);
  const id = view.getUint16(at + 3);
  packet.payloadAt = next;
  if (oui === OUI_ETHERNET && id > 1500) return decodeEtherType(view, next, end, declaredEnd, id, packet);
  if (oui === OUI_BRIDGED && (id === 0x0001 || id === 0x0007)) {
    packet.etherType = SNAP_OTHER_BASE + id;
    announceInner(packet, INNER_ETHERNET, TUNNEL_GRE, next, end, declaredEnd);
    return OK;
  }
  packet.etherType = (oui === OUI_CISCO ? SNAP_CISCO_BASE : SNAP_OTHER_BASE) + id;
  return OK;
}
