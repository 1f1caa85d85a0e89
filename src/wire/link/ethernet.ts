import { LAYER_ETHERNET } from '../layers.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeEtherType } from './ethertype.ts';

const HEADER_BYTES = 14;

/** Ethernet II and IEEE 802.3 (IEEE 802.3-2022 §3.1): destination 6, source 6, type or length 2. */
export function decodeEthernet(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_ETHERNET;
  const next = at + HEADER_BYTES;
  if (next > end) return short(next, declaredEnd);
  packet.hasMac = 1;
  packet.dstMacHigh = view.getUint16(at);
  packet.dstMacLow = view.getInt32(at + 2);
  packet.srcMacHigh = view.getUint16(at + 6);
  packet.srcMacLow = view.getInt32(at + 8);
  const type = view.getUint16(at + 12);
  if (type === 0x0800) return decodeIpv4(view, next, end, declaredEnd, packet);
  return decodeEtherType(view, next, end, declaredEnd, type, packet);
}
