import { type Bytes, checksum, concat, ip, mac, NOTHING, pad, u8, u16, u32 } from './bytes.ts';

/** ARP for IPv4 over Ethernet (RFC 826). `operation`: 1 request, 2 reply; 3 and 4 in RARP. */
export function arp(fields: {
  operation: number;
  senderMac: string;
  senderIp: string;
  targetMac?: string;
  targetIp: string;
}): Uint8Array {
  return concat(
    u16(1),
    u16(0x0800),
    [6, 4],
    u16(fields.operation),
    mac(fields.senderMac),
    ip(fields.senderIp),
    mac(fields.targetMac ?? '00:00:00:00:00:00'),
    ip(fields.targetIp),
  );
}

export interface Ipv4Fields {
  src: string;
  dst: string;
  protocol: number;
  ttl?: number;
  id?: number;
  /** Differentiated services and ECN byte. */
  tos?: number;
  dontFragment?: boolean;
  moreFragments?: boolean;
  /** In bytes, a multiple of 8. */
  fragmentOffset?: number;
  /** Padded to four bytes with end-of-options. */
  options?: Bytes;
  /** Header words, when it should lie. */
  ihl?: number;
  /** Declared length, when it should lie. */
  totalLength?: number;
  /** Header checksum, when it should lie. */
  checksum?: number;
}

/** IPv4 (RFC 791). */
export function ipv4(fields: Ipv4Fields, payload: Bytes = NOTHING): Uint8Array {
  const options = concat(fields.options ?? NOTHING);
  const optionBytes = pad(options, Math.ceil(options.length / 4) * 4);
  const src = ip(fields.src);
  const dst = ip(fields.dst);
  const offset = fields.fragmentOffset ?? 0;
  const whole = offset === 0 && fields.moreFragments !== true;
  const body = whole ? withChecksum(fields.protocol, src, dst, concat(payload)) : concat(payload);
  const headerLength = 20 + optionBytes.length;
  const flags = (fields.dontFragment ? 0x4000 : 0) | (fields.moreFragments ? 0x2000 : 0);
  const header = concat(
    u8(0x40 | (fields.ihl ?? headerLength / 4)),
    u8(fields.tos ?? 0),
    u16(fields.totalLength ?? headerLength + body.length),
    u16(fields.id ?? 0),
    u16(flags | (offset >> 3)),
    u8(fields.ttl ?? 64),
    u8(fields.protocol),
    u16(0),
    src,
    dst,
    optionBytes,
  );
  header.set(u16(fields.checksum ?? checksum(header)), 10);
  return concat(header, body);
}

/** An extension header: its type, and its bytes after the next-header byte (length byte included). */
export interface Ipv6Extension {
  type: number;
  rest: Uint8Array;
}

/** Hop-by-hop (0), destination options (60) or routing (43): `body` is padded with PadN to eight bytes. */
export function ipv6Options(type: number, body: Bytes = NOTHING): Ipv6Extension {
  const bytes = concat(body);
  const length = Math.ceil((2 + bytes.length) / 8) * 8;
  const missing = length - 2 - bytes.length;
  const padding = missing === 0 ? [] : missing === 1 ? [0] : [1, missing - 2, ...Array(missing - 2).fill(0)];
  return { type, rest: concat(u8(length / 8 - 1), bytes, padding) };
}

/** Fragment header (44). `offset` in bytes, a multiple of 8. */
export function ipv6Fragment(fields: { offset: number; more: boolean; id: number }): Ipv6Extension {
  return { type: 44, rest: concat([0], u16(fields.offset | (fields.more ? 1 : 0)), u32(fields.id)) };
}

export interface Ipv6Fields {
  src: string;
  dst: string;
  /** Protocol of the payload, after the extension headers. */
  protocol: number;
  hopLimit?: number;
  trafficClass?: number;
  flowLabel?: number;
  extensions?: readonly Ipv6Extension[];
  /** Declared length, when it should lie. */
  payloadLength?: number;
}

/** IPv6 (RFC 8200). */
export function ipv6(fields: Ipv6Fields, payload: Bytes = NOTHING): Uint8Array {
  const extensions = fields.extensions ?? [];
  const src = ip(fields.src);
  const dst = ip(fields.dst);
  const whole = extensions.every((extension) => extension.type !== 44);
  let body = whole ? withChecksum(fields.protocol, src, dst, concat(payload)) : concat(payload);
  let next = fields.protocol;
  for (const extension of [...extensions].reverse()) {
    body = concat(u8(next), extension.rest, body);
    next = extension.type;
  }
  return concat(
    u32(0x60000000 + (fields.trafficClass ?? 0) * 0x100000 + (fields.flowLabel ?? 0)),
    u16(fields.payloadLength ?? body.length),
    u8(next),
    u8(fields.hopLimit ?? 64),
    src,
    dst,
    body,
  );
}

/** Where each transport keeps its checksum. */
const CHECKSUM_AT: Readonly<Record<number, number>> = { 6: 16, 17: 6, 58: 2 };

function withChecksum(
  protocol: number,
  src: Uint8Array,
  dst: Uint8Array,
  body: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const at = CHECKSUM_AT[protocol];
  if (at === undefined || body.length < at + 2 || body[at] !== 0 || body[at + 1] !== 0) return body;
  const sum = checksum(src, dst, u32(body.length), u32(protocol), body);
  body.set(u16(sum === 0 && protocol === 17 ? 0xffff : sum), at);
  return body;
}
