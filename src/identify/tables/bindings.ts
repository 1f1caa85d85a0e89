import type { Micros } from '../../base/time.ts';
import { HOPS_AMBIGUOUS, HOPS_FORWARDED, HOPS_INITIAL } from '../hop-limit.ts';
import type { AddressClaim } from '../sighting.ts';
import { Claims } from './claims.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS, TupleTable } from './tuple-table.ts';

/** What was seen of an (interface, address, VLAN), as bits of `flags`. */
export const BINDING = {
  /** HOPS_ values of packets from the address take the lowest three bits. */
  initialHops: HOPS_INITIAL,
  forwardedHops: HOPS_FORWARDED,
  ambiguousHops: HOPS_AMBIGUOUS,
  /** The interface sent frames from the address, or claimed it. */
  source: 8,
  /** Frames for the address were sent to the interface. */
  destination: 16,
  /** It sent from the address to a destination no router forwards. */
  onLink: 32,
  /** A public address that talked with a private one on this link. */
  publicToPrivate: 64,
  /** A private address on this link sent to this public one through the interface. */
  publicFromPrivate: 128,
  claimedArp: 256,
  claimedNd: 512,
  claimedDhcp: 1024,
  /** Counted among the addresses near by: claimed, or sent with a hop limit that was not decremented. */
  near: 2048,
} as const;

export const CLAIMED = BINDING.claimedArp | BINDING.claimedNd | BINDING.claimedDhcp;

/** Which interface used which address on which VLAN, when, and how it came to be believed. */
export class Bindings {
  readonly #tuples: TupleTable;
  flags = new Int32Array(FIRST_ROWS);
  /** Bits of hopDistanceBit, ORed. */
  distances = new Int32Array(FIRST_ROWS);
  /** First and last time the interface sent from the address or claimed it; valid with `source`. */
  first = new Float64Array(FIRST_ROWS);
  last = new Float64Array(FIRST_ROWS);
  /** The earliest conversation (or claim) that shows it: time of its first packet, and the packet. */
  shownAt = new Float64Array(FIRST_ROWS);
  shownPacket = new Float64Array(FIRST_ROWS);
  /** Those of bindings with one of CLAIMED. */
  readonly claims: Claims;
  /** False once there are bindings of two VLANs: then an interface may have an address on both. */
  areOnOneVlan = true;
  readonly dropped = new DistinctCounter();
  #near = 0;
  readonly #maxAddresses: number;

  /**
   * At most `maxAddresses` near by, and as many far away (destinations, and senders behind a router), so that
   * the Internet never takes the room of local addresses.
   */
  constructor(maxAddresses: number) {
    this.#tuples = new TupleTable(3, maxAddresses * 2, (rows) => this.#enlarge(rows));
    this.claims = new Claims(maxAddresses * 2);
    this.#maxAddresses = maxAddresses;
  }

  #enlarge(rows: number): void {
    this.flags = enlargeInts(this.flags, rows);
    this.distances = enlargeInts(this.distances, rows);
    this.first = enlargeDoubles(this.first, rows);
    this.last = enlargeDoubles(this.last, rows);
    this.shownAt = enlargeDoubles(this.shownAt, rows);
    this.shownPacket = enlargeDoubles(this.shownPacket, rows);
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  interfaceOf(id: number): number {
    return this.#tuples.word(id, 0);
  }

  addressOf(id: number): number {
    return this.#tuples.word(id, 1);
  }

  /** -1 untagged. */
  vlanOf(id: number): number {
    return this.#tuples.word(id, 2);
  }

  has(id: number, flag: number): boolean {
    return (this.flags[id] & flag) !== 0;
  }

  /**
   * The interface sent from the address (`sent`), received for it (`received`), or both, in a conversation whose
   * first packet was `packet` at `at`; `first` and `last` bound what it sent. `near`: what it sent was not
   * forwarded. -1: no room.
   */
  note(
    owner: number,
    address: number,
    vlan: number,
    sent: boolean,
    received: boolean,
    near: boolean,
    first: Micros,
    last: Micros,
    at: Micros,
    packet: number,
  ): number {
    const id = this.#admit(owner, address, vlan, sent, near);
    if (id < 0) return -1;
    if (received) this.flags[id] |= BINDING.destination;
    if (sent) {
      if ((this.flags[id] & BINDING.source) === 0) {
        this.flags[id] |= BINDING.source;
        this.first[id] = first;
        this.last[id] = last;
      } else {
        if (first < this.first[id]) this.first[id] = first;
        if (last > this.last[id]) this.last[id] = last;
      }
    }
    if (this.shownPacket[id] === 0 || packet < this.shownPacket[id]) {
      this.shownAt[id] = at;
      this.shownPacket[id] = packet;
    }
    return id;
  }

  /** The interface said that the address is its own, or a DHCP server gave it. */
  claim(owner: number, address: number, claim: AddressClaim): void {
    const { at, packet } = claim;
    const id = this.note(owner, address, claim.vlan, true, false, true, at, at, at, packet);
    if (id < 0) return;
    this.flags[id] |= CLAIM_FLAG[claim.source];
    this.claims.add(id, at, packet);
  }

  #append(owner: number, address: number, vlan: number): number {
    const id = this.#tuples.intern(owner, address, vlan);
    if (id > 0 && vlan !== this.vlanOf(0)) this.areOnOneVlan = false;
    return id;
  }

  /** Lost evidence that something was sent to an address is no lost address: it is not counted. */
  #admit(owner: number, address: number, vlan: number, sent: boolean, near: boolean): number {
    let id = this.#tuples.find(owner, address, vlan);
    if (id >= 0 && (!near || (this.flags[id] & BINDING.near) !== 0)) return id;
    const hasRoom = (near ? this.#near : this.#tuples.size - this.#near) < this.#maxAddresses;
    if (id < 0 && hasRoom) id = this.#append(owner, address, vlan);
    if (near && hasRoom && id >= 0) {
      this.flags[id] |= BINDING.near;
      this.#near++;
    }
    if (sent && !hasRoom) this.dropped.add(owner, address, vlan);
    return id;
  }
}

const CLAIM_FLAG = {
  arp: BINDING.claimedArp,
  nd: BINDING.claimedNd,
  dhcp: BINDING.claimedDhcp,
} as const;
