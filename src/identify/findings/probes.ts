import type { FlowView } from '../../model/flow-view.ts';
import { TCP, UDP } from '../service-names.ts';
import { enlargeDoubles, FIRST_ROWS, TupleTable } from '../tables/tuple-table.ts';

/** TCP control bits (RFC 9293 §3.1). */
const FIN_SYN_RST = 7;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** An attempt that takes more packets than this was a conversation, whatever became of it. */
const MOST_TCP_PACKETS = 10;
const MOST_UDP_PACKETS = 3;
/** From here on clients choose their own ports: answers captured without their questions go there. */
const FIRST_EPHEMERAL = 32_768;
/** traceroute sends to 33434 and up. */
const TRACEROUTE_FROM = 33_434;
const TRACEROUTE_TO = 33_700;

/** How an attempt ended. */
export const PROBE_ANSWERED = 1;
export const PROBE_FAILED = 2;

/**
 * Who tried which port of whom, and whether anybody answered: (source, target, transport and port), the
 * addresses as numbers of `Addresses`. Answered ones are kept as well: a busy client fails sometimes.
 */
export class Probes {
  #tuples: TupleTable;
  /** PROBE_ bits. Answered once is answered. */
  outcome = new Uint8Array(FIRST_ROWS);
  at = new Float64Array(FIRST_ROWS);
  packet = new Float64Array(FIRST_ROWS);

  constructor(limit: number) {
    this.#tuples = new TupleTable(3, limit, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    const outcome = new Uint8Array(rows);
    outcome.set(this.outcome);
    this.outcome = outcome;
    this.at = enlargeDoubles(this.at, rows);
    this.packet = enlargeDoubles(this.packet, rows);
  }

  /** False when there is no room. */
  add(
    source: number,
    target: number,
    ipProtocol: number,
    port: number,
    outcome: number,
    at: number,
    packet: number,
  ): boolean {
    const before = this.#tuples.size;
    const id = this.#tuples.intern(source, target, (ipProtocol << 16) | port);
    if (id < 0) return false;
    if (this.#tuples.size > before) {
      this.outcome[id] = outcome;
      this.at[id] = at;
      this.packet[id] = packet;
      return true;
    }
    this.outcome[id] |= outcome;
    if (packet < this.packet[id]) {
      this.packet[id] = packet;
      this.at[id] = at;
    }
    return true;
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  /** Forgets everything. */
  clear(): void {
    this.#tuples.clear();
  }

  /** The same, and keeps no room. */
  release(): void {
    this.#tuples = new TupleTable(3, this.#tuples.limit, (rows) => this.#enlarge(rows));
    this.outcome = new Uint8Array(FIRST_ROWS);
    this.at = new Float64Array(FIRST_ROWS);
    this.packet = new Float64Array(FIRST_ROWS);
  }

  sourceOf(id: number): number {
    return this.#tuples.word(id, 0);
  }

  targetOf(id: number): number {
    return this.#tuples.word(id, 1);
  }

  isTcp(id: number): boolean {
    return this.#tuples.word(id, 2) >>> 16 === TCP;
  }

  portOf(id: number): number {
    return this.#tuples.word(id, 2) & 0xffff;
  }

  failed(id: number): boolean {
    return this.outcome[id] === PROBE_FAILED;
  }
}

/**
 * What a conversation says about an attempt to reach a port: a PROBE_ bit, or 0 when it is none
 * (the middle of an older connection, one-way answers, traceroute).
 */
export function probeOutcome(view: FlowView): number {
  if (view.hasPorts === 0 || view.packets === 0) return 0;
  if (view.ipProtocol === TCP) return tcpOutcome(view);
  return view.ipProtocol === UDP ? udpOutcome(view) : 0;
}

function tcpOutcome(view: FlowView): number {
  const flags = view.tcpFlags;
  const isSyn = (flags & SYN) !== 0;
  // NULL, FIN and Xmas scans carry neither ACK nor RST; FIN with ACK is the end of an older connection.
  const isRefused = (view.tcpFlagsBack & FIN_SYN_RST) === RST;
  if (!isSyn && (flags & (ACK | RST)) !== 0) return view.packetsBack > 0 && !isRefused ? PROBE_ANSWERED : 0;
  if (view.packetsBack > 0 && !isRefused) return PROBE_ANSWERED;
  // Only this direction was captured, and the sender went on: somebody answered.
  if (view.packetsBack === 0 && isSyn && (flags & ACK) !== 0 && (flags & RST) === 0) return PROBE_ANSWERED;
  return view.packets > MOST_TCP_PACKETS ? 0 : PROBE_FAILED;
}

function udpOutcome(view: FlowView): number {
  if (view.dstPort >= TRACEROUTE_FROM && view.dstPort <= TRACEROUTE_TO) return 0;
  if (view.packetsBack > 0) return PROBE_ANSWERED;
  return view.packets > MOST_UDP_PACKETS || view.dstPort >= FIRST_EPHEMERAL ? 0 : PROBE_FAILED;
}
