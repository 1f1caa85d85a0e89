/**
 * Where things lie in a core's memory, in bytes. What grows with the limits lies behind DATA_AT; its places stand in the headers.
 * Imports nothing, so that the bundler writes these numbers where they are used.
 */

// Tables (tuples.ts), by the address of their header.
export const INTERFACES = 128;
export const ADDRESSES = 256;
/** The other three words of IPv6 addresses. */
export const TAILS = 384;
export const BINDINGS = 512;
export const VLANS = 640;
/** (VLAN, interface that sent in it). */
export const VLAN_SENDERS = 768;
/** (binding, transport and port, application): what an address offers, and what it uses. */
export const OFFERED = 896;
export const USED = 1024;
/** (binding of the client, address of the server): conversations in industrial protocols. */
export const INDUSTRIAL = 1152;
/** Every MAC that sent, and every address. */
export const MACS = 1280;
export const IPV4S = 1408;
export const IPV6S = 1536;

// Of such a header.
export const SIZE = 0;
/** Rows, at most. */
export const LIMIT = 4;
/** Places - 1. */
export const MASK = 8;
export const KEYS = 12;
export const PLACES = 16;
/** Words of a key. */
export const WIDTH = 20;
/** What found no room (double). */
export const DROPPED = 24;
// From 32 on where the columns beside the rows are, and what else belongs to the table; 128 bytes in all.

// Columns of interfaces: doubles, then ints.
export const PACKETS_SENT = 32;
export const PACKETS_RECEIVED = 36;
export const BYTES_SENT = 40;
export const BYTES_RECEIVED = 44;
export const FIRST = 48;
export const LAST = 52;
export const FIRST_PACKET = 56;
export const SENDS = 60;
export const SPEAKS = 64;
/** Rows that sent, and how many may. */
export const SENDERS = 68;
export const MOST_SENDERS = 72;

// Columns of addresses: a byte.
export const TRAITS = 32;

// Columns of bindings: ints, then doubles.
export const FLAGS = 32;
export const DISTANCES = 36;
export const BOUND_FIRST = 40;
export const BOUND_LAST = 44;
export const SHOWN_AT = 48;
export const SHOWN_PACKET = 52;
/** Row of its claims + 1; 0 where it was not claimed. */
export const CLAIM_ROWS = 56;
/** Rows near by, and how many may be: as many may be far away. */
export const NEARS = 60;
export const MOST_NEAR = 64;
/** Whether bindings are of more than one VLAN. */
export const HAS_VLANS = 68;

// Columns of VLANs, doubles.
export const VLAN_PACKETS = 32;
export const VLAN_BYTES = 36;

/** Of OFFERED and USED: three doubles a row. How many conversations, packet and time of the first. */
export const SEEN = 32;
export const SEEN_BYTES = 24;

/** When bindings were claimed: rows (int), then columns of doubles. */
export const CLAIMS = 1664;
export const CLAIM_FIRST = 32;
export const CLAIM_FIRST_PACKET = 36;
export const CLAIM_LAST = 40;
export const CLAIM_LAST_PACKET = 44;

/** Attempts to reach ports: how many, how many may be written down, where: PROBE_BYTES each. */
export const PROBES = 1792;
export const PROBE_LIMIT = 4;
export const PROBES_AT = 8;
/** Source, target, outcome and where (ints), time, packet (doubles). */
export const PROBE_BYTES = 32;
export const PROBE_TIME = 16;
export const PROBE_PACKET = 24;

/** Both ends of the conversation at hand (conversation.ts). */
export const ENDS = 1920;
export const END_BYTES = 96;

/** What a hop limit says (bytes), and the bit of its distance (ints): hop-limit.ts. */
export const HOP_KINDS = 4096;
export const HOP_DISTANCES = 4352;
/** By port: number of the service behind it + 1 (halves), of TCP and of UDP. */
export const TCP_SERVICES = 8192;
export const UDP_SERVICES = 139_264;

/** Ends of conversations seen last: STATION_PLACES of STATION_BYTES (stations.ts). */
export const STATIONS = 270_336;
export const STATION_PLACES = 32_768;
export const STATION_BYTES = 32;

/** Bits of what found no room (distinct.ts), with their number before them. */
export const INTERFACES_DROPPED = 1_318_976;
export const ADDRESSES_DROPPED = 1_450_112;
export const BINDINGS_DROPPED = 1_581_248;

export const DATA_AT = 1_712_384;
