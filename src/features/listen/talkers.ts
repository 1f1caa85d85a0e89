import { formatIp } from '../../base/ip.ts';
import { formatMac, type Mac, macFrom } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import type { FlowTable } from '../../flows/flow-table.ts';
import * as L from '../../flows/layout.ts';

/** Sums per hash of the sender: enough that a thousand conversations rarely share one. A power of two. */
const BUCKETS = 1 << 17;
/** Buckets whose senders are told apart. */
const HOT_BUCKETS = 64;
/** Senders told apart in one bucket; with random addresses there are a handful. */
const SENDERS_A_BUCKET = 64;
/** Protocols told apart in a look: what finds no room is in none. */
const MOST_PROTOCOLS = 1024;

/** Numbers of applications are of 16 bits. */
const APPS = 1 << 16;

export interface Sender {
  readonly address: string;
  /** -1 where none is known. */
  readonly mac: Mac;
  /** Wire bytes since the last look. */
  readonly bytes: number;
}

/** What ran over what, as the flow table keeps them. */
export interface ProtocolBytes {
  /** Ethertype code (wire/ethertypes.ts). */
  readonly etherType: number;
  /** -1 without IP. */
  readonly ipProtocol: number;
  /** Number of the application, 0 while unknown. */
  readonly app: number;
  /** Wire bytes since the last look, of both directions. */
  readonly bytes: number;
}

interface Candidate {
  /** 4, 6, or 0 for a MAC in `w0` (first two bytes) and `w1`. */
  readonly version: 0 | 4 | 6;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
  readonly mac: Mac;
  bytes: number;
}

/**
 * Who sent most since the last look: by IP address, else by MAC. Nothing is done per packet: a look walks over the
 * flow table, a bounded number of conversations a step, so that capture goes on in between. It goes twice over all
 * of them. First the bytes that are new are summed by a hash of their sender; a sender is never in a sum smaller
 * than its own bytes. Then the senders in the largest sums are told apart and counted exactly. Memory is fixed: 20
 * bytes a conversation.
 */
export class Talkers {
  readonly #flows: FlowTable;
  readonly #onAnswer: ((mac: Mac, at: Micros) => void) | null;
  /** Of each direction of each slot, at the last look. */
  readonly #bytesBefore: Float64Array;
  /** Number of the first packet, which says whether the slot holds another conversation now. */
  readonly #firstBefore: Int32Array;
  readonly #sums = new Float64Array(BUCKETS);
  /** 1 + index in `#candidates`, 0 for buckets that are not looked into. */
  readonly #hot = new Uint8Array(BUCKETS);
  #candidates: Candidate[][] = [];
  /** Bytes by protocol word and application together. */
  readonly #protocols = new Map<number, number>();
  #phase: 'idle' | 'summing' | 'counting' | 'ready' = 'idle';
  #slot = 0;

  /**
   * `onAnswer`: called at the first look after the second side of a conversation began to send, with its MAC and the
   * time of its first frame. The first side is known since the conversation was opened.
   */
  constructor(flows: FlowTable, onAnswer: ((mac: Mac, at: Micros) => void) | null = null) {
    this.#flows = flows;
    this.#onAnswer = onAnswer;
    this.#bytesBefore = new Float64Array(flows.capacity * 2);
    this.#firstBefore = new Int32Array(flows.capacity);
  }

  /** Goes on with the look under way, or begins one: up to `slots` conversations. True when it is complete. */
  step(slots: number): boolean {
    if (this.#phase === 'ready') return true;
    if (this.#phase === 'idle') {
      this.#sums.fill(0);
      this.#protocols.clear();
      this.#phase = 'summing';
      this.#slot = 0;
    }
    const { highWater } = this.#flows;
    const end = Math.min(highWater, this.#slot + slots);
    if (this.#phase === 'summing') this.#sum(this.#slot, end);
    else this.#count(this.#slot, end);
    this.#slot = end;
    if (end < highWater) return false;
    this.#slot = 0;
    if (this.#phase === 'summing') {
      this.#chooseHot();
      this.#phase = 'counting';
      // A small table is done in one step.
      return highWater <= slots ? this.step(slots) : false;
    }
    this.#phase = 'ready';
    return true;
  }

  /** Ends the look and returns its `count` largest senders, the largest first. Before it is complete: none. */
  take(count: number): Sender[] {
    if (this.#phase !== 'ready') return [];
    this.#phase = 'idle';
    const senders = this.#candidates.flat().sort((a, b) => b.bytes - a.bytes || compareAddress(a, b));
    this.#candidates = [];
    this.#hot.fill(0);
    return senders.slice(0, count).map(({ version, w0, w1, w2, w3, mac, bytes }) => ({
      address: version === 0 ? formatMac(macFrom(w0, w1)) : formatIp(version, w0, w1, w2, w3),
      mac,
      bytes,
    }));
  }

  /** The `count` largest protocols of the look that `take` ended, the largest first. */
  protocols(count: number): ProtocolBytes[] {
    return [...this.#protocols]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, count)
      .map(([key, bytes]) => {
        const protocol = Math.floor(key / APPS);
        const etherType = protocol & 0x3ffff;
        return { etherType, ipProtocol: (protocol >>> 18) - 1, app: key % APPS, bytes };
      });
  }

  #sum(from: number, end: number): void {
    for (let slot = from; slot < end; slot++) {
      if (!this.#counts(slot)) continue;
      for (let direction = 0; direction < 2; direction++) {
        const bytes = this.#newBytes(slot, direction);
        if (bytes > 0) this.#sums[this.#bucket(slot, direction)] += bytes;
      }
    }
  }

  /** The buckets with the largest sums. */
  #chooseHot(): void {
    const chosen: number[] = [];
    let least = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if (this.#sums[bucket] <= least) continue;
      chosen.push(bucket);
      if (chosen.length < HOT_BUCKETS * 2) continue;
      chosen.sort((a, b) => this.#sums[b] - this.#sums[a] || a - b);
      chosen.length = HOT_BUCKETS;
      least = this.#sums[chosen[HOT_BUCKETS - 1]];
    }
    chosen.sort((a, b) => this.#sums[b] - this.#sums[a] || a - b);
    if (chosen.length > HOT_BUCKETS) chosen.length = HOT_BUCKETS;
    this.#candidates = chosen.map(() => []);
    for (const [i, bucket] of chosen.entries()) this.#hot[bucket] = i + 1;
  }

  #count(from: number, end: number): void {
    const { doubles, words } = this.#flows;
    for (let slot = from; slot < end; slot++) {
      if (!this.#counts(slot)) continue;
      this.#addProtocol(slot, this.#newBytes(slot, 0) + this.#newBytes(slot, 1));
      for (let direction = 0; direction < 2; direction++) {
        const bytes = this.#newBytes(slot, direction);
        if (bytes === 0) continue;
        if (direction === 1) this.#answered(slot, bytes);
        const hot = this.#hot[this.#bucket(slot, direction)];
        if (hot !== 0) this.#add(this.#candidates[hot - 1], slot, direction, bytes);
      }
      const at = slot * L.SLOT_DOUBLES + L.D_BYTES;
      this.#bytesBefore[slot * 2] = doubles[at];
      this.#bytesBefore[slot * 2 + 1] = doubles[at + L.DIRECTION_DOUBLES];
      this.#firstBefore[slot] = words[slot * L.SLOT_WORDS + L.W_FIRST_PACKET];
    }
  }

  #addProtocol(slot: number, bytes: number): void {
    if (bytes === 0) return;
    const protocol = this.#flows.words[slot * L.SLOT_WORDS + L.W_PROTOCOL] & 0x7ffffff;
    const key = protocol * APPS + this.#flows.appOf(slot);
    const before = this.#protocols.get(key);
    if (before === undefined && this.#protocols.size === MOST_PROTOCOLS) return;
    this.#protocols.set(key, (before ?? 0) + bytes);
  }

  #answered(slot: number, newBytes: number): void {
    const { doubles, words } = this.#flows;
    if (
      this.#onAnswer === null ||
      doubles[slot * L.SLOT_DOUBLES + L.D_BYTES + L.DIRECTION_DOUBLES] !== newBytes
    )
      return;
    const at = slot * L.SLOT_WORDS;
    const high = macHigh(words[at + L.W_MACS_HIGH], 1);
    const low = words[at + L.W_DST_MAC_LOW];
    if (high === 0 && low === 0) return;
    this.#onAnswer(macFrom(high, low), doubles[slot * L.SLOT_DOUBLES + L.D_FIRST + 1]);
  }

  /** Whether the slot holds a conversation of the wire itself: what a tunnel carries was counted with the tunnel. */
  #counts(slot: number): boolean {
    return (
      ((this.#flows.words[slot * L.SLOT_WORDS + L.W_TAGS] >>> 26) & 15) === 0 && this.#flows.isLive(slot)
    );
  }

  #newBytes(slot: number, direction: number): number {
    const bytes = this.#flows.doubles[slot * L.SLOT_DOUBLES + L.D_BYTES + direction * L.DIRECTION_DOUBLES];
    const isSame = this.#firstBefore[slot] === this.#flows.words[slot * L.SLOT_WORDS + L.W_FIRST_PACKET];
    return isSame ? bytes - this.#bytesBefore[slot * 2 + direction] : bytes;
  }

  #bucket(slot: number, direction: number): number {
    const { words } = this.#flows;
    const at = slot * L.SLOT_WORDS;
    const version = versionOf(words[at + L.W_PROTOCOL]);
    let hash: number;
    if (version === 0) {
      hash = mix(macHigh(words[at + L.W_MACS_HIGH], direction) ^ 0x6d616300);
      hash = mix(hash ^ words[at + (direction === 0 ? L.W_SRC_MAC_LOW : L.W_DST_MAC_LOW)]);
    } else {
      hash = mix(words[at + (direction === 0 ? L.W_SRC0 : L.W_DST0)]);
      if (version === 6) {
        const rest = at + (direction === 0 ? L.W_SRC1 : L.W_DST1);
        hash = mix(mix(mix(hash ^ words[rest]) ^ words[rest + 1]) ^ words[rest + 2]);
      }
    }
    return hash & (BUCKETS - 1);
  }

  #add(candidates: Candidate[], slot: number, direction: number, bytes: number): void {
    const { words } = this.#flows;
    const at = slot * L.SLOT_WORDS;
    const version = versionOf(words[at + L.W_PROTOCOL]);
    const high = macHigh(words[at + L.W_MACS_HIGH], direction);
    const low = words[at + (direction === 0 ? L.W_SRC_MAC_LOW : L.W_DST_MAC_LOW)];
    const rest = at + (direction === 0 ? L.W_SRC1 : L.W_DST1);
    const w0 = version === 0 ? high : words[at + (direction === 0 ? L.W_SRC0 : L.W_DST0)];
    const w1 = version === 0 ? low : version === 6 ? words[rest] : 0;
    const w2 = version === 6 ? words[rest + 1] : 0;
    const w3 = version === 6 ? words[rest + 2] : 0;
    for (const each of candidates) {
      if (each.version === version && each.w0 === w0 && each.w1 === w1 && each.w2 === w2 && each.w3 === w3) {
        each.bytes += bytes;
        return;
      }
    }
    if (candidates.length === SENDERS_A_BUCKET) return;
    const mac = high === 0 && low === 0 ? -1 : macFrom(high, low);
    candidates.push({ version, w0, w1, w2, w3, mac, bytes });
  }
}

function versionOf(protocol: number): 0 | 4 | 6 {
  if (((protocol >>> 18) & 0x1ff) === 0) return 0;
  return (protocol & 0x3ffff) === 0x86dd ? 6 : 4;
}

function macHigh(both: number, direction: number): number {
  return direction === 0 ? both >>> 16 : both & 0xffff;
}

/** The finaliser of MurmurHash3. */
function mix(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function compareAddress(a: Candidate, b: Candidate): number {
  return a.version - b.version || (a.w0 >>> 0) - (b.w0 >>> 0) || a.w1 - b.w1 || a.w2 - b.w2 || a.w3 - b.w3;
}
