/** pcapng files: draft-ietf-opsawg-pcapng. */
import { type Message, say } from '../../model/messages/message.ts';
import { ReadingRefusal } from '../../model/messages/refusal.ts';
import type { RecordLayout } from '../../model/record-layout.ts';
import { type CaptureInterface, eachOption, readInterface, setClock } from './pcapng-interface.ts';
import { readNames } from './pcapng-names.ts';
import type { ReadReport } from './report.ts';
import { bulkFor, type FrameSink } from './source.ts';
import { MAX_FRAME_BYTES, MAX_RECORD_BYTES, type RecordWalker } from './walker.ts';

/** Block types (§11.1). The section header's reads the same in both byte orders: it is the file's magic number. */
export const PCAPNG_MAGIC = 0x0a0d0d0a;
const SECTION_HEADER = PCAPNG_MAGIC;
const INTERFACE_DESCRIPTION = 1;
/** Obsolete (§A.1), still found in files of the years around 2010. */
const PACKET = 2;
const SIMPLE_PACKET = 3;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const MAJOR_VERSION = 1;
/** Type and both lengths: the shortest block. */
const MIN_BLOCK_BYTES = 12;
/** Shortest whole block of each type that is read, by type. */
const MIN_BYTES: Readonly<Record<number, number>> = {
  [SECTION_HEADER]: 28,
  [INTERFACE_DESCRIPTION]: 20,
  [PACKET]: 32,
  [SIMPLE_PACKET]: 16,
  [NAME_RESOLUTION]: 12,
  [INTERFACE_STATISTICS]: 24,
  [ENHANCED_PACKET]: 32,
};
const OPTION_IF_DROP = 5;
/** Interfaces described in one section; packets of later ones are skipped. */
const MAX_INTERFACES = 65_536;

/**
 * Walks a pcapng file from its first byte, which is known to begin a section header.
 *
 * A block whose two lengths agree is damage-tolerant: nonsense inside it costs that block and a warning.
 * A block whose lengths do not agree ends the walk, since nothing tells where the next one begins.
 * Decryption secrets, custom and unknown blocks are skipped.
 *
 * A simple packet block has no time: its frame gets the time of the packet before it.
 */
export class PcapngWalker implements RecordWalker {
  stopped = false;
  readonly #sink: FrameSink;
  readonly #report: ReadReport;
  #littleEndian = false;
  #sectionRead = false;
  /** Of the current section; `null` stands for one whose description was damaged. */
  #interfaces: (CaptureInterface | null)[] = [];
  /** Bytes of a long block still to come and not to be looked at, and where that block began. */
  #skip = 0;
  #skipFrom = 0;

  constructor(sink: FrameSink, report: ReadReport) {
    this.#sink = sink;
    this.#report = report;
  }

  walk(view: DataView, from: number, end: number, origin: number): number {
    let at = from;
    const bulk = bulkFor(this.#sink, view);
    while (!this.stopped) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, end - at);
        this.#skip -= skipped;
        at += skipped;
      }
      if (end - at < MIN_BLOCK_BYTES) return at;
      let littleEndian = this.#littleEndian;
      const type = view.getUint32(at, littleEndian);
      if (type === SECTION_HEADER) {
        littleEndian = view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC;
        if (!littleEndian && view.getUint32(at + 8, false) !== BYTE_ORDER_MAGIC) {
          this.#stop(origin + at + 8, say('pcapng.byte-order', { found: word(view, at + 8) }));
          break;
        }
      }
      const total = view.getUint32(at + 4, littleEndian);
      if (total < MIN_BLOCK_BYTES || (total & 3) !== 0) {
        this.#stop(origin + at, say('pcapng.block-length', { found: total }));
        break;
      }
      if (total > MAX_RECORD_BYTES) {
        this.#skipLong(type, total, origin + at);
        continue;
      }
      const next = at + total;
      if (next > end) return at;
      const trailer = view.getUint32(next - 4, littleEndian);
      if (trailer !== total) {
        this.#stop(origin + at, say('pcapng.two-lengths', { first: total, last: trailer }));
        break;
      }
      if (type === ENHANCED_PACKET && total >= 32) {
        const layout = bulk === null ? null : this.#layout();
        const reached = bulk === null || layout === null ? at : bulk.countRecords(at, end, layout);
        if (reached > at) {
          at = reached;
          continue;
        }
        this.#packet(view, at, next, origin, view.getUint32(at + 8, littleEndian));
      } else if (type === SECTION_HEADER) {
        if (!this.#section(view, at, next, origin, littleEndian)) break;
      } else {
        this.#block(type, view, at, next, origin);
      }
      at = next;
    }
    return end;
  }

  /** Of the only interface: the packets of several take turns, and none would come many at once. */
  #layout(): RecordLayout | null {
    return this.#interfaces.length === 1 ? (this.#interfaces[0]?.layout ?? null) : null;
  }

  finish(view: DataView, at: number, end: number, origin: number): void {
    const left = end - at;
    if (!this.#sectionRead && !this.stopped) {
      throw new ReadingRefusal(this.#report.sentence(0, say('pcapng.section-cut', { found: left })));
    }
    this.#closeSection();
    if (this.stopped) return;
    if (this.#skip > 0) {
      this.#report.cut(this.#skipFrom, say('pcapng.long-cut', { left: this.#skip }));
    } else if (left >= MIN_BLOCK_BYTES) {
      const isHeader = view.getUint32(at, false) === SECTION_HEADER;
      const littleEndian = isHeader ? view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC : this.#littleEndian;
      const bytes = view.getUint32(at + 4, littleEndian);
      this.#report.cut(origin + at, say('pcapng.block-cut', { bytes, found: left }));
    } else if (left > 0) {
      this.#report.cut(origin + at, say('pcapng.head-cut', { least: MIN_BLOCK_BYTES, found: left }));
    }
  }

  /** Enhanced and obsolete packet blocks: they differ in how the interface is written. */
  #packet(view: DataView, at: number, end: number, origin: number, interfaceId: number): void {
    const littleEndian = this.#littleEndian;
    const from = this.#interfaces[interfaceId];
    const captured = view.getUint32(at + 20, littleEndian);
    if (from === undefined || from === null) {
      this.#skipped(origin + at, say('pcapng.interface', { found: interfaceId }));
    } else if (captured > end - at - 32 || captured > MAX_FRAME_BYTES) {
      const most = Math.min(end - at - 32, MAX_FRAME_BYTES);
      this.#skipped(origin + at, say('pcapng.length', { most, found: captured }));
    } else {
      const wire = view.getUint32(at + 24, littleEndian);
      setClock(
        this.#sink.clock,
        from,
        view.getUint32(at + 12, littleEndian),
        view.getUint32(at + 16, littleEndian),
      );
      const frameAt = at + 28;
      // A frame was at least as long as what was captured of it, whatever the writer noted.
      this.#sink.frame(view, frameAt, frameAt + captured, Math.max(wire, captured), from.linkType);
    }
  }

  #block(type: number, view: DataView, at: number, end: number, origin: number): void {
    const shortest = MIN_BYTES[type] ?? MIN_BLOCK_BYTES;
    if (end - at < shortest) {
      this.#skipped(origin + at, say('pcapng.block-short', { type, least: shortest, found: end - at }));
      if (type === INTERFACE_DESCRIPTION) this.#addInterface(null);
    } else if (type === INTERFACE_DESCRIPTION) {
      this.#addInterface(readInterface(view, at, end, this.#littleEndian, this.#interfaces.length));
    } else if (type === PACKET) {
      this.#packet(view, at, end, origin, view.getUint16(at + 8, this.#littleEndian));
    } else if (type === SIMPLE_PACKET) {
      this.#simplePacket(view, at, end, origin);
    } else if (type === NAME_RESOLUTION) {
      readNames(view, at + 8, end - 4, this.#littleEndian, (ip, name) => this.#report.addName(ip, name));
    } else if (type === INTERFACE_STATISTICS) {
      this.#statistics(view, at, end);
    }
  }

  #simplePacket(view: DataView, at: number, end: number, origin: number): void {
    const from = this.#interfaces[0];
    const wire = view.getUint32(at + 8, this.#littleEndian);
    const room = end - at - 16;
    if (from === undefined || from === null) {
      this.#skipped(origin + at, say('pcapng.no-interface'));
      return;
    }
    const captured = Math.min(wire, room, from.snapLength === 0 ? room : from.snapLength);
    if (captured > MAX_FRAME_BYTES) {
      this.#skipped(origin + at, say('pcapng.length', { most: MAX_FRAME_BYTES, found: captured }));
      return;
    }
    this.#sink.frame(view, at + 12, at + 12 + captured, wire, from.linkType);
  }

  #statistics(view: DataView, at: number, end: number): void {
    const littleEndian = this.#littleEndian;
    const from = this.#interfaces[view.getUint32(at + 8, littleEndian)];
    if (from === undefined || from === null) return;
    eachOption(view, at + 20, end - 4, littleEndian, (code, valueAt, length) => {
      if (code === OPTION_IF_DROP && length === 8)
        from.dropped = Number(view.getBigUint64(valueAt, littleEndian));
    });
  }

  /** False when the section cannot be read. */
  #section(view: DataView, at: number, end: number, origin: number, littleEndian: boolean): boolean {
    const major = view.getUint16(at + 12, littleEndian);
    if (end - at < 28 || major !== MAJOR_VERSION) {
      const expected = { version: MAJOR_VERSION, bytes: end - at, found: major };
      this.#stop(origin + at, say('pcapng.section', expected));
      return false;
    }
    this.#closeSection();
    this.#littleEndian = littleEndian;
    this.#sectionRead = true;
    return true;
  }

  #closeSection(): void {
    for (const from of this.#interfaces) {
      if (from?.dropped != null) this.#report.dropped = (this.#report.dropped ?? 0) + from.dropped;
    }
    this.#interfaces = [];
  }

  #addInterface(described: CaptureInterface | null): void {
    if (this.#interfaces.length < MAX_INTERFACES) this.#interfaces.push(described);
  }

  /** Blocks too long to hold are passed over; a section header or one's interfaces cannot be. */
  #skipLong(type: number, total: number, offset: number): void {
    if (type === SECTION_HEADER) {
      this.#stop(offset, say('pcapng.section-long', { most: MAX_RECORD_BYTES, found: total }));
      return;
    }
    this.#skip = total;
    this.#skipFrom = offset;
    if (!(type in MIN_BYTES)) return;
    this.#skipped(offset, say('pcapng.block-long', { type, most: MAX_RECORD_BYTES, found: total }));
    if (type === INTERFACE_DESCRIPTION) this.#addInterface(null);
  }

  #skipped(offset: number, finding: Message): void {
    this.#report.warn(offset, say('pcapng.skipped', { finding }));
  }

  /** In the very first block there is no capture to speak of; later, what came before is kept. */
  #stop(offset: number, finding: Message): void {
    if (!this.#sectionRead) throw new ReadingRefusal(this.#report.sentence(offset, finding));
    this.stopped = true;
    this.#report.cut(offset, say('pcapng.rest', { finding }));
  }
}

function word(view: DataView, at: number): string {
  return view.getUint32(at, false).toString(16).padStart(8, '0');
}
