/** The bytes that builders of headers are made of. Network byte order. */
import { parseIpv4, parseIpv6 } from '../../base/ip.ts';
import { parseMac } from '../../base/mac.ts';

/** Bytes, in whatever form is handy. A string stands for its UTF-8 bytes. */
export type Bytes = Uint8Array | readonly number[] | string;

export const NOTHING = new Uint8Array(0);

const UTF8 = new TextEncoder();

/** One array of all parts, in order. */
export function concat(...parts: Bytes[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  const arrays = parts.map((part) => {
    const bytes = typeof part === 'string' ? UTF8.encode(part) : part;
    length += bytes.length;
    return bytes;
  });
  const all = new Uint8Array(length);
  let at = 0;
  for (const bytes of arrays) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

/** Bytes of hexadecimal text; spaces, colons, dots and line ends are ignored. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/[\s:.-]/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) throw new Error(`not hexadecimal: ${text}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

export const u8 = (value: number): number[] => [value & 255];
export const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];
export const u24 = (value: number): number[] => [(value >>> 16) & 255, ...u16(value)];
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];

/** Six bytes of a MAC address as text. */
export function mac(text: string): Uint8Array {
  const value = parseMac(text);
  if (value === null) throw new Error(`not a MAC address: ${text}`);
  return Uint8Array.from([...u16(Math.floor(value / 0x1_0000_0000)), ...u32(value)]);
}

/** Four or sixteen bytes of an address as text. */
export function ip(text: string): Uint8Array {
  const v4 = parseIpv4(text);
  if (v4 !== null) return Uint8Array.from(u32(v4));
  const groups = parseIpv6(text);
  if (groups === null) throw new Error(`not an IP address: ${text}`);
  return Uint8Array.from(groups.flatMap(u16));
}

/** The Internet checksum (RFC 1071) over all parts as if they were one. */
export function checksum(...parts: Bytes[]): number {
  const bytes = parts.length === 1 && parts[0] instanceof Uint8Array ? parts[0] : concat(...parts);
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i] * 256 + (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = Math.floor(sum / 0x10000) + (sum & 0xffff);
  return ~sum & 0xffff;
}

/** Zero padding up to `length` bytes, 60 being Ethernet's least without the FCS. */
export function pad(frame: Bytes, length = 60): Uint8Array {
  const bytes = concat(frame);
  return concat(bytes, new Uint8Array(Math.max(0, length - bytes.length)));
}
