/**
 * What numbers in the tables mean. Compiled to WebAssembly too (core/). Imports nothing, so that the bundler writes these numbers where they are used: passes
 * over all rows run once, and reading a name each time would be a good part of what they cost.
 */

// What was seen of an (interface, address, VLAN): bits of the flags of bindings, above those of HOPS_ (hop-limit.ts).
/** The interface sent frames from the address, or claimed it. */
export const SOURCE = 8;
/** Frames for the address were sent to the interface. */
export const DESTINATION = 16;
/** It sent from the address to a destination no router forwards. */
export const ON_LINK = 32;
/** A public address that talked with a private one on this link. */
export const PUBLIC_TO_PRIVATE = 64;
/** A private address on this link sent to this public one through the interface. */
export const PUBLIC_FROM_PRIVATE = 128;
export const CLAIMED_ARP = 256;
export const CLAIMED_ND = 512;
export const CLAIMED_DHCP = 1024;
/** Any of the three. */
export const CLAIMED = 1792;
/** Counted among the addresses near by: claimed, or sent with a hop limit that was not decremented. */
export const NEAR = 2048;
/** A conversation had it at an end; without it, the binding was only claimed. */
export const NOTED = 4096;

// Words of a binding's key: its interface, its address, its VLAN (-1 untagged).
export const KEY_WORDS = 3;
export const KEY_ADDRESS = 1;
export const KEY_VLAN = 2;

// Traits of an address, as bits.
/** RFC 1918, shared, link-local or unique local: stays inside a site. */
export const PRIVATE = 1;
/** fe80::/10. */
export const LINK_LOCAL_6 = 2;
export const IPV6 = 4;

// What MAC an interface has.
export const ORDINARY_MAC = 0;
export const VIRTUAL_ROUTER_MAC = 1;
/** On links without MACs. */
export const NO_MAC = 2;

/** In place of a row: IPv4 has one word only, and a table of millions holds nothing else. */
export const NO_TAIL = -1;

// Of a station (core/stations.ts), in bytes.
export const STATION_OWNER = 24;
/** Binding + 1: 0 while nobody told what the station is known as. */
export const STATION_BINDING = 28;
