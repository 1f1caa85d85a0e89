import { type Mac, macFrom, macHigh } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import { ETHER } from '../../wire/ethertypes.ts';
import type { Core } from '../core/core.ts';
import { KIND_MAC } from '../core/program/interfaces.ts';
import * as L from '../core/program/layout.ts';
import { compareText } from '../evidence.ts';
import type { Addresses } from './addresses.ts';
import { NO_MAC, VIRTUAL_ROUTER_MAC } from './layout.ts';

/** What an interface was seen to send besides IP, as bits of `speaks`. */
export const SPEAKS = { profinet: 1, goose: 2, sv: 4, ethercat: 8 } as const;

/** Those of a conversation, by what its frames carry: an ethertype code (wire/ethertypes.ts). */
export function speaksOf(etherType: number): number {
  if (etherType === ETHER.profinet) return SPEAKS.profinet;
  if (etherType === ETHER.goose) return SPEAKS.goose;
  if (etherType === ETHER.sv) return SPEAKS.sv;
  return etherType === ETHER.ethercat ? SPEAKS.ethercat : 0;
}

/** A packet, counted over the whole input, and its time. */
export interface Sight {
  readonly at: Micros;
  readonly packet: number;
}

/** Words of an interface's key. */
const KEY_WORDS = 5;

/**
 * Every unicast MAC seen as source or destination (or source and destination address, on links
 * without MACs), with its totals. Only one that sent is a device; the others are kept because
 * they may send later, and then what they received before counts.
 */
export class Interfaces {
  readonly packetsSent: Float64Array;
  readonly packetsReceived: Float64Array;
  readonly bytesSent: Float64Array;
  readonly bytesReceived: Float64Array;
  /** First and last frame sent; valid when `sends`: infinite until told. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** First packet of a conversation in which it sent; valid when `sends`. */
  readonly firstPacket: Float64Array;
  readonly sends: Int32Array;
  readonly speaks: Int32Array;
  readonly #core: Core;
  readonly #keys: Int32Array;

  constructor(core: Core) {
    this.#core = core;
    this.#keys = core.keys(L.INTERFACES);
    this.packetsSent = core.doubleColumn(L.INTERFACES, L.PACKETS_SENT);
    this.packetsReceived = core.doubleColumn(L.INTERFACES, L.PACKETS_RECEIVED);
    this.bytesSent = core.doubleColumn(L.INTERFACES, L.BYTES_SENT);
    this.bytesReceived = core.doubleColumn(L.INTERFACES, L.BYTES_RECEIVED);
    this.first = core.doubleColumn(L.INTERFACES, L.FIRST);
    this.last = core.doubleColumn(L.INTERFACES, L.LAST);
    this.firstPacket = core.doubleColumn(L.INTERFACES, L.FIRST_PACKET);
    this.sends = core.intColumn(L.INTERFACES, L.SENDS);
    this.speaks = core.intColumn(L.INTERFACES, L.SPEAKS);
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#core.size(L.INTERFACES);
  }

  get senders(): number {
    return this.#core.int(L.INTERFACES + L.SENDERS);
  }

  /** Distinct senders that found no room. */
  get dropped(): number {
    return this.#core.int(L.INTERFACES_DROPPED);
  }

  /** Number of a MAC that was already seen, else -1. */
  findMac(mac: Mac): number {
    return this.#core.program.findMac(macHigh(mac), mac | 0);
  }

  /** Its first packet, `null` when it was only spoken of. */
  firstSight(id: number): Sight | null {
    const packet = this.firstPacket[id];
    return Number.isFinite(packet) && packet > 0 ? { at: this.first[id], packet } : null;
  }

  /** False on links without MACs. */
  hasMac(id: number): boolean {
    return this.#keys[id * KEY_WORDS] === KIND_MAC;
  }

  /** The redundancy protocol whose virtual MAC the interface has, or `null`. */
  virtualRouter(id: number): string | null {
    const mac = this.hasMac(id) ? macFrom(this.#keys[id * KEY_WORDS + 1], this.#keys[id * KEY_WORDS + 2]) : 0;
    return virtualRouterProtocol(mac);
  }

  /** By interface: what MAC it has (layout.ts). */
  macKinds(): Uint8Array {
    const keys = this.#keys;
    const kinds = new Uint8Array(this.size);
    for (let id = 0, at = 0; id < kinds.length; id++, at += KEY_WORDS) {
      if (keys[at] !== KIND_MAC) kinds[id] = NO_MAC;
      else if (keys[at + 1] <= LAST_VIRTUAL_HIGH && this.virtualRouter(id) !== null)
        kinds[id] = VIRTUAL_ROUTER_MAC;
    }
    return kinds;
  }

  /** The MAC, or `null` on links without one. */
  mac(id: number): Mac | null {
    if (!this.hasMac(id)) return null;
    return macFrom(this.#keys[id * KEY_WORDS + 1], this.#keys[id * KEY_WORDS + 2]);
  }

  /** `mac-001122334455` or `ip-192.0.2.1`: the same for the same input. */
  deviceId(id: number, addresses: Addresses): string {
    const mac = this.mac(id);
    if (mac !== null) return `mac-${mac.toString(16).padStart(12, '0')}`;
    const address = addresses.find(
      this.#keys[id * KEY_WORDS],
      this.#keys[id * KEY_WORDS + 1],
      this.#keys[id * KEY_WORDS + 2],
      this.#keys[id * KEY_WORDS + 3],
      this.#keys[id * KEY_WORDS + 4],
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
const LAST_VIRTUAL_HIGH = macHigh(LAST_VIRTUAL);

/** The redundancy protocol whose virtual MAC this is, or `null`. Several routers share such a MAC. */
export function virtualRouterProtocol(mac: Mac): string | null {
  if (mac > LAST_VIRTUAL) return null;
  for (const range of VIRTUAL_ROUTERS) if (mac >= range.from && mac <= range.to) return range.protocol;
  return null;
}
