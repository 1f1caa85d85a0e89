import { announceInner } from '../inner.ts';
import { OK, type Outcome } from '../outcome.ts';
import { INNER_IP, type Packet, TUNNEL_GTP } from '../packet.ts';

const HEADER_BYTES = 8;
const OPTIONAL_BYTES = 4;
/** Version 1, protocol type GTP. */
const VERSION_1 = 0x30;
const MESSAGE_G_PDU = 255;

/**
 * GTP-U (3GPP TS 29.281 §5): a G-PDU carries a subscriber's IP packet behind 8 bytes, 4 more when any of the
 * extension, sequence or N-PDU flags is set, and a chain of extension headers. Other messages, and bytes that only
 * use the port, are left alone.
 */
export function decodeGtp(view: DataView, packet: Packet): Outcome {
  const at = packet.payloadAt;
  const end = packet.payloadEnd;
  if (at + HEADER_BYTES > end) return OK;
  const flags = view.getUint8(at);
  if ((flags & 0xf0) !== VERSION_1 || view.getUint8(at + 1) !== MESSAGE_G_PDU) return OK;
  let next = at + HEADER_BYTES;
  if ((flags & 7) !== 0) {
    next += OPTIONAL_BYTES;
    let extension = (flags & 4) !== 0 && next <= end ? view.getUint8(next - 1) : 0;
    while (extension !== 0 && next < end) {
      const words = view.getUint8(next);
      if (words === 0) return OK;
      next += words * 4;
      if (next > end) return OK;
      extension = view.getUint8(next - 1);
    }
  }
  announceInner(packet, INNER_IP, TUNNEL_GTP, next, end, packet.payloadDeclaredEnd);
  return OK;
}
