import { ETHER } from '../ethertypes.ts';
import { announceInner } from '../inner.ts';
import { LAYER_ERSPAN, LAYER_GRE } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import {
  INNER_ETHERNET,
  INNER_IP,
  INNER_MPLS,
  INNER_PPP,
  type Packet,
  TUNNEL_ERSPAN,
  TUNNEL_GRE,
} from '../packet.ts';

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
/** Enhanced GRE (RFC 2637) only. */
const ACKNOWLEDGE = 0x0080;
const TYPE_BRIDGED = 0x6558;
const TYPE_PPP = 0x880b;
const TYPE_ERSPAN = 0x88be;
const TYPE_ERSPAN3 = 0x22eb;
const ERSPAN2_BYTES = 8;
const ERSPAN3_BYTES = 12;
const ERSPAN3_SUBHEADER_BYTES = 8;

/** GRE (RFC 2784, 2890, and 1701's source routes), enhanced GRE (RFC 2637), ERSPAN over it. */
export function decodeGre(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_GRE;
  if (at + 4 > end) return short(at + 4, declaredEnd);
  const flags = view.getUint16(at);
  const type = view.getUint16(at + 2);
  let next = at + 4;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) next += 4;
  if ((flags & KEY) !== 0) next += 4;
  if ((flags & SEQUENCE) !== 0) next += 4;
  if ((flags & 7) === 1 && (flags & ACKNOWLEDGE) !== 0) next += 4;
  if (next > end) return short(next, declaredEnd);
  if ((flags & ROUTING) !== 0) {
    next = skipRoutes(view, next, end);
    if (next > end) return short(next, declaredEnd);
  }
  packet.payloadAt = next;
  switch (type) {
    case ETHER.ipv4:
    case ETHER.ipv6:
      announceInner(packet, INNER_IP, TUNNEL_GRE, next, end, declaredEnd);
      return OK;
    case TYPE_BRIDGED:
      announceInner(packet, INNER_ETHERNET, TUNNEL_GRE, next, end, declaredEnd);
      return OK;
    case TYPE_PPP:
      announceInner(packet, INNER_PPP, TUNNEL_GRE, next, end, declaredEnd);
      return OK;
    case ETHER.mplsUnicast:
      announceInner(packet, INNER_MPLS, TUNNEL_GRE, next, end, declaredEnd);
      return OK;
    case TYPE_ERSPAN:
      // Type I has no header and no sequence number; type II has both.
      return decodeErspan(next, (flags & SEQUENCE) === 0 ? 0 : ERSPAN2_BYTES, end, declaredEnd, packet);
    case TYPE_ERSPAN3: {
      const hasSubheader = next + ERSPAN3_BYTES <= end && (view.getUint8(next + ERSPAN3_BYTES - 1) & 1) === 1;
      const headerBytes = ERSPAN3_BYTES + (hasSubheader ? ERSPAN3_SUBHEADER_BYTES : 0);
      return decodeErspan(next, headerBytes, end, declaredEnd, packet);
    }
    default:
      return OK;
  }
}

/** ERSPAN (draft-foschiano-erspan): a mirrored Ethernet frame behind `headerBytes`. */
function decodeErspan(
  at: number,
  headerBytes: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_ERSPAN;
  const next = at + headerBytes;
  if (next > end) return short(next, declaredEnd);
  announceInner(packet, INNER_ETHERNET, TUNNEL_ERSPAN, next, end, declaredEnd);
  return OK;
}

/** RFC 1701 source route entries: family 2, offset 1, length 1, data; a zero family and length end them. */
function skipRoutes(view: DataView, at: number, end: number): number {
  let next = at;
  for (;;) {
    if (next + 4 > end) return end + 1;
    const family = view.getUint16(next);
    const length = view.getUint8(next + 3);
    next += 4 + length;
    if (family === 0 && length === 0) return next;
  }
}
