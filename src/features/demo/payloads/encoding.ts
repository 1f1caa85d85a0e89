/** Ways of writing numbers and structures that several protocols share. */
import { type Bytes, concat, u16, u32 } from '../../../wire/build/index.ts';

export const le16 = (value: number): number[] => u16(value).reverse();
export const le32 = (value: number): number[] => u32(value).reverse();
/** UTF-16, little-endian. */
export const utf16le = (text: string): Uint8Array =>
  Uint8Array.from([...text].flatMap((character) => le16(character.charCodeAt(0))));
/** ASCII with NUL up to `length`. */
export const fixedText = (text: string, length: number): string => text.slice(0, length).padEnd(length, '\0');

/** One BER element (ITU-T X.690 §8.1) with its definite length. */
export function ber(tag: number, ...content: Bytes[]): Uint8Array {
  const body = concat(...content);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, ...u16(body.length)];
  return concat([tag], length, body);
}

/** Non-negative INTEGER. */
export function berInteger(value: number): Uint8Array {
  const bytes = u32(value);
  while (bytes.length > 1 && bytes[0] === 0 && bytes[1] < 0x80) bytes.shift();
  return ber(2, bytes[0] >= 0x80 ? [0, ...bytes] : bytes);
}

export const berText = (text: string, tag = 4): Uint8Array => ber(tag, text);
export const sequence = (...content: Bytes[]): Uint8Array => ber(0x30, ...content);
