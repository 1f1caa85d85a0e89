/**
 * How one conversation lies in memory: three cache lines of 64 bytes side by side, so that an ordinary packet of
 * IPv4 touches the first two and one page. Offsets are in elements of the view that they are read through.
 *
 *   line 0  key (8 words) · next sequence numbers · retransmissions · first packet · hash · smallest sizes
 *   line 1  packets, bytes, last seen per direction · largest sizes · TCP flags · state · looks left · application
 *   line 2  first seen · rest of IPv6 addresses · handshake RTT · server name · SYN, RST, FIN counts · TTLs
 *
 * Direction 0 is that of the first packet seen, 1 the way back.
 */
export const SLOT_BYTES = 192;
export const SLOT_WORDS = SLOT_BYTES / 4;
export const SLOT_DOUBLES = SLOT_BYTES / 8;
export const SLOT_HALVES = SLOT_BYTES / 2;

// Words (Int32Array)
export const W_SRC0 = 0;
export const W_DST0 = 1;
/** Source port in the high half. */
export const W_PORTS = 2;
export const W_SRC_MAC_LOW = 3;
export const W_DST_MAC_LOW = 4;
/** Source's first two bytes in the high half. */
export const W_MACS_HIGH = 5;
/** VLAN id + 1 (13 bits), outer VLAN id + 1 (13), tunnel (4), has ports (1), has both MACs (1). */
export const W_TAGS = 6;
/** Ethertype code (18 bits), IP protocol + 1 (9). */
export const W_PROTOCOL = 7;
export const etherTypeOf = (protocol: number): number => protocol & 0x3ffff;
/** -1 without IP. */
export const ipProtocolOf = (protocol: number): number => ((protocol >>> 18) & 0x1ff) - 1;
/** Per direction. */
export const W_NEXT_SEQ = 8;
export const W_RETRANSMISSIONS = 10;
/** Number of the first packet, modulo 2^32. */
export const W_FIRST_PACKET = 12;
/** Kept for deletion and growth of the index. */
export const W_HASH = 13;
/** Frame sizes, per direction. */
export const W_MIN = 14;
export const W_MAX = 28;
/** Words 1–3 of IPv6 addresses; 0 for everything else. */
export const W_SRC1 = 36;
export const W_DST1 = 39;
/** Handshake RTT in µs + 1; 0 when not measured. */
export const W_RTT = 42;
/** Number of the server name; 0 for none. */
export const W_SERVER_NAME = 43;

// Doubles (Float64Array); those of direction 1 stand DIRECTION_DOUBLES further.
export const D_PACKETS = 8;
export const D_BYTES = 9;
export const D_LAST = 10;
export const DIRECTION_DOUBLES = 3;
/** Per direction: next to each other. */
export const D_FIRST = 16;

// Bytes (Uint8Array)
/** Per direction. */
export const B_FLAGS = 120;
export const B_STATE = 122;
/** Packets of this conversation that dissectors may still look at; INSPECT_ALWAYS for identity protocols. */
export const B_INSPECT = 123;
/** Per direction. */
export const B_TTL = 188;

// Half-words (Uint16Array)
export const H_APP = 62;
/** Per direction; they saturate at 65535. */
export const H_SYN = 88;
export const H_RST = 90;
export const H_FIN = 92;

/** Bits of the state byte; shifted left by the direction where they come in pairs. */
export const STATE_SYN = 1;
export const STATE_SYN_BOTH = 3;
export const STATE_SYN_ACK = 4;
export const STATE_SEQ_KNOWN = 16;
export const STATE_RTT_DONE = 64;
/** A dissector was shown a payload: the kernel does not look into the conversation by itself any more. */
export const STATE_LOOKED = 128;

export const INSPECT_ALWAYS = 255;
