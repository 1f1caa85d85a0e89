/**
 * How one conversation lies in memory: three cache lines of 64 bytes, one in each array.
 *
 *   keys   Int32Array    16 words   who: compared on every packet
 *   totals Float64Array   8 doubles  how much and when, per direction
 *   detail Uint32Array   16 words   everything else, also seen as bytes and uint16
 *
 * Direction 0 is that of the first packet seen, 1 the way back.
 */
export const KEY_WORDS = 16;
export const KEY_SRC0 = 0;
export const KEY_DST0 = 1;
/** Source port in the high half. */
export const KEY_PORTS = 2;
export const KEY_SRC_MAC_LOW = 3;
export const KEY_DST_MAC_LOW = 4;
/** Source's first two bytes in the high half. */
export const KEY_MACS_HIGH = 5;
/** VLAN id + 1 (13 bits), outer VLAN id + 1 (13), tunnel (4), has ports (1). */
export const KEY_TAGS = 6;
/** Ethertype code (18 bits), IP protocol + 1 (9). */
export const KEY_PROTOCOL = 7;
/** Words 1–3 of IPv6 addresses; 0 for everything else. */
export const KEY_SRC1 = 8;
export const KEY_DST1 = 11;
/** Kept for deletion. */
export const KEY_HASH = 14;

export const TOTAL_WORDS = 8;
/** Of direction 0; those of direction 1 are DIRECTION_STRIDE further. */
export const TOTAL_FIRST = 0;
export const TOTAL_LAST = 1;
export const TOTAL_PACKETS = 2;
export const TOTAL_BYTES = 3;
export const DIRECTION_STRIDE = 4;

export const DETAIL_WORDS = 16;
/** Per direction: word + 2 × direction. */
export const DETAIL_MIN = 0;
export const DETAIL_MAX = 1;
/** Per direction: word + direction. */
export const DETAIL_NEXT_SEQ = 4;
export const DETAIL_RETRANSMISSIONS = 6;
/** Handshake RTT in µs + 1; 0 when not measured. */
export const DETAIL_RTT = 8;
/** Number of the first packet, modulo 2^32. */
export const DETAIL_FIRST_PACKET = 9;
/** Bytes, per direction: byte + direction. */
export const DETAIL_FLAGS_BYTE = 40;
export const DETAIL_TTL_BYTE = 42;
export const DETAIL_APP_BYTE = 44;
export const DETAIL_STATE_BYTE = 46;
/** Packets of this conversation that dissectors may still look at; INSPECT_ALWAYS for identity protocols. */
export const DETAIL_INSPECT_BYTE = 47;
/** uint16, per direction: half-word + direction. Saturate at 65535. */
export const DETAIL_SYN_HALF = 24;
export const DETAIL_RST_HALF = 26;
export const DETAIL_FIN_HALF = 28;
/** Index + 1 of the server name; 0 for none. */
export const DETAIL_SERVER_NAME = 15;

/** Bits of the state byte; shifted left by the direction where they come in pairs. */
export const STATE_SYN = 1;
export const STATE_SYN_ACK = 4;
export const STATE_SEQ_KNOWN = 16;
export const STATE_RTT_DONE = 64;

export const INSPECT_ALWAYS = 255;
