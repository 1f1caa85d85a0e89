import { createMemory, instantiate, isUnsupported, type SharedMemory } from '../../base/wasm.ts';
import { hopDistanceBit, hopLimitEvidence } from '../hop-limit.ts';
import { CORE_BASE64 } from './core-bytes.ts';
import type * as program from './program/index.ts';
import * as L from './program/layout.ts';
import { type CoreMemory, viewsOf } from './program/memory.ts';
import { FIRST_PLACES, MOST_ROWS, needMorePlaces, placesAfter } from './program/tuples.ts';
import { runAsItIs } from './run-as-it-is.ts';

export interface CoreLimits {
  /** Devices. */
  readonly maxMacs: number;
  /** (interface, address, VLAN) a device sent from or claimed. */
  readonly maxAddresses: number;
}

/** See program.ts: what it exports. */
export type CoreProgram = typeof program;

/** Senders, destinations, and as many again that belong to no device (tunnels, scanned hosts). */
const ADDRESSES_PER_BINDING = 4;
/** Every pair of tags there can be would be 16 million; no real network has so many. */
const MOST_VLANS = 65_536;
const MOST_VLAN_SENDERS = 524_288;
const MOST_SERVICES = 131_072;
const MOST_INDUSTRIAL_CLIENTS = 16_384;
/** Attempts that are written down, at most: told apart they take as much room again. */
export const MOST_WRITTEN_PROBES = 131_072;

const INT = 4;
const DOUBLE = 8;
const LINE_BYTES = 64;

/**
 * The tables that every conversation and every claim goes through, and the functions that do it, on one memory (layout.ts). They are
 * written in TypeScript that is compiled to WebAssembly (program.ts): a capture ends before V8 would have compiled it, and the
 * kernel (flows/kernel) calls it without a way through JavaScript. Where there is no WebAssembly it runs as it is. Memory that
 * nobody has used yet is never touched.
 */
export class Core {
  readonly program: CoreProgram;
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  /** Called when no more attempts to reach a port can be written down: to take them, and set their number to 0. */
  onProbesFull: () => void = () => {};

  /** Throws RangeError when there is not so much address space. `compiled`: false for tests of what runs without WebAssembly. */
  constructor(limits: CoreLimits, compiled = true) {
    const room = new Room();
    lay(limits, room);
    const memory = compiled ? sharedMemory(room.at) : null;
    const views = viewsOf(memory?.buffer ?? new ArrayBuffer(room.at));
    this.ints = views.ints;
    this.doubles = views.doubles;
    this.bytes = views.bytes;
    this.halves = views.halves;
    room.write(this.ints);
    for (let ttl = 0; ttl < 256; ttl++) {
      this.bytes[L.HOP_KINDS + ttl] = hopLimitEvidence(ttl);
      this.ints[L.HOP_DISTANCES / INT + ttl] = hopDistanceBit(ttl);
    }
    const probesFull = () => this.onProbesFull();
    const own: CoreMemory = { ...views, onProbesFull: probesFull };
    this.program =
      memory === null ? runAsItIs(own) : (instantiate(CORE_BASE64, memory, { probesFull }) as CoreProgram);
  }

  /** The word at `at`. */
  int(at: number): number {
    return this.ints[at / INT];
  }

  /** Rows of a table, numbered from 0 to size - 1. */
  size(table: number): number {
    return this.ints[(table + L.SIZE) / INT];
  }

  /** Keys of a table, one row behind the other. */
  keys(table: number): Int32Array {
    const rows = this.int(table + L.LIMIT) * this.int(table + L.WIDTH);
    return new Int32Array(this.ints.buffer, this.int(table + L.KEYS), rows);
  }

  /** A column of ints beside the rows of a table, `column` being where its place stands in the header. */
  intColumn(table: number, column: number): Int32Array {
    return new Int32Array(this.ints.buffer, this.int(table + column), this.int(table + L.LIMIT));
  }

  /** The same of doubles; `width` of them a row. */
  doubleColumn(table: number, column: number, width = 1): Float64Array {
    return new Float64Array(this.ints.buffer, this.int(table + column), this.int(table + L.LIMIT) * width);
  }

  byteColumn(table: number, column: number): Uint8Array {
    return new Uint8Array(this.ints.buffer, this.int(table + column), this.int(table + L.LIMIT));
  }

  /** What found no room in a table, repeats included. */
  dropped(table: number): number {
    return this.doubles[(table + L.DROPPED) / DOUBLE];
  }
}

/** `null` without WebAssembly. */
function sharedMemory(bytes: number): SharedMemory | null {
  try {
    return createMemory(bytes);
  } catch (error) {
    if (!(error instanceof RangeError) && isUnsupported(error)) return null;
    throw error;
  }
}

/** Places behind one another, and what is to be written into headers when there is a memory. */
class Room {
  at = L.DATA_AT;
  readonly #words: (readonly [number, number])[] = [];

  take(bytes: number): number {
    const at = this.at;
    this.at += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return at;
  }

  set(at: number, value: number): void {
    this.#words.push([at, value]);
  }

  write(ints: Int32Array): void {
    for (const [at, value] of this.#words) ints[at / INT] = value;
  }
}

/** A table of tuples of `width` words with columns beside it: where the place of each stands, and bytes a row. */
function layTable(
  room: Room,
  table: number,
  width: number,
  limit: number,
  columns: readonly (readonly [number, number])[] = [],
): void {
  const rows = Math.min(limit, MOST_ROWS);
  let places = FIRST_PLACES;
  while (needMorePlaces(rows, places)) places = placesAfter(places);
  room.set(table + L.LIMIT, rows);
  room.set(table + L.WIDTH, width);
  room.set(table + L.MASK, FIRST_PLACES - 1);
  room.set(table + L.PLACES, room.take(places * INT));
  room.set(table + L.KEYS, room.take(rows * width * INT));
  for (const [column, bytes] of columns) room.set(table + column, room.take(rows * bytes));
}

function lay({ maxMacs, maxAddresses }: CoreLimits, room: Room): void {
  layTable(room, L.INTERFACES, 5, maxMacs * 2, [
    [L.PACKETS_SENT, DOUBLE],
    [L.PACKETS_RECEIVED, DOUBLE],
    [L.BYTES_SENT, DOUBLE],
    [L.BYTES_RECEIVED, DOUBLE],
    [L.FIRST, DOUBLE],
    [L.LAST, DOUBLE],
    [L.FIRST_PACKET, DOUBLE],
    [L.SENDS, INT],
    [L.SPEAKS, INT],
  ]);
  room.set(L.INTERFACES + L.MOST_SENDERS, maxMacs);
  layTable(room, L.ADDRESSES, 2, maxAddresses * ADDRESSES_PER_BINDING, [[L.TRAITS, 1]]);
  layTable(room, L.TAILS, 3, maxAddresses * ADDRESSES_PER_BINDING);
  layTable(room, L.BINDINGS, 3, maxAddresses * 2, [
    [L.FLAGS, INT],
    [L.DISTANCES, INT],
    [L.BOUND_FIRST, DOUBLE],
    [L.BOUND_LAST, DOUBLE],
    [L.SHOWN_AT, DOUBLE],
    [L.SHOWN_PACKET, DOUBLE],
    [L.CLAIM_ROWS, INT],
  ]);
  room.set(L.BINDINGS + L.MOST_NEAR, maxAddresses);
  const bindings = Math.min(maxAddresses * 2, MOST_ROWS);
  for (const column of [L.CLAIM_FIRST, L.CLAIM_FIRST_PACKET, L.CLAIM_LAST, L.CLAIM_LAST_PACKET]) {
    room.set(L.CLAIMS + column, room.take(bindings * DOUBLE));
  }
  room.set(L.CLAIMS + L.LIMIT, bindings);
  layTable(room, L.VLANS, 2, MOST_VLANS, [
    [L.VLAN_PACKETS, DOUBLE],
    [L.VLAN_BYTES, DOUBLE],
  ]);
  layTable(room, L.VLAN_SENDERS, 2, MOST_VLAN_SENDERS);
  layTable(room, L.OFFERED, 3, MOST_SERVICES, [[L.SEEN, L.SEEN_BYTES]]);
  layTable(room, L.USED, 3, MOST_SERVICES, [[L.SEEN, L.SEEN_BYTES]]);
  layTable(room, L.INDUSTRIAL, 2, MOST_INDUSTRIAL_CLIENTS);
  layTable(room, L.MACS, 2, maxMacs);
  layTable(room, L.IPV4S, 1, maxAddresses);
  layTable(room, L.IPV6S, 4, maxAddresses);
  room.set(L.PROBES + L.PROBES_AT, room.take(MOST_WRITTEN_PROBES * L.PROBE_BYTES));
}
