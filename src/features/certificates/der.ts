/** Writing DER (ITU-T X.690), as much of it as certificates and requests for them need. */

type Bytes = Uint8Array<ArrayBuffer>;

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  generalizedTime: 0x18,
  utcTime: 0x17,
} as const;

/** A value with this tag; its parts are put one behind the other. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = concat(parts);
  return concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => tagged(TAG.sequence, ...parts);
export const setOf = (...parts: readonly Uint8Array[]): Bytes => tagged(TAG.set, ...parts);
export const octets = (content: Uint8Array): Bytes => tagged(TAG.octetString, content);
export const yes = (): Bytes => tagged(TAG.boolean, Uint8Array.of(0xff));
export const utf8 = (text: string): Bytes => tagged(TAG.utf8, new TextEncoder().encode(text));
/** All bits of whole bytes. */
export const bits = (content: Uint8Array, unused = 0): Bytes =>
  tagged(TAG.bitString, Uint8Array.of(unused), content);
/** `[n] EXPLICIT`. */
export const explicit = (n: number, content: Uint8Array): Bytes => tagged(0xa0 | n, content);
/** `[n] IMPLICIT` of a primitive type. */
export const implicit = (n: number, content: Uint8Array): Bytes => tagged(0x80 | n, content);

/** A positive integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Bytes {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0) at++;
  const short = bytes.subarray(at);
  return tagged(TAG.integer, ...((short[0] ?? 0) & 0x80 ? [Uint8Array.of(0), short] : [short]));
}

/** `1.2.840.10045.2.1`. */
export function objectId(dotted: string): Bytes {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return tagged(TAG.objectId, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** UTCTime up to 2049, GeneralizedTime after (RFC 5280 §4.1.2.5); whole seconds. */
export function time(ms: number): Bytes {
  const digits = new Date(ms).toISOString().replace(/\.\d+Z$|[-:T]/g, '');
  const isLate = digits >= '2050';
  return tagged(
    isLate ? TAG.generalizedTime : TAG.utcTime,
    new TextEncoder().encode(`${isLate ? digits : digits.slice(2)}Z`),
  );
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function concat(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function lengthOf(length: number): Uint8Array {
  if (length < 128) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 255);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

function base128(arc: number): number[] {
  const bytes = [arc & 127];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((rest & 127) | 128);
  return bytes;
}
