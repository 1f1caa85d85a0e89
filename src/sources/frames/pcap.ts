/** Classic pcap files: draft-ietf-opsawg-pcap. */
import { say } from '../../model/messages/message.ts';
import { ReadingRefusal } from '../../model/messages/refusal.ts';
import type { RecordLayout } from '../../model/record-layout.ts';
import { LINKTYPE_ETHERNET } from './linktypes.ts';
import type { ReadReport } from './report.ts';
import { bulkFor, type FrameSink } from './source.ts';
import { MAX_FRAME_BYTES, type RecordWalker } from './walker.ts';

/** Magic numbers as read in the writer's byte order. */
const MAGIC_MICROS = 0xa1b2c3d4;
const MAGIC_NANOS = 0xa1b23c4d;
/** Kuznetzov's patched libpcap (Linux 2.0 days): records with 8 more bytes of header. */
const MAGIC_MODIFIED = 0xa1b2cd34;

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const MODIFIED_RECORD_HEADER_BYTES = 24;

const MICROS: RecordLayout = { kind: 'pcap', nanos: false };
const NANOS: RecordLayout = { kind: 'pcap', nanos: true };

/** True for a pcap magic number, given as read big-endian and little-endian. */
export function isPcapMagic(big: number, little: number): boolean {
  return isMagic(big) || isMagic(little);
}

function isMagic(word: number): boolean {
  return word === MAGIC_MICROS || word === MAGIC_NANOS || word === MAGIC_MODIFIED;
}

/** Before version 2.3 the two lengths of a record stood the other way round, as libpcap's reader knows. */
function hasSwappedLengths(view: DataView, at: number, littleEndian: boolean): boolean {
  return view.getUint16(at + 4, littleEndian) === 2 && view.getUint16(at + 6, littleEndian) < 3;
}

/** Walks a pcap file from its first byte, which is known to begin a magic number of this family. */
export class PcapWalker implements RecordWalker {
  stopped = false;
  readonly #sink: FrameSink;
  readonly #report: ReadReport;
  #headerRead = false;
  #littleEndian = false;
  #nanos = false;
  #headerBytes = RECORD_HEADER_BYTES;
  #linkType = 0;
  /** Where in a record header the captured and the wire length stand. */
  #capturedAt = 8;
  #wireAt = 12;

  constructor(sink: FrameSink, report: ReadReport) {
    this.#sink = sink;
    this.#report = report;
  }

  walk(view: DataView, from: number, end: number, origin: number): number {
    if (this.stopped) return end;
    let at = from;
    if (!this.#headerRead) {
      if (end - at < FILE_HEADER_BYTES) return at;
      this.#readFileHeader(view, at);
      at += FILE_HEADER_BYTES;
    }
    const sink = this.#sink;
    const clock = sink.clock;
    const littleEndian = this.#littleEndian;
    const nanos = this.#nanos;
    const headerBytes = this.#headerBytes;
    const linkType = this.#linkType;
    const capturedAt = this.#capturedAt;
    const wireAt = this.#wireAt;
    const bulk = this.#isUsual() ? bulkFor(sink, view) : null;
    const layout = nanos ? NANOS : MICROS;
    while (end - at >= headerBytes) {
      if (bulk !== null) {
        at = bulk.countRecords(at, end, layout);
        if (end - at < headerBytes) break;
      }
      const captured = view.getUint32(at + capturedAt, littleEndian);
      if (captured > MAX_FRAME_BYTES) return this.#stop(origin + at, captured, end);
      const frameAt = at + headerBytes;
      const next = frameAt + captured;
      if (next > end) break;
      const fraction = view.getUint32(at + 4, littleEndian);
      clock[0] = view.getUint32(at, littleEndian) * 1e6 + (nanos ? Math.floor(fraction / 1000) : fraction);
      const wire = view.getUint32(at + wireAt, littleEndian);
      // A frame was at least as long as what was captured of it, whatever the writer noted.
      sink.frame(view, frameAt, next, Math.max(wire, captured), linkType);
      at = next;
    }
    return at;
  }

  /** Whether records of this file are of the kind that is taken many at once. */
  #isUsual(): boolean {
    const isUsual = this.#littleEndian && this.#headerBytes === RECORD_HEADER_BYTES && this.#capturedAt === 8;
    return isUsual && this.#linkType === LINKTYPE_ETHERNET;
  }

  finish(view: DataView, at: number, end: number, origin: number): void {
    const left = end - at;
    if (!this.#headerRead) {
      const finding = say('pcap.header-cut', { bytes: FILE_HEADER_BYTES, found: left });
      throw new ReadingRefusal(this.#report.sentence(0, finding));
    }
    if (this.stopped || left === 0) return;
    if (left < this.#headerBytes) {
      this.#report.cut(origin + at, say('pcap.record-cut', { bytes: this.#headerBytes, found: left }));
      return;
    }
    const captured = view.getUint32(at + this.#capturedAt, this.#littleEndian);
    const found = left - this.#headerBytes;
    this.#report.cut(origin + at, say('pcap.frame-cut', { bytes: captured, found }));
  }

  #readFileHeader(view: DataView, at: number): void {
    this.#littleEndian = isMagic(view.getUint32(at, true));
    const magic = view.getUint32(at, this.#littleEndian);
    this.#nanos = magic === MAGIC_NANOS;
    if (magic === MAGIC_MODIFIED) this.#headerBytes = MODIFIED_RECORD_HEADER_BYTES;
    if (hasSwappedLengths(view, at, this.#littleEndian)) {
      this.#capturedAt = 12;
      this.#wireAt = 8;
    }
    // The upper bits tell about a frame check sequence, or are reserved (§4, Figure 2).
    this.#linkType = view.getUint32(at + 20, this.#littleEndian) & 0xffff;
    this.#headerRead = true;
  }

  #stop(offset: number, captured: number, end: number): number {
    this.stopped = true;
    this.#report.cut(offset, say('pcap.length', { most: MAX_FRAME_BYTES, found: captured }));
    return end;
  }
}
