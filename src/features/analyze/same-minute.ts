/** Looks ahead in a chunk of a capture: how far its records stay within a span of time. */
import type { PcapLayout, PcapngLayout, RecordLayout } from '../../model/record-layout.ts';

const RECORD_HEADER_BYTES = 16;
/** Of pcapng. */
const ENHANCED_PACKET = 6;
const SHORTEST_BLOCK_BYTES = 32;
const TWO_32 = 4_294_967_296;

/**
 * Where the first record in `[from, end)` begins whose time is not in `[begin, after)` µs, that is not whole, or that is no
 * packet of this layout.
 */
export function spanEnd(
  view: DataView,
  from: number,
  end: number,
  layout: RecordLayout,
  begin: number,
  after: number,
): number {
  return layout.kind === 'pcap'
    ? recordsEnd(view, from, end, layout, begin, after)
    : blocksEnd(view, from, end, layout, begin, after);
}

function recordsEnd(
  view: DataView,
  from: number,
  end: number,
  { nanos }: PcapLayout,
  begin: number,
  after: number,
): number {
  let at = from;
  while (at + RECORD_HEADER_BYTES <= end) {
    const fraction = view.getUint32(at + 4, true);
    const time = view.getUint32(at, true) * 1e6 + (nanos ? fraction / 1000 : fraction);
    const next = at + RECORD_HEADER_BYTES + view.getUint32(at + 8, true);
    if (time < begin || time >= after || next > end) break;
    at = next;
  }
  return at;
}

function blocksEnd(
  view: DataView,
  from: number,
  end: number,
  { interfaceId, ticksPerMicro, offsetMicros }: PcapngLayout,
  begin: number,
  after: number,
): number {
  let at = from;
  while (at + SHORTEST_BLOCK_BYTES <= end) {
    if (view.getUint32(at, true) !== ENHANCED_PACKET || view.getUint32(at + 8, true) !== interfaceId) break;
    const total = view.getUint32(at + 4, true);
    if (total < SHORTEST_BLOCK_BYTES || at + total > end) break;
    // In two steps: 64-bit ticks are no exact doubles.
    const high = view.getUint32(at + 12, true);
    const whole = Math.floor(high / ticksPerMicro);
    const rest = (high - whole * ticksPerMicro) * TWO_32 + view.getUint32(at + 16, true);
    const time = offsetMicros + whole * TWO_32 + Math.floor(rest / ticksPerMicro);
    if (time < begin || time >= after) break;
    at += total;
  }
  return at;
}
