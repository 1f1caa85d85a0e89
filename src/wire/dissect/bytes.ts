import { formatIpv4, formatIpv6, type Ip } from '../../base/ip.ts';
import type { Mac } from '../../base/mac.ts';
import { macFrom } from '../../base/mac.ts';
import { printable } from './text.ts';

/**
 * Readers the dissectors share. Each takes a range the caller has already checked to lie inside the
 * payload; none looks beyond it.
 */

const LF = 10;
const CR = 13;

/** MAC at `at`; six bytes must be there. */
export function macAt(frame: DataView, at: number): Mac {
  return macFrom(frame.getUint16(at), frame.getUint32(at + 2));
}

/** Dotted quad at `at`; four bytes must be there. */
export function ipv4At(frame: DataView, at: number): string {
  return formatIpv4(frame.getUint32(at));
}

/** RFC 5952 text at `at`; sixteen bytes must be there. */
export function ipv6At(frame: DataView, at: number): string {
  return formatIpv6(
    frame.getUint32(at),
    frame.getUint32(at + 4),
    frame.getUint32(at + 8),
    frame.getUint32(at + 12),
  );
}

/** The address in four bytes at `at`, or in sixteen when `version` is 6; they must be there. */
export function ipAt(frame: DataView, at: number, version: 4 | 6): Ip {
  const w0 = frame.getInt32(at);
  if (version === 4) return { version, w0, w1: 0, w2: 0, w3: 0 };
  return { version, w0, w1: frame.getInt32(at + 4), w2: frame.getInt32(at + 8), w3: frame.getInt32(at + 12) };
}

/**
 * Text of `[at, end)` up to the first NUL, surrounding blanks left out; `null` when nothing is left.
 * Line ends stay (a version banner has several), as LF.
 */
export function blockText(frame: DataView, at: number, end: number): string | null {
  const lines: string[] = [];
  let from = at;
  for (let i = at; i <= end; i++) {
    const byte = i < end ? frame.getUint8(i) : 0;
    if (byte !== LF && byte !== 0) continue;
    const until = i > from && frame.getUint8(i - 1) === CR ? i - 1 : i;
    lines.push(printable(frame, from, until).trimEnd());
    from = i + 1;
    if (byte === 0) break;
  }
  const text = lines.join('\n').trim();
  return text === '' ? null : text;
}

/** Whether the ASCII `text` stands at `at`, wholly before `end`. */
export function startsWith(frame: DataView, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) {
    if (frame.getUint8(at + i) !== text.charCodeAt(i)) return false;
  }
  return true;
}
