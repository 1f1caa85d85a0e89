/**
 * The first half of the kernel: the bytes of a record into a staged frame. Needs nothing but those bytes, so that any thread may
 * do it.
 */

const TCP: u32 = 6;
const UDP: u32 = 17;
const ETHERTYPE_VLAN: u32 = 0x8100;
const ETHERTYPE_IPV4: u32 = 0x0800;
const ETHERTYPE_IPV6: u32 = 0x86dd;
const ETHERTYPE_ARP: u32 = 0x0806;
/** ARP for IPv4 over Ethernet (RFC 826), and its address lengths. */
const ARP_BYTES: u32 = 28;
const ARP_LENGTHS: u32 = 0x0604;

/** Fields of a staged frame, by their offsets: one cache line. */
const STAGED_BYTES: u32 = 64;
const TIME: u32 = 0;
const WIRE: u32 = 8;
const HASH: u32 = 12;
/** From here as in a slot: addresses' first words, ports, MACs, tags, protocol. */
const SRC0: u32 = 16;
const DST0: u32 = 20;
const PORTS: u32 = 24;
const SRC_MAC_LOW: u32 = 28;
const DST_MAC_LOW: u32 = 32;
const MACS_HIGH: u32 = 36;
const TAGS: u32 = 40;
const PROTOCOL: u32 = 44;
const SEQ: u32 = 48;
const RECORD: u32 = 52;
/** As the headers declare it (u16). */
const PAYLOAD_BYTES: u32 = 56;
/** TCP's (u8). */
const FLAGS: u32 = 58;
/** (u8) */
const TTL: u32 = 59;
/** Of TAGS (W_TAGS in ../layout.ts). */
const HAS_PORTS: u32 = 1 << 30;
const HAS_BOTH_MACS: u32 = 1 << 31;
/** Captured length, bits above it, and in the highest byte where the payload begins in the frame. */
const CAPTURED: u32 = 60;
const LENGTH_MASK: u32 = 0x000fffff;
const IS_DATAGRAM: u32 = 1 << 20;
const IS_PAYLOAD_CAPTURED: u32 = 1 << 21;
/** Not usual: only RECORD means something. */
const IS_FOR_OTHERS: u32 = 1 << 22;
const IS_ARP: u32 = 1 << 23;
const PAYLOAD_SHIFT: u32 = 24;

/** Words 1 to 3 of IPv6 addresses, source and target, beside the staged frames. */
const SIX_BYTES: u32 = 32;
const SIX_DST: u32 = 12;

/** Of the scratch memory: staged frames, then these. */
const SCRATCH_SIX: u32 = BATCH * STAGED_BYTES;
const SCRATCH_GUESSES: u32 = SCRATCH_SIX + BATCH * SIX_BYTES;

/** A list: how many frames, where the record behind the last one begins; from LIST_HEADER on the frames, then the IPv6 words. */
const LIST_END: u32 = 4;
const LIST_HEADER: u32 = 64;
const LIST_FRAMES: u32 = 16384;

function sixOf(at: u32, frames: u32): u32 {
  return at + LIST_HEADER + frames * STAGED_BYTES;
}

function recordOf(at: u32, index: u32): u32 {
  return load<u32>(at + LIST_HEADER + index * STAGED_BYTES, RECORD);
}

/**
 * Stages the records in `[from, end)` into the list at `listAt`, those that are for others too, until one is not whole or not
 * to be understood, or the list is full. Returns where the first record begins that is not whole, 0 when that cannot be told.
 */
export function stageAhead(listAt: u32, from: u32, end: u32, most: u32): u32 {
  let at = from;
  let count: u32 = 0;
  let behind = recordEnd(at, end);
  for (; behind != 0 && count < most; count++) {
    const entry = listAt + LIST_HEADER + count * STAGED_BYTES;
    if (!stageRecord(entry, sixOf(listAt, LIST_FRAMES) + count * SIX_BYTES, at)) {
      store<u32>(entry, at + shift, RECORD);
      store<u32>(entry, IS_FOR_OTHERS, CAPTURED);
    }
    at = behind;
    behind = recordEnd(at, end);
  }
  store<u32>(listAt, count);
  store<u32>(listAt, at, LIST_END);
  for (; behind != 0; behind = recordEnd(at, end)) at = behind;
  return isCut(at, end) ? at : 0;
}

/** Where the record at `at` ends; 0 when it is not whole, or too long to be one. */
@inline
function recordEnd(at: u32, end: u32): u32 {
  if (!isBlocks) {
    if (end - at < RECORD_HEADER) return 0;
    const captured = load<u32>(at, 8);
    const behind = at + RECORD_HEADER + captured;
    return captured > LONGEST_FRAME || behind > end ? 0 : behind;
  }
  if (end - at < SHORTEST_BLOCK) return 0;
  const total = load<u32>(at, 4);
  if (total < SHORTEST_BLOCK || total > LONGEST_BLOCK || (total & 3) != 0 || total > end - at) return 0;
  return load<u32>(at + total - 4) != total ? 0 : at + total;
}

/** Whether the record at `at` only wants for bytes that come behind `end`. */
function isCut(at: u32, end: u32): bool {
  if (!isBlocks) return end - at < RECORD_HEADER || load<u32>(at, 8) <= LONGEST_FRAME;
  if (end - at < SHORTEST_BLOCK) return true;
  const total = load<u32>(at, 4);
  return total >= SHORTEST_BLOCK && total <= LONGEST_BLOCK && total > end - at;
}

/** Stages the whole record at `at`. False when its frame is not usual. */
@inline
function stageRecord(entry: u32, six: u32, at: u32): bool {
  if (!isBlocks) {
    const captured = load<u32>(at, 8);
    const wire = max(load<u32>(at, 12), captured);
    const fraction = load<u32>(at, 4);
    store<f64>(entry, <f64>load<u32>(at) * 1e6 + <f64>(nanos ? fraction / 1000 : fraction), TIME);
    store<u32>(entry, at, RECORD);
    return wire <= LONGEST_WIRE && stage(entry, six, at + RECORD_HEADER, captured, wire);
  }
  const total = load<u32>(at, 4);
  if (load<u32>(at) != ENHANCED_PACKET || total < SHORTEST_PACKET_BLOCK || load<u32>(at, 8) != interfaceId) return false;
  const captured = load<u32>(at, 20);
  if (captured > total - SHORTEST_PACKET_BLOCK || captured > LONGEST_FRAME) return false;
  const wire = max(load<u32>(at, 24), captured);
  const whole = ((<u64>load<u32>(at, 12) << 32) | <u64>load<u32>(at, 16)) / ticks;
  store<f64>(entry, offset + <f64>whole, TIME);
  store<u32>(entry, at + RECORD_IN_BLOCK, RECORD);
  return whole <= LATEST && wire <= LONGEST_WIRE && stage(entry, six, at + 28, captured, wire);
}

/**
 * Reads a usual frame: Ethernet, at most one 802.1Q tag, then ARP, or IPv4 without options and not fragmented or IPv6 without
 * extension headers, TCP or UDP that is no tunnel, every length as it should be and every header captured. False for any other.
 */
@inline
function stage(entry: u32, six: u32, at: u32, captured: u32, wire: u32): bool {
  // The shortest: no tag, ARP. What follows reads no further until it has looked.
  if (captured < 42) return false;
  const end = at + captured;
  let tags = HAS_BOTH_MACS | HAS_PORTS;
  let type = be16(at + 12);
  let network = at + 14;
  if (type == ETHERTYPE_VLAN) {
    tags |= (be16(at + 14) & 0xfff) + 1;
    type = be16(at + 16);
    network = at + 18;
  }
  if (type == ETHERTYPE_ARP) {
    if (network + ARP_BYTES > end || be16(network + 4) != ARP_LENGTHS) return false;
    v128.store(entry, i32x4.splat(0), SRC0);
    store<u8>(entry, 0, TTL);
    stageKey(entry, at, tags & ~HAS_PORTS, type, i32x4.splat(0), i32x4.splat(0));
    store<u32>(entry, wire, WIRE);
    store<u32>(entry, captured | IS_ARP | IS_DATAGRAM | IS_PAYLOAD_CAPTURED, CAPTURED);
    return true;
  }
  // IPv4 and TCP.
  if (network + 40 > end) return false;
  let protocol: u32, transport: u32, ipEnd: u32, addresses: v128;
  if (type == ETHERTYPE_IPV4) {
    if (load<u8>(network) != 0x45 || (be16(network + 6) & 0x3fff) != 0) return false;
    ipEnd = network + be16(network + 2);
    protocol = load<u8>(network, 9);
    transport = network + 20;
    // Both addresses, ports, and the sequence number of TCP.
    const words = swapWords(v128.load(network, 12));
    addresses = words;
    v128.store(entry, words, SRC0);
    store<u32>(entry, v128.extract_lane<u32>(words, 3), SEQ);
    store<u8>(entry, load<u8>(network, 8), TTL);
  } else if (type == ETHERTYPE_IPV6) {
    transport = network + 40;
    if (transport + 8 > end || load<u8>(network) >> 4 != 6) return false;
    const length = be16(network + 4);
    if (length == 0) return false;
    ipEnd = transport + length;
    protocol = load<u8>(network, 6);
    const source = address6(network + 8, entry + SRC0, six);
    const target = address6(network + 24, entry + DST0, six + SIX_DST);
    addresses = v128.replace_lane<u32>(i32x4.splat(source), 1, target);
    store<u32>(entry, be32(transport), PORTS);
    store<u32>(entry, be32(transport + 4), SEQ);
    store<u8>(entry, load<u8>(network, 7), TTL);
  } else return false;
  if (ipEnd > at + wire) return false;
  const payload = protocol == TCP ? stageTcp(entry, transport, ipEnd, end) : stageUdp(entry, protocol, transport, ipEnd);
  if (payload == 0) return false;
  const isPayloadCaptured = payload < min(payload + <u32>load<u16>(entry, PAYLOAD_BYTES), end);
  stageKey(entry, at, tags, type | ((protocol + 1) << 18), addresses, halvesOf(v128.load32_zero(transport)));
  store<u32>(entry, wire, WIRE);
  const bits = (protocol == UDP ? IS_DATAGRAM : 0) | (isPayloadCaptured ? IS_PAYLOAD_CAPTURED : 0);
  store<u32>(entry, captured | bits | ((payload - at) << PAYLOAD_SHIFT), CAPTURED);
  return true;
}

/** Four words of the network's byte order, in ours. */
@inline
function swapWords(words: v128): v128 {
  return v128.shuffle<u8>(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/** Of the network's byte order two half-words, in ours, each a word. */
@inline
function halvesOf(word: v128): v128 {
  return v128.shuffle<u8>(word, i32x4.splat(0), 1, 0, 16, 16, 3, 2, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
}

/**
 * What makes a conversation besides addresses, and the hash of all of it (hash.ts). Of `addresses` (their share of the hash) and
 * `ports`, the first two words are the source's and the target's: both ends are mixed at once.
 */
@inline
function stageKey(entry: u32, at: u32, tags: u32, kind: u32, addresses: v128, ports: v128): void {
  const macs = v128.load(at);
  // Last four bytes of the source's and of the target's, the first two of both; tags come behind.
  const words = v128.shuffle<u8>(macs, macs, 11, 10, 9, 8, 5, 4, 3, 2, 1, 0, 7, 6, 0, 0, 0, 0);
  const high = v128.shuffle<u8>(macs, i32x4.splat(0), 7, 6, 16, 16, 1, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
  v128.store(entry, v128.replace_lane<u32>(words, 3, tags), SRC_MAC_LOW);
  store<u32>(entry, kind, PROTOCOL);
  const ends = mixEndpoints(addresses, ports, v128.xor(words, i32x4.shl(high, 13)));
  const sum = v128.extract_lane<u32>(ends, 0) + v128.extract_lane<u32>(ends, 1);
  let hash = sum ^ (tags * 0x9e3779b1) ^ (kind * 0x85ebca6b);
  hash = (hash ^ (hash >> 16)) * 0x7feb352d;
  store<u32>(entry, hash ^ (hash >> 15), HASH);
}

/** Returns where the payload begins, 0 when the segment is not usual. */
@inline
function stageTcp(entry: u32, at: u32, ipEnd: u32, end: u32): u32 {
  if (at + 20 > end) return 0;
  const payload = at + ((<u32>load<u8>(at, 12) >> 4) << 2);
  if (payload < at + 20 || payload > ipEnd || payload > end) return 0;
  store<u8>(entry, load<u8>(at, 13), FLAGS);
  store<u16>(entry, ipEnd - payload, PAYLOAD_BYTES);
  return payload;
}

/** The same for a datagram. */
@inline
function stageUdp(entry: u32, protocol: u32, at: u32, ipEnd: u32): u32 {
  if (protocol != UDP || mayTunnel(be16(at), be16(at + 2))) return 0;
  const length = be16(at + 4);
  if (length < 8 || at + length > ipEnd) return 0;
  store<u16>(entry, length - 8, PAYLOAD_BYTES);
  return at + 8;
}

/** Whether wire/tunnel/udp-tunnels.ts looks for a packet inside. */
function mayTunnel(srcPort: u32, dstPort: u32): bool {
  if (srcPort == 3544) return true;
  if (dstPort < 2152 || dstPort > 8472) return false;
  return dstPort == 2152 || dstPort == 3544 || dstPort == 4789 || dstPort == 4790 || dstPort == 6081 || dstPort == 6635 || dstPort == 8472;
}

/** Keeps an IPv6 address, its first word apart from the others. Returns its share of the hash (hash.ts). */
@inline
function address6(at: u32, first: u32, rest: u32): u32 {
  const words = swapWords(v128.load(at));
  const w0 = v128.extract_lane<u32>(words, 0);
  const w1 = v128.extract_lane<u32>(words, 1);
  const w2 = v128.extract_lane<u32>(words, 2);
  const w3 = v128.extract_lane<u32>(words, 3);
  store<u32>(first, w0);
  store<u32>(rest, w1);
  store<u32>(rest, w2, 4);
  store<u32>(rest, w3, 8);
  let hash = (w0 * 0x9e3779b1) ^ w1;
  hash = ((hash ^ (hash >> 15)) * 0x85ebca6b) ^ w2;
  return ((hash ^ (hash >> 13)) * 0xc2b2ae35) ^ w3;
}

/** Word by word what hash.ts makes of one end. */
@inline
function mixEndpoints(addresses: v128, ports: v128, macs: v128): v128 {
  const ofAddress = i32x4.mul(v128.xor(addresses, i32x4.splat(seed)), i32x4.splat(0x85ebca6b));
  const ofPort = i32x4.mul(i32x4.add(ports, i32x4.splat(0x3c6ef372)), i32x4.splat(0xc2b2ae35));
  const hash = v128.xor(v128.xor(ofAddress, ofPort), i32x4.mul(macs, i32x4.splat(0x27d4eb2f)));
  return i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 15)), i32x4.splat(0x165667b1));
}

function be16(at: u32): u32 {
  return <u32>bswap<u16>(load<u16>(at));
}

function be32(at: u32): u32 {
  return bswap<u32>(load<u32>(at));
}
