import { type Bytes, checksum, concat, NOTHING, pad, u8, u16, u32 } from './bytes.ts';

/** UDP (RFC 768); the checksum is the IP builder's. `length` when it should lie. */
export function udp(srcPort: number, dstPort: number, payload: Bytes = NOTHING, length?: number): Uint8Array {
  const body = concat(payload);
  return concat(u16(srcPort), u16(dstPort), u16(length ?? 8 + body.length), u16(0), body);
}

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;
export const URG = 32;

export interface TcpFields {
  srcPort: number;
  dstPort: number;
  seq?: number;
  ack?: number;
  /** OR of FIN, SYN, … */
  flags?: number;
  window?: number;
  /** Padded to four bytes with end-of-options. */
  options?: Bytes;
  /** Header words, when it should lie. */
  dataOffset?: number;
}

/** TCP (RFC 9293); the checksum is the IP builder's. */
export function tcp(fields: TcpFields, payload: Bytes = NOTHING): Uint8Array {
  const options = concat(fields.options ?? NOTHING);
  const optionBytes = pad(options, Math.ceil(options.length / 4) * 4);
  return concat(
    u16(fields.srcPort),
    u16(fields.dstPort),
    u32(fields.seq ?? 0),
    u32(fields.ack ?? 0),
    u8((fields.dataOffset ?? 5 + optionBytes.length / 4) << 4),
    u8(fields.flags ?? ACK),
    u16(fields.window ?? 65535),
    u32(0),
    optionBytes,
    payload,
  );
}

/** ICMP (RFC 792): `rest` is the second header word (identifier and sequence, next-hop MTU, …). */
export function icmp(type: number, code: number, payload: Bytes = NOTHING, rest = 0): Uint8Array {
  const message = concat([type, code, 0, 0], u32(rest), payload);
  message.set(u16(checksum(message)), 2);
  return message;
}

/** ICMPv6 (RFC 4443); the checksum is the IP builder's. */
export function icmpv6(type: number, code: number, payload: Bytes = NOTHING, rest = 0): Uint8Array {
  return concat([type, code, 0, 0], u32(rest), payload);
}

/** SCTP (RFC 9260) common header with CRC-32c, and its chunks. */
export function sctp(
  fields: { srcPort: number; dstPort: number; tag?: number },
  chunks: Bytes = NOTHING,
): Uint8Array {
  const packet = concat(u16(fields.srcPort), u16(fields.dstPort), u32(fields.tag ?? 0), u32(0), chunks);
  let crc = 0xffffffff;
  for (const byte of packet) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  new DataView(packet.buffer).setUint32(8, ~crc >>> 0, true);
  return packet;
}

/** One SCTP chunk, padded to four bytes. */
export function sctpChunk(type: number, flags: number, value: Bytes = NOTHING): Uint8Array {
  const body = concat(value);
  return pad(concat([type, flags], u16(4 + body.length), body), 4 + Math.ceil(body.length / 4) * 4);
}
