import { type Bytes, concat, mac, NOTHING, pad, u8, u16, u24, u32 } from './bytes.ts';

export const BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** Ethernet II; a `type` below 0x600 is an 802.3 length. Not padded: see `pad`. */
export function ethernet(dst: string, src: string, type: number, payload: Bytes = NOTHING): Uint8Array {
  return concat(mac(dst), mac(src), u16(type), payload);
}

/** What follows the tag's own ethertype (0x8100, 0x88a8, …): tag control information, then the next ethertype. */
export function vlan(
  tag: { id: number; pcp?: number; dei?: number },
  type: number,
  payload: Bytes = NOTHING,
): Uint8Array {
  return concat(u16(((tag.pcp ?? 0) << 13) | ((tag.dei ?? 0) << 12) | tag.id), u16(type), payload);
}

/** 802.3 frame: the length, then LLC. */
export function ethernet8023(dst: string, src: string, llcFrame: Bytes): Uint8Array {
  const payload = concat(llcFrame);
  return ethernet(dst, src, payload.length, payload);
}

/** IEEE 802.2 LLC header; unnumbered information (0x03) unless told. */
export function llc(dsap: number, ssap: number, payload: Bytes = NOTHING, control = 0x03): Uint8Array {
  return concat([dsap, ssap, control], payload);
}

/** LLC with SNAP: the organisation's 24 bits and its protocol id. */
export function snap(organisation: number, protocol: number, payload: Bytes = NOTHING): Uint8Array {
  return llc(0xaa, 0xaa, concat(u24(organisation), u16(protocol), payload));
}

/** Linux cooked capture (LINKTYPE_LINUX_SLL, 113). `packetType`: 0 to us, 1 broadcast, 2 multicast, 3 others, 4 from us. */
export function sll(
  fields: { src: string; type: number; packetType?: number; arphrd?: number },
  payload: Bytes = NOTHING,
): Uint8Array {
  return concat(
    u16(fields.packetType ?? 0),
    u16(fields.arphrd ?? 1),
    u16(6),
    pad(mac(fields.src), 8),
    u16(fields.type),
    payload,
  );
}

/** Linux cooked capture v2 (LINKTYPE_LINUX_SLL2, 276). */
export function sll2(
  fields: { src: string; type: number; packetType?: number; arphrd?: number; interfaceIndex?: number },
  payload: Bytes = NOTHING,
): Uint8Array {
  return concat(
    u16(fields.type),
    u16(0),
    u32(fields.interfaceIndex ?? 1),
    u16(fields.arphrd ?? 1),
    u8(fields.packetType ?? 0),
    u8(6),
    pad(mac(fields.src), 8),
    payload,
  );
}

/** Label stack (RFC 3032), outermost first; the last gets the bottom-of-stack bit. */
export function mpls(labels: readonly number[], payload: Bytes = NOTHING, ttl = 64): Uint8Array {
  const last = labels.length - 1;
  const stack = labels.flatMap((label, i) => u32(label * 0x1000 + (i === last ? 0x100 : 0) + ttl));
  return concat(stack, payload);
}

/** PPPoE (RFC 2516). Session data (code 0) begins with the PPP protocol: `concat(u16(0x0021), ipv4(…))`. */
export function pppoe(fields: { session: number; code?: number }, payload: Bytes = NOTHING): Uint8Array {
  const body = concat(payload);
  return concat([0x11, fields.code ?? 0], u16(fields.session), u16(body.length), body);
}
