import { LAYER_LINK } from './layers.ts';
import { decodeEthernet } from './link/ethernet.ts';
import { decodeFrameRelay } from './link/frame-relay.ts';
import { decodeHdlc } from './link/hdlc.ts';
import { decodeLinuxCooked, decodeLinuxCooked2 } from './link/linux-cooked.ts';
import { decodeLoopback } from './link/loopback.ts';
import { decodeMpls } from './link/mpls.ts';
import { decodePpp } from './link/ppp.ts';
import { decodeIp } from './network/ip.ts';
import { OK, type Outcome, UNSUPPORTED } from './outcome.ts';
import { INNER_ETHERNET, INNER_IP, INNER_MPLS, INNER_PPP, type Packet, resetPacket } from './packet.ts';
import { decodeUsual, forgetUnusual } from './usual-frame.ts';

/** LINKTYPE_ values that decode knows (https://www.tcpdump.org/linktypes.html). */
export const LINKTYPE = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  rawBsd: 12,
  rawOpenBsd: 14,
  pppHdlc: 50,
  raw: 101,
  ciscoHdlc: 104,
  frameRelay: 107,
  loop: 108,
  linuxSll: 113,
  ipv4: 228,
  ipv6: 229,
  linuxSll2: 276,
} as const;

/**
 * Reads one frame into `packet`, as deep as it goes.
 *
 * The captured bytes are `[at, end)`; the frame itself reaches to `declaredEnd` (≥ `end`; beyond it when a snap
 * length cut the capture). Never reads at or past `end`, never throws, never allocates. Whatever the outcome,
 * the fields filled before the stop are valid. A tunnelled packet is announced in `innerKind` and read by
 * `decodeInner`.
 */
export function decode(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  linkType: number,
  packet: Packet,
): Outcome {
  if (linkType === LINKTYPE.ethernet && decodeUsual(view, at, end, declaredEnd, packet)) {
    if (packet.usual === 0) forgetUnusual(packet);
    return OK;
  }
  return decodeLayers(view, at, end, declaredEnd, linkType, packet);
}

/** The same, layer by layer, whatever the frame. `decode` comes here for all that is not usual. */
export function decodeLayers(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  linkType: number,
  packet: Packet,
): Outcome {
  resetPacket(packet);
  packet.tunnel = 0;
  packet.payloadAt = at;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  if (linkType === LINKTYPE.ethernet) return decodeEthernet(view, at, end, declaredEnd, packet);
  switch (linkType) {
    case LINKTYPE.linuxSll:
      return decodeLinuxCooked(view, at, end, declaredEnd, packet);
    case LINKTYPE.linuxSll2:
      return decodeLinuxCooked2(view, at, end, declaredEnd, packet);
    case LINKTYPE.raw:
    case LINKTYPE.rawBsd:
    case LINKTYPE.rawOpenBsd:
    case LINKTYPE.ipv4:
    case LINKTYPE.ipv6:
      return decodeIp(view, at, end, declaredEnd, packet);
    case LINKTYPE.null:
    case LINKTYPE.loop:
      return decodeLoopback(view, at, end, declaredEnd, packet);
    case LINKTYPE.ppp:
    case LINKTYPE.pppHdlc:
      return decodePpp(view, at, end, declaredEnd, packet);
    case LINKTYPE.ciscoHdlc:
      return decodeHdlc(view, at, end, declaredEnd, packet);
    case LINKTYPE.frameRelay:
      return decodeFrameRelay(view, at, end, declaredEnd, packet);
    default:
      packet.layer = LAYER_LINK;
      return UNSUPPORTED;
  }
}

/**
 * Steps into the packet that the last decode announced (`innerKind` INNER_ETHERNET, _IP, _PPP or _MPLS):
 * `packet` then describes the inner one. Each step moves forward by at least one byte, so a loop over it ends.
 */
export function decodeInner(view: DataView, packet: Packet): Outcome {
  const kind = packet.innerKind;
  const at = packet.innerAt;
  const end = packet.innerEnd;
  const declaredEnd = packet.innerDeclaredEnd;
  resetPacket(packet);
  packet.tunnel = packet.innerTunnel;
  packet.payloadAt = at;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  switch (kind) {
    case INNER_ETHERNET:
      return decodeEthernet(view, at, end, declaredEnd, packet);
    case INNER_IP:
      return decodeIp(view, at, end, declaredEnd, packet);
    case INNER_PPP:
      return decodePpp(view, at, end, declaredEnd, packet);
    case INNER_MPLS:
      return decodeMpls(view, at, end, declaredEnd, packet);
    default:
      packet.layer = LAYER_LINK;
      return UNSUPPORTED;
  }
}
