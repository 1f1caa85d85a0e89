import type { Micros } from '../../base/time.ts';
import { HOPS_AMBIGUOUS, HOPS_FORWARDED, HOPS_INITIAL } from '../hop-limit.ts';
import type { AddressClaim } from '../sighting.ts';
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
} as const;

export const CLAIMED = BINDING.claimedArp | BINDING.claimedNd | BINDING.claimedDhcp;

/** Which interface used which address on which VLAN, when, and how it came to be believed. */
export class Bindings extends TupleTable {
  flags = new Int32Array(FIRST_ROWS);
  /** First and last time the interface sent from the address or claimed it; valid with `source`. */
  first = new Float64Array(FIRST_ROWS);
  last = new Float64Array(FIRST_ROWS);
  /** The earliest conversation (or claim) that shows it: time of its first packet, and the packet. */
  shownAt = new Float64Array(FIRST_ROWS);
  shownPacket = new Float64Array(FIRST_ROWS);
  /** Claims alone; valid when one of CLAIMED is set. */
  claimFirst = new Float64Array(FIRST_ROWS);
  claimLast = new Float64Array(FIRST_ROWS);
  claimFirstPacket = new Float64Array(FIRST_ROWS);
  claimLastPacket = new Float64Array(FIRST_ROWS);
  claims = new Float64Array(FIRST_ROWS);
  readonly dropped = new DistinctCounter();
  #sources = 0;
  readonly #maxAddresses: number;

  /** At most `maxAddresses` for senders, and as many for destinations (which are only evidence). */
  constructor(maxAddresses: number) {
    super(3, maxAddresses * 2);
    this.#maxAddresses = maxAddresses;
  }

  protected override grown(rows: number): void {
    this.flags = enlargeInts(this.flags, rows);
    this.first = enlargeDoubles(this.first, rows);
    this.last = enlargeDoubles(this.last, rows);
    this.shownAt = enlargeDoubles(this.shownAt, rows);
    this.shownPacket = enlargeDoubles(this.shownPacket, rows);
    this.claimFirst = enlargeDoubles(this.claimFirst, rows);
    this.claimLast = enlargeDoubles(this.claimLast, rows);
    this.claimFirstPacket = enlargeDoubles(this.claimFirstPacket, rows);
    this.claimLastPacket = enlargeDoubles(this.claimLastPacket, rows);
    this.claims = enlargeDoubles(this.claims, rows);
  }

  interfaceOf(id: number): number {
    return this.word(id, 0);
  }

  addressOf(id: number): number {
    return this.word(id, 1);
  }

  /** -1 untagged. */
  vlanOf(id: number): number {
    return this.word(id, 2);
  }

  has(id: number, flag: number): boolean {
    return (this.flags[id] & flag) !== 0;
  }

  /** The interface sent from the address. -1: no room. */
  source(
    owner: number,
    address: number,
    vlan: number,
    first: Micros,
    last: Micros,
    at: Micros,
    packet: number,
  ): number {
    const id = this.#admitSource(owner, address, vlan);
    if (id < 0) return -1;
    if ((this.flags[id] & BINDING.source) === 0) {
      this.flags[id] |= BINDING.source;
      this.#sources++;
      this.first[id] = first;
      this.last[id] = last;
    } else {
      if (first < this.first[id]) this.first[id] = first;
      if (last > this.last[id]) this.last[id] = last;
    }
    this.#shown(id, at, packet);
    return id;
  }

  /** A frame for the address went to the interface. -1: no room, which loses evidence but no address. */
  destination(owner: number, address: number, vlan: number, at: Micros, packet: number): number {
    let id = this.find(owner, address, vlan);
    if (id < 0) {
      if (this.size - this.#sources >= this.#maxAddresses) return -1;
      id = this.intern(owner, address, vlan);
      if (id < 0) return -1;
    }
    this.flags[id] |= BINDING.destination;
    this.#shown(id, at, packet);
    return id;
  }

  /** The interface said that the address is its own, or a DHCP server gave it. */
  claim(owner: number, address: number, claim: AddressClaim): void {
    const { at, packet } = claim;
    const id = this.source(owner, address, claim.vlan, at, at, at, packet);
    if (id < 0) return;
    const isFirst = (this.flags[id] & CLAIMED) === 0;
    this.flags[id] |= CLAIM_FLAG[claim.source];
    this.claims[id]++;
    if (isFirst || precedes(at, packet, this.claimFirst[id], this.claimFirstPacket[id])) {
      this.claimFirst[id] = at;
      this.claimFirstPacket[id] = packet;
    }
    if (isFirst || precedes(this.claimLast[id], this.claimLastPacket[id], at, packet)) {
      this.claimLast[id] = at;
      this.claimLastPacket[id] = packet;
    }
  }

  #admitSource(owner: number, address: number, vlan: number): number {
    const id = this.find(owner, address, vlan);
    if (id >= 0 && (this.flags[id] & BINDING.source) !== 0) return id;
    if (this.#sources < this.#maxAddresses) return id >= 0 ? id : this.intern(owner, address, vlan);
    this.dropped.add(owner, address, vlan);
    return -1;
  }

  #shown(id: number, at: Micros, packet: number): void {
    if (this.shownPacket[id] !== 0 && this.shownPacket[id] <= packet) return;
    this.shownAt[id] = at;
    this.shownPacket[id] = packet;
  }
}

const CLAIM_FLAG = {
  arp: BINDING.claimedArp,
  nd: BINDING.claimedNd,
  dhcp: BINDING.claimedDhcp,
} as const;

function precedes(at: Micros, packet: number, otherAt: Micros, otherPacket: number): boolean {
  return at !== otherAt ? at < otherAt : packet < otherPacket;
}
