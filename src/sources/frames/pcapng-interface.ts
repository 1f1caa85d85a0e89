/** What a pcapng interface description block says, and time stamps in its units (draft-ietf-opsawg-pcapng §4.2). */

import type { RecordLayout } from '../../model/record-layout.ts';
import { LINKTYPE_ETHERNET } from './linktypes.ts';

const OPTION_END = 0;
const OPTION_TSRESOL = 9;
const OPTION_TSOFFSET = 14;
const TWO_32 = 4_294_967_296;
/** See PcapngLayout. */
const LARGEST_OFFSET = 2 ** 52;

/** How 64-bit ticks become microseconds. */
const MICROS = 0;
/** Ticks are a whole fraction of a microsecond small enough to divide exactly in two 32-bit steps. */
const DIVIDE = 1;
/** Ticks are 2^-n seconds, n ≥ 32: whole seconds stand in the high word. */
const BINARY_HIGH = 2;
/** Anything else, in doubles: exact while ticks stay below 2^53. */
const PER_SECOND = 3;

export interface CaptureInterface {
  readonly linkType: number;
  /** Longest captured frame; 0 is no limit. */
  readonly snapLength: number;
  readonly unit: typeof MICROS | typeof DIVIDE | typeof BINARY_HIGH | typeof PER_SECOND;
  /** DIVIDE: ticks per µs. BINARY_HIGH: high-word units per second. PER_SECOND: ticks per second. */
  readonly divisor: number;
  /** if_tsoffset in µs. */
  readonly offsetMicros: number;
  /** For who takes many of its packets at once; `null` when they are not of the usual kind. */
  readonly layout: RecordLayout | null;
  /** if_drop of the last interface statistics block, which counts from the beginning. */
  dropped: number | null;
}

/**
 * Reads the interface of the block `[at, end)` whose length and trailer were checked (`end - at >= 20`). `id`: how many were
 * described before it in the section.
 */
export function readInterface(
  view: DataView,
  at: number,
  end: number,
  littleEndian: boolean,
  id: number,
): CaptureInterface {
  let resolution = 6;
  let offsetSeconds = 0;
  eachOption(view, at + 16, end - 4, littleEndian, (code, valueAt, length) => {
    if (code === OPTION_TSRESOL && length === 1) resolution = view.getUint8(valueAt);
    if (code === OPTION_TSOFFSET && length === 8)
      offsetSeconds = Number(view.getBigInt64(valueAt, littleEndian));
  });
  const linkType = view.getUint16(at + 8, littleEndian);
  const { unit, divisor } = unitOf(resolution);
  const offsetMicros = offsetSeconds * 1e6;
  const isUsual =
    littleEndian &&
    linkType === LINKTYPE_ETHERNET &&
    (unit === MICROS || unit === DIVIDE) &&
    Math.abs(offsetMicros) <= LARGEST_OFFSET;
  return {
    ...{ linkType, unit, divisor, offsetMicros },
    snapLength: view.getUint32(at + 12, littleEndian),
    layout: isUsual ? { kind: 'pcapng', interfaceId: id, ticksPerMicro: divisor, offsetMicros } : null,
    dropped: null,
  };
}

/** if_tsresol: the high bit tells powers of two from powers of ten. */
function unitOf(resolution: number): Pick<CaptureInterface, 'unit' | 'divisor'> {
  const exponent = resolution & 0x7f;
  if (resolution >= 0x80) {
    if (exponent >= 32) return { unit: BINARY_HIGH, divisor: 2 ** (exponent - 32) };
    return { unit: PER_SECOND, divisor: 2 ** exponent };
  }
  if (exponent === 6) return { unit: MICROS, divisor: 1 };
  // Up to 10^6 ticks per µs, a remainder times 2^32 stays below 2^53.
  if (exponent > 6 && exponent <= 12) return { unit: DIVIDE, divisor: 10 ** (exponent - 6) };
  return { unit: PER_SECOND, divisor: 10 ** exponent };
}

/** Stores the time of the ticks `high·2^32 + low` in `clock[0]`, floored to the microsecond. */
export function setClock(clock: Float64Array, from: CaptureInterface, high: number, low: number): void {
  const { unit, divisor, offsetMicros } = from;
  if (unit === MICROS) {
    clock[0] = offsetMicros + high * TWO_32 + low;
  } else if (unit === DIVIDE) {
    const whole = Math.floor(high / divisor);
    const rest = high - whole * divisor;
    clock[0] = offsetMicros + whole * TWO_32 + Math.floor((rest * TWO_32 + low) / divisor);
  } else if (unit === BINARY_HIGH) {
    const seconds = Math.floor(high / divisor);
    const rest = (high - seconds * divisor) * TWO_32 + low;
    clock[0] = offsetMicros + seconds * 1e6 + Math.floor((rest * 1e6) / (divisor * TWO_32));
  } else {
    const ticks = high * TWO_32 + low;
    const seconds = Math.floor(ticks / divisor);
    clock[0] = offsetMicros + seconds * 1e6 + Math.floor(((ticks - seconds * divisor) * 1e6) / divisor);
  }
}

/**
 * Calls back for every option of `[at, end)` that lies wholly inside (§3.5), up to the end-of-options mark.
 * Stops at the first that does not.
 */
export function eachOption(
  view: DataView,
  at: number,
  end: number,
  littleEndian: boolean,
  take: (code: number, valueAt: number, length: number) => void,
): void {
  let next = at;
  while (end - next >= 4) {
    const code = view.getUint16(next, littleEndian);
    const length = view.getUint16(next + 2, littleEndian);
    if (code === OPTION_END || length > end - next - 4) return;
    take(code, next + 4, length);
    next += 4 + ((length + 3) & ~3);
  }
}
