import { isHostIp } from '../../base/ip.ts';
import type { Mac } from '../../base/mac.ts';
import { macFrom } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import { ETHER } from '../../wire/ethertypes.ts';
import { compareText } from '../evidence.ts';
import type { Addresses } from './addresses.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { NO_MAC, VIRTUAL_ROUTER_MAC } from './layout.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS, TupleTable } from './tuple-table.ts';

/** Kinds of key (first word): a MAC, or on links without MACs the address itself (4 or 6). */
const KIND_MAC = 0;

/** What an interface was seen to send besides IP, as bits of `speaks`. */
export const SPEAKS = { profinet: 1, goose: 2, sv: 4, ethercat: 8 } as const;

/** A packet, counted over the whole input, and its time. */
export interface Sight {
  readonly at: Micros;
  readonly packet: number;
}

/**
 * Every unicast MAC seen as source or destination (or source and destination address, on links
 * without MACs), with its totals. Only one that sent is a device; the others are kept because
 * they may send later, and then what they received before counts.
 */
export class Interfaces {
  readonly #tuples: TupleTable;
  packetsSent = new Float64Array(FIRST_ROWS);
  packetsReceived = new Float64Array(FIRST_ROWS);
  bytesSent = new Float64Array(FIRST_ROWS);
  bytesReceived = new Float64Array(FIRST_ROWS);
  /** First and last frame sent; valid when `sends`: infinite until told. */
  first = new Float64Array(FIRST_ROWS);
  last = new Float64Array(FIRST_ROWS);
  /** First packet of a conversation in which it sent; valid when `sends`. */
  firstPacket = new Float64Array(FIRST_ROWS);
  sends = new Int32Array(FIRST_ROWS);
  speaks = new Int32Array(FIRST_ROWS);
  senders = 0;
  readonly dropped = new DistinctCounter();
  readonly #maxMacs: number;

  constructor(maxMacs: number) {
    this.#tuples = new TupleTable(5, maxMacs * 2, (rows) => this.#enlarge(rows));
    this.#maxMacs = maxMacs;
  }

  #enlarge(rows: number): void {
    this.packetsSent = enlargeDoubles(this.packetsSent, rows);
    this.packetsReceived = enlargeDoubles(this.packetsReceived, rows);
    this.bytesSent = enlargeDoubles(this.bytesSent, rows);
    this.bytesReceived = enlargeDoubles(this.bytesReceived, rows);
    this.first = enlargeDoubles(this.first, rows);
    this.last = enlargeDoubles(this.last, rows);
    this.firstPacket = enlargeDoubles(this.firstPacket, rows);
    this.sends = enlargeInts(this.sends, rows);
    this.speaks = enlargeInts(this.speaks, rows);
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  /** Number of a MAC; -1 for group and all-zero addresses, and when there is no room. */
  ofMac(mac: Mac, sends: boolean): number {
    const high = Math.floor(mac / 0x1_0000_0000);
    const low = mac | 0;
    if (mac <= 0 || ((high >>> 8) & 1) === 1) return -1;
    return this.#admit(sends, KIND_MAC, high, low, 0, 0);
  }

  /** Number of a MAC that was already seen, else -1. */
  findMac(mac: Mac): number {
    return this.#tuples.find(KIND_MAC, Math.floor(mac / 0x1_0000_0000), mac | 0);
  }

  /** Number of an address on a link without MACs; -1 when it is no host address or there is no room. */
  ofAddress(version: number, w0: number, w1: number, w2: number, w3: number, sends: boolean): number {
    if (!isHostIp(version, w0, w1, w2, w3)) return -1;
    return this.#admit(sends, version, w0, w1, w2, w3);
  }

  /** Its first packet, `null` when it was only spoken of. */
  firstSight(id: number): Sight | null {
    const packet = this.firstPacket[id];
    return Number.isFinite(packet) && packet > 0 ? { at: this.first[id], packet } : null;
  }

  /** Notes a protocol without IP that tells something about its sender. */
  spoke(id: number, etherType: number): void {
    if (etherType === ETHER.profinet) this.speaks[id] |= SPEAKS.profinet;
    else if (etherType === ETHER.goose) this.speaks[id] |= SPEAKS.goose;
    else if (etherType === ETHER.sv) this.speaks[id] |= SPEAKS.sv;
    else if (etherType === ETHER.ethercat) this.speaks[id] |= SPEAKS.ethercat;
  }

  /** False on links without MACs. */
  hasMac(id: number): boolean {
    return this.#tuples.word(id, 0) === KIND_MAC;
  }

  /** The redundancy protocol whose virtual MAC the interface has, or `null`. */
  virtualRouter(id: number): string | null {
    const mac = this.hasMac(id) ? macFrom(this.#tuples.word(id, 1), this.#tuples.word(id, 2)) : 0;
    return virtualRouterProtocol(mac);
  }

  /** By interface: what MAC it has (layout.ts). */
  macKinds(): Uint8Array {
    const { words, width } = this.#tuples;
    const kinds = new Uint8Array(this.size);
    for (let id = 0, at = 0; id < kinds.length; id++, at += width) {
      if (words[at] !== KIND_MAC) kinds[id] = NO_MAC;
      else if (words[at + 1] <= LAST_VIRTUAL_HIGH && this.virtualRouter(id) !== null)
        kinds[id] = VIRTUAL_ROUTER_MAC;
    }
    return kinds;
  }

  /** The MAC, or `null` on links without one. */
  mac(id: number): Mac | null {
    if (!this.hasMac(id)) return null;
    return macFrom(this.#tuples.word(id, 1), this.#tuples.word(id, 2));
  }

  /** `mac-001122334455` or `ip-192.0.2.1`: the same for the same input. */
  deviceId(id: number, addresses: Addresses): string {
    const mac = this.mac(id);
    if (mac !== null) return `mac-${mac.toString(16).padStart(12, '0')}`;
    const address = addresses.find(
      this.#tuples.word(id, 0),
      this.#tuples.word(id, 1),
      this.#tuples.word(id, 2),
      this.#tuples.word(id, 3),
      this.#tuples.word(id, 4),
    );
    return `ip-${address < 0 ? id : addresses.text(address)}`;
  }

  /** The order of device ids, without making their texts where both are MACs. */
  compareIds(a: number, b: number, addresses: Addresses): number {
    const macA = this.mac(a);
    const macB = this.mac(b);
    if (macA !== null && macB !== null) return macA - macB;
    return compareText(this.deviceId(a, addresses), this.deviceId(b, addresses));
  }

  #admit(sends: boolean, kind: number, w0: number, w1: number, w2: number, w3: number): number {
    let id = this.#tuples.find(kind, w0, w1, w2, w3);
    if (id >= 0 && (!sends || this.sends[id] === 1)) return id;
    const hasRoom = (sends ? this.senders : this.#tuples.size - this.senders) < this.#maxMacs;
    if (!hasRoom) {
      if (sends) this.dropped.add(kind, w0, w1, w2, w3);
      return -1;
    }
    if (id < 0) id = this.#tuples.intern(kind, w0, w1, w2, w3);
    if (sends && id >= 0) this.#becomeSender(id);
    return id;
  }

  #becomeSender(id: number): void {
    this.sends[id] = 1;
    this.senders++;
    this.first[id] = Infinity;
    this.last[id] = -Infinity;
    this.firstPacket[id] = Infinity;
  }
}

const VIRTUAL_ROUTERS: readonly { readonly from: Mac; readonly to: Mac; readonly protocol: string }[] = [
  { from: 0x00005e000100, to: 0x00005e0001ff, protocol: 'VRRP' }, // RFC 9568 §7.3, IPv4
  { from: 0x00005e000200, to: 0x00005e0002ff, protocol: 'VRRP' }, // RFC 9568 §7.3, IPv6
  { from: 0x00000c07ac00, to: 0x00000c07acff, protocol: 'HSRP' }, // RFC 2281 §5.4
  { from: 0x00000c9ff000, to: 0x00000c9fffff, protocol: 'HSRP' }, // version 2
  { from: 0x0005_73a0_0000, to: 0x0005_73a0_0fff, protocol: 'HSRP' }, // version 2 for IPv6
  { from: 0x0007_b400_0000, to: 0x0007_b400_ffff, protocol: 'GLBP' },
];

const LAST_VIRTUAL = Math.max(...VIRTUAL_ROUTERS.map((range) => range.to));
/** Its first two bytes. */
const LAST_VIRTUAL_HIGH = Math.floor(LAST_VIRTUAL / 0x1_0000_0000);

/** The redundancy protocol whose virtual MAC this is, or `null`. Several routers share such a MAC. */
export function virtualRouterProtocol(mac: Mac): string | null {
  if (mac > LAST_VIRTUAL) return null;
  for (const range of VIRTUAL_ROUTERS) if (mac >= range.from && mac <= range.to) return range.protocol;
  return null;
}
