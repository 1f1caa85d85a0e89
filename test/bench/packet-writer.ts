/** Writes pcap records into one big buffer, and hands it on when it is full: gigabytes in seconds. */
import type { Buffer as NodeBuffer } from 'node:buffer';

const RECORD_HEADER = 16;
const LONGEST = RECORD_HEADER + 2048;

export const TCP = 6;
export const UDP = 17;

/** What the next packet says. Set what changes, then call `PacketWriter.ip`. */
export class PacketFields {
  /** MAC addresses as the first two and the last four bytes. */
  srcMacHigh = 0;
  srcMacLow = 0;
  dstMacHigh = 0;
  dstMacLow = 0;
  /** 802.1Q tag, -1 for none. */
  vlan = -1;
  /** 4, or 6 with the address below in 2001:db8::/96. */
  ipVersion = 4;
  src = 0;
  dst = 0;
  ttl = 64;
  protocol = UDP;
  srcPort = 0;
  dstPort = 0;
  tcpFlags = 0;
  seq = 0;
  ack = 0;
  /** Bytes `[payloadAt, payloadAt + payloadLength)` of `payload`. */
  payload: NodeBuffer = Buffer.alloc(0);
  payloadAt = 0;
  payloadLength = 0;
}

export class PacketWriter {
  readonly fields = new PacketFields();
  packets = 0;
  bytes = 0;
  /** Time of the next record in µs since `epochSeconds`. */
  clockUs = 0;

  readonly #buffer: NodeBuffer;
  readonly #view: DataView;
  readonly #epochSeconds: number;
  readonly #flush: (bytes: NodeBuffer) => void;
  /** Whether records carry the pcap record header (a file) or not (frames in memory). */
  readonly #framed: boolean;
  #at = 0;

  constructor(
    flush: (bytes: NodeBuffer) => void,
    options: { epochSeconds: number; buffer?: NodeBuffer; framed?: boolean },
  ) {
    this.#buffer = options.buffer ?? Buffer.alloc(8 << 20);
    this.#view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.byteLength);
    this.#epochSeconds = options.epochSeconds;
    this.#flush = flush;
    this.#framed = options.framed ?? true;
  }

  /** pcap file header: little-endian, microseconds, Ethernet. */
  fileHeader(): void {
    const view = this.#view;
    view.setUint32(this.#at, 0xa1b2c3d4, true);
    view.setUint16(this.#at + 4, 2, true);
    view.setUint16(this.#at + 6, 4, true);
    view.setUint32(this.#at + 8, 0, true);
    view.setUint32(this.#at + 12, 0, true);
    view.setUint32(this.#at + 16, 262144, true);
    view.setUint32(this.#at + 20, 1, true);
    this.#at += 24;
  }

  /** An Ethernet frame around `fields`' payload, with its own ethertype; padded to 60 bytes. */
  ethernet(etherType: number): void {
    const start = this.#begin();
    const at = this.#link(start, etherType);
    this.#end(start, this.#payload(at));
  }

  /** A TCP or UDP packet of `fields`. */
  ip(): void {
    const { fields } = this;
    const view = this.#view;
    const start = this.#begin();
    const six = fields.ipVersion === 6;
    const network = this.#link(start, six ? 0x86dd : 0x0800);
    const transport = network + (six ? 40 : 20);
    const payloadAt = transport + (fields.protocol === TCP ? 20 : 8);
    const end = payloadAt + fields.payloadLength;
    if (six) {
      view.setInt32(network, 0x60000000);
      view.setUint16(network + 4, end - transport);
      view.setUint8(network + 6, fields.protocol);
      view.setUint8(network + 7, fields.ttl);
      this.#address6(network + 8, fields.src);
      this.#address6(network + 24, fields.dst);
    } else {
      view.setUint16(network, 0x4500);
      view.setUint16(network + 2, end - network);
      view.setInt32(network + 4, (this.packets << 16) | 0x4000);
      view.setUint8(network + 8, fields.ttl);
      view.setUint8(network + 9, fields.protocol);
      view.setUint16(network + 10, 0);
      view.setInt32(network + 12, fields.src);
      view.setInt32(network + 16, fields.dst);
      view.setUint16(network + 10, fold(this.#sum(network, transport)));
    }
    view.setUint16(transport, fields.srcPort);
    view.setUint16(transport + 2, fields.dstPort);
    if (fields.protocol === TCP) {
      view.setInt32(transport + 4, fields.seq);
      view.setInt32(transport + 8, fields.ack);
      view.setUint16(transport + 12, 0x5000 | fields.tcpFlags);
      view.setUint16(transport + 14, 65000);
      view.setInt32(transport + 16, 0);
    } else {
      view.setUint16(transport + 4, end - transport);
      view.setUint16(transport + 6, 0);
    }
    this.#payload(payloadAt);
    const addresses = six ? this.#sum(network + 8, transport) : this.#sum(network + 12, transport);
    const sum = fold(this.#sum(transport, end) + addresses + (end - transport) + fields.protocol);
    view.setUint16(
      transport + (fields.protocol === TCP ? 16 : 6),
      sum === 0 && fields.protocol === UDP ? 0xffff : sum,
    );
    this.#end(start, end);
  }

  /** Hands on what is left. */
  finish(): void {
    if (this.#at > 0) this.#flush(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
  }

  #begin(): number {
    if (this.#at + LONGEST > this.#buffer.length) this.finish();
    return this.#at + (this.#framed ? RECORD_HEADER : 0);
  }

  #link(start: number, etherType: number): number {
    const { fields } = this;
    const view = this.#view;
    view.setUint16(start, fields.dstMacHigh);
    view.setInt32(start + 2, fields.dstMacLow);
    view.setUint16(start + 6, fields.srcMacHigh);
    view.setInt32(start + 8, fields.srcMacLow);
    let at = start + 12;
    if (fields.vlan >= 0) {
      view.setUint16(at, 0x8100);
      view.setUint16(at + 2, fields.vlan);
      at += 4;
    }
    view.setUint16(at, etherType);
    return at + 2;
  }

  #address6(at: number, low: number): void {
    const view = this.#view;
    view.setInt32(at, 0x20010db8);
    view.setInt32(at + 4, 0);
    view.setInt32(at + 8, 0);
    view.setInt32(at + 12, low);
  }

  #payload(at: number): number {
    const { payload, payloadAt, payloadLength } = this.fields;
    // A native copy costs more than its bytes below a few dozen.
    if (payloadLength > 48) payload.copy(this.#buffer, at, payloadAt, payloadAt + payloadLength);
    else for (let i = 0; i < payloadLength; i++) this.#buffer[at + i] = payload[payloadAt + i];
    return at + payloadLength;
  }

  /** One's complement sum before folding (RFC 1071); `[at, end)` may have an odd length. */
  #sum(at: number, end: number): number {
    const view = this.#view;
    let sum = 0;
    for (; at + 1 < end; at += 2) sum += view.getUint16(at);
    return at < end ? sum + (view.getUint8(at) << 8) : sum;
  }

  #end(start: number, end: number): void {
    let last = end;
    for (; last < start + 60; last++) this.#buffer[last] = 0;
    if (this.#framed) {
      const record = start - RECORD_HEADER;
      const view = this.#view;
      view.setUint32(record, this.#epochSeconds + Math.floor(this.clockUs / 1_000_000), true);
      view.setUint32(record + 4, Math.floor(this.clockUs % 1_000_000), true);
      view.setUint32(record + 8, last - start, true);
      view.setUint32(record + 12, last - start, true);
    }
    this.packets++;
    this.bytes += last - start;
    this.#at = last;
  }
}

function fold(sum: number): number {
  const once = (sum & 0xffff) + (sum >>> 16);
  return ~(once + (once >>> 16)) & 0xffff;
}
