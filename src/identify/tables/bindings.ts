import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';
import { Claims } from './claims.ts';
import { KEY_ADDRESS, KEY_VLAN, KEY_WORDS } from './layout.ts';

/**
 * Which interface used which address on which VLAN, when, and how it came to be believed. So many are near by, and as many far
 * away (destinations, and senders behind a router), so that the Internet never takes the room of local addresses.
 */
export class Bindings {
  /** Bits of layout.ts and of HOPS_. */
  readonly flags: Int32Array;
  /** Bits of hopDistanceBit, ORed. */
  readonly distances: Int32Array;
  /** First and last time the interface sent from the address or claimed it; valid with SOURCE. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** The earliest conversation (or claim) that shows it: time of its first packet, and the packet. */
  readonly shownAt: Float64Array;
  readonly shownPacket: Float64Array;
  /** KEY_WORDS of each row: for passes over all of them, which run once, and in which calls would be most of the cost. */
  readonly keys: Int32Array;
  /** Those of bindings with one of CLAIMED. */
  readonly claims: Claims;
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    this.keys = core.keys(L.BINDINGS);
    this.flags = core.intColumn(L.BINDINGS, L.FLAGS);
    this.distances = core.intColumn(L.BINDINGS, L.DISTANCES);
    this.first = core.doubleColumn(L.BINDINGS, L.BOUND_FIRST);
    this.last = core.doubleColumn(L.BINDINGS, L.BOUND_LAST);
    this.shownAt = core.doubleColumn(L.BINDINGS, L.SHOWN_AT);
    this.shownPacket = core.doubleColumn(L.BINDINGS, L.SHOWN_PACKET);
    this.claims = new Claims(core);
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#core.size(L.BINDINGS);
  }

  /** False once there are bindings of two VLANs: then an interface may have an address on both. */
  get areOnOneVlan(): boolean {
    return this.#core.int(L.BINDINGS + L.HAS_VLANS) === 0;
  }

  /** Distinct ones that found no room. */
  get dropped(): number {
    return this.#core.int(L.BINDINGS_DROPPED);
  }

  interfaceOf(id: number): number {
    return this.keys[id * KEY_WORDS];
  }

  addressOf(id: number): number {
    return this.keys[id * KEY_WORDS + KEY_ADDRESS];
  }

  /** -1 untagged. */
  vlanOf(id: number): number {
    return this.keys[id * KEY_WORDS + KEY_VLAN];
  }

  has(id: number, flag: number): boolean {
    return (this.flags[id] & flag) !== 0;
  }
}
