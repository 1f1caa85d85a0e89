/** Where the tables of a core lie, whose room depends on its limits. */
import * as L from './program/layout.ts';
import { FIRST_PLACES, MOST_ROWS, needMorePlaces, placesAfter } from './program/tuples.ts';

export interface CoreLimits {
  /** Devices. */
  readonly maxMacs: number;
  /** (interface, address, VLAN) a device sent from or claimed. */
  readonly maxAddresses: number;
}

/** Senders, destinations, and as many again that belong to no device (tunnels, scanned hosts). */
const ADDRESSES_PER_BINDING = 4;
/** Every pair of tags there can be would be 16 million; no real network has so many. */
const MOST_VLANS = 65_536;
const MOST_VLAN_SENDERS = 524_288;
const MOST_SERVICES = 131_072;
const MOST_INDUSTRIAL_CLIENTS = 16_384;
/** Attempts that are written down, at most: told apart they take as much room again. */
export const MOST_WRITTEN_PROBES = 131_072;

/** Addresses in the core are whole numbers of 32 bits with a sign. */
const MOST_BYTES = 2 ** 31;
const INT = 4;
const DOUBLE = 8;
const LINE_BYTES = 64;

/** Bytes of a memory, and the words that have to be written into it: `[at, word]`. */
export interface Reserved {
  readonly bytes: number;
  readonly words: readonly (readonly [number, number])[];
}

/** Room for tables as large as the limits allow. Throws RangeError when that is more than a core can have. */
export function reserve(limits: CoreLimits): Reserved {
  const room = new Room();
  reserveTables(limits, room);
  const { at, words } = room;
  if (at > MOST_BYTES) {
    const { maxMacs, maxAddresses } = limits;
    throw new RangeError(
      `tables for ${maxMacs} MACs and ${maxAddresses} addresses: ${at} bytes, at most ${MOST_BYTES}`,
    );
  }
  return { bytes: at, words };
}

/** Places behind one another, and what is to be written into headers. */
class Room {
  at = L.DATA_AT;
  readonly words: (readonly [number, number])[] = [];

  take(bytes: number): number {
    const at = this.at;
    this.at += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return at;
  }

  set(at: number, word: number): void {
    this.words.push([at, word]);
  }
}

/** A table of tuples of `width` words with columns beside it: where the place of each stands, and bytes a row. */
function reserveTable(
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

function reserveTables({ maxMacs, maxAddresses }: CoreLimits, room: Room): void {
  reserveTable(room, L.INTERFACES, 5, maxMacs * 2, [
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
  reserveTable(room, L.ADDRESSES, 2, maxAddresses * ADDRESSES_PER_BINDING, [[L.TRAITS, 1]]);
  reserveTable(room, L.TAILS, 3, maxAddresses * ADDRESSES_PER_BINDING);
  reserveTable(room, L.BINDINGS, 3, maxAddresses * 2, [
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
  reserveTable(room, L.VLANS, 2, MOST_VLANS, [
    [L.VLAN_PACKETS, DOUBLE],
    [L.VLAN_BYTES, DOUBLE],
  ]);
  reserveTable(room, L.VLAN_SENDERS, 2, MOST_VLAN_SENDERS);
  reserveTable(room, L.OFFERED, 3, MOST_SERVICES, [[L.SEEN, L.SEEN_BYTES]]);
  reserveTable(room, L.USED, 3, MOST_SERVICES, [[L.SEEN, L.SEEN_BYTES]]);
  reserveTable(room, L.INDUSTRIAL, 2, MOST_INDUSTRIAL_CLIENTS);
  reserveTable(room, L.MACS, 2, maxMacs);
  reserveTable(room, L.IPV4S, 1, maxAddresses);
  reserveTable(room, L.IPV6S, 4, maxAddresses);
  room.set(L.PROBES + L.PROBES_AT, room.take(MOST_WRITTEN_PROBES * L.PROBE_BYTES));
}
