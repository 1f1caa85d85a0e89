import type { Micros } from '../../base/time.ts';
import { type FlowView, startOf } from '../../model/flow-view.ts';
import type { AddressClaim } from '../sighting.ts';
import { Claims } from './claims.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { CLAIMED_ARP, CLAIMED_DHCP, CLAIMED_ND, DESTINATION, NEAR, NOTED, SOURCE } from './layout.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS, TupleTable } from './tuple-table.ts';

/** Which interface used which address on which VLAN, when, and how it came to be believed. */
export class Bindings {
  readonly #tuples: TupleTable;
  /** Bits of layout.ts and of HOPS_. */
  flags = new Int32Array(FIRST_ROWS);
  /** Bits of hopDistanceBit, ORed. */
  distances = new Int32Array(FIRST_ROWS);
  /** First and last time the interface sent from the address or claimed it; valid with SOURCE. */
  first = new Float64Array(FIRST_ROWS);
  last = new Float64Array(FIRST_ROWS);
  /** The earliest conversation (or claim) that shows it: time of its first packet, and the packet. */
  shownAt = new Float64Array(FIRST_ROWS);
  shownPacket = new Float64Array(FIRST_ROWS);
  /** Those of bindings with one of CLAIMED. */
  readonly claims = new Claims();
  /** False once there are bindings of two VLANs: then an interface may have an address on both. */
  areOnOneVlan = true;
  /** Whether the row noted last was noted before. */
  wasNoted = false;
  readonly dropped = new DistinctCounter();
  #near = 0;
  readonly #maxAddresses: number;

  /**
   * At most `maxAddresses` near by, and as many far away (destinations, and senders behind a router), so that
   * the Internet never takes the room of local addresses.
   */
  constructor(maxAddresses: number) {
    this.#tuples = new TupleTable(3, maxAddresses * 2, (rows) => this.#enlarge(rows));
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

  /** KEY_WORDS of each row: for passes over all of them, which run once, and in which calls would be most of the cost. */
  get keys(): Int32Array {
    return this.#tuples.words;
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
   * The interface used the address in a conversation, at its initiator's end (`side` 0) or the responder's (1). `near`:
   * what it sent was not forwarded. Returns the row, -1 when there is no room.
   */
  note(owner: number, address: number, view: FlowView, side: 0 | 1, near: boolean): number {
    const sent = (side === 0 ? view.packets : view.packetsBack) > 0;
    const id = this.#admit(owner, address, view.vlan, sent, near);
    if (id >= 0) this.#add(id, view, side);
    return id;
  }

  /** The same of a row that is known. */
  noteAgain(id: number, view: FlowView, side: 0 | 1, near: boolean): void {
    if (near && (this.flags[id] & NEAR) === 0) this.#approach(id);
    this.#add(id, view, side);
  }

  /** The interface said that the address is its own, or a DHCP server gave it. Returns the row, -1: no room. */
  claim(owner: number, address: number, claim: AddressClaim): number {
    const id = this.#admit(owner, address, claim.vlan, true, true);
    if (id >= 0) this.#addClaim(id, claim);
    return id;
  }

  /** The same of a row that is known. */
  claimAgain(id: number, claim: AddressClaim): void {
    this.#approach(id);
    this.#addClaim(id, claim);
  }

  #addClaim(id: number, { at, packet, source }: AddressClaim): void {
    this.#addSent(id, at, at);
    this.#show(id, at, packet);
    this.flags[id] |= CLAIM_FLAG[source];
    this.claims.add(id, at, packet);
  }

  /** A row that is known is near by, if it was not before and there is room. */
  #approach(id: number): void {
    if ((this.flags[id] & NEAR) !== 0 || this.#becomeNear(id)) return;
    this.dropped.add(this.interfaceOf(id), this.addressOf(id), this.vlanOf(id));
  }

  /** Calls nothing: it may run where nothing is inlined. */
  #add(id: number, view: FlowView, side: 0 | 1): void {
    const isSource = side === 0;
    const before = this.flags[id];
    this.wasNoted = (before & NOTED) !== 0;
    let flags = before | NOTED;
    if ((isSource ? view.packetsBack : view.packets) > 0) flags |= DESTINATION;
    if ((isSource ? view.packets : view.packetsBack) > 0) {
      const first = isSource ? view.firstSeen : view.firstSeenBack;
      const last = isSource ? view.lastSeen : view.lastSeenBack;
      const isFirst = (flags & SOURCE) === 0;
      if (isFirst || first < this.first[id]) this.first[id] = first;
      if (isFirst || last > this.last[id]) this.last[id] = last;
      flags |= SOURCE;
    }
    this.flags[id] = flags;
    const packet = view.firstPacket;
    if (this.shownPacket[id] === 0 || packet < this.shownPacket[id]) {
      this.shownAt[id] = startOf(view);
      this.shownPacket[id] = packet;
    }
  }

  #addSent(id: number, first: Micros, last: Micros): void {
    if ((this.flags[id] & SOURCE) === 0) {
      this.flags[id] |= SOURCE;
      this.first[id] = first;
      this.last[id] = last;
      return;
    }
    if (first < this.first[id]) this.first[id] = first;
    if (last > this.last[id]) this.last[id] = last;
  }

  #show(id: number, at: Micros, packet: number): void {
    if (this.shownPacket[id] !== 0 && packet >= this.shownPacket[id]) return;
    this.shownAt[id] = at;
    this.shownPacket[id] = packet;
  }

  #append(owner: number, address: number, vlan: number): number {
    const id = this.#tuples.intern(owner, address, vlan);
    if (id > 0 && vlan !== this.vlanOf(0)) this.areOnOneVlan = false;
    return id;
  }

  /** Lost evidence that something was sent to an address is no lost address: it is not counted. */
  #admit(owner: number, address: number, vlan: number, sent: boolean, near: boolean): number {
    let id = this.#tuples.find(owner, address, vlan);
    if (id >= 0 && (!near || (this.flags[id] & NEAR) !== 0)) return id;
    const hasRoom = (near ? this.#near : this.#tuples.size - this.#near) < this.#maxAddresses;
    if (id < 0 && hasRoom) id = this.#append(owner, address, vlan);
    if (near && id >= 0) this.#becomeNear(id);
    if (sent && !hasRoom) this.dropped.add(owner, address, vlan);
    return id;
  }

  /** False when there is no room among those near by. */
  #becomeNear(id: number): boolean {
    if (this.#near >= this.#maxAddresses) return false;
    this.flags[id] |= NEAR;
    this.#near++;
    return true;
  }
}

const CLAIM_FLAG = { arp: CLAIMED_ARP, nd: CLAIMED_ND, dhcp: CLAIMED_DHCP } as const;
