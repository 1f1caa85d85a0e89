/**
 * The inner loop of reading a large capture, in AssemblyScript (TypeScript with machine types), compiled to WebAssembly by
 * `node scripts/build-kernel.mjs` into kernel-bytes.ts, together with count.as.
 *
 * It walks the records of pcap or the blocks of pcapng and counts usual frames: TCP and UDP over Ethernet, of conversations
 * that are in the table or find room in it. Those whose payload a dissector wants to see it notes in a list (`note`). At every
 * other frame it stops and says where; the TypeScript of wire, flows and analyze then handles that frame, as it handles all
 * frames when there is no kernel. So what a frame means is written there; here is only the common case of it, held to it by
 * features/analyze/bulk.test.ts and by every capture of the corpus. Offsets in a slot are those of ../layout.ts.
 */

/** Frames looked at together: their slots are read once before any is counted, so that cache misses overlap. */
const BATCH: u32 = 32;
/** A frame on its way: see `stage`. */
const STAGED_BYTES: u32 = 128;

const SLOT_BYTES: u32 = 192;
const SLOT_MASK: u32 = 0x007fffff;
const TAG_MASK: u32 = 0xff800000;

const LONGEST_FRAME: u32 = 262144;
/** A record may claim any length on the wire; beyond this, sums of offsets would not fit. */
const LONGEST_WIRE: u32 = 1 << 28;
const RECORD_HEADER: u32 = 16;
/** Of pcapng: an enhanced packet block, its least and its greatest length. */
const ENHANCED_PACKET: u32 = 6;
const SHORTEST_BLOCK: u32 = 32;
const LONGEST_BLOCK: u32 = 1 << 20;
/** The lengths stand in such a block as in a record that begins here, and the frame comes as far behind. */
const RECORD_IN_BLOCK: u32 = 12;
/** Later times (µs) are no whole numbers any more when an offset is added. */
const LATEST: u64 = 1 << 52;

const TCP: u32 = 6;
const UDP: u32 = 17;

/** Where things lie in the memory that is shared with TypeScript (memory.ts), set once by `place`. */
let staged: u32 = 0;
let clock: u32 = 0;
let sums: u32 = 0;
let tcpStops: u32 = 0;
let udpStops: u32 = 0;
let table: u32 = 0;
let noted: u32 = 0;
let entries: u32 = 0;
let slots: u32 = 0;
let seed: u32 = 0;

/** Frames to stage before counting: few after a stop, because what was staged behind it has to be staged again. */
let patience: u32 = 2;
/** Of no meaning: keeps `touch`'s loads from being left out. */
export let touched: u32 = 0;

/**
 * `stagedAt`: 4,096 bytes; `clockAt`: time and number of the last frame; `sumsAt`: packets, captured bytes, wire bytes,
 * first, last time; `tcpAt`, `udpAt`: counters of frames that ended well there (all f64). `tableAt`, `notedAt`: see count.as.
 */
export function place(
  stagedAt: u32,
  clockAt: u32,
  sumsAt: u32,
  tcpAt: u32,
  udpAt: u32,
  tableAt: u32,
  notedAt: u32,
  entriesAt: u32,
  slotsAt: u32,
  hashSeed: u32,
): void {
  staged = stagedAt;
  clock = clockAt;
  sums = sumsAt;
  tcpStops = tcpAt;
  udpStops = udpAt;
  table = tableAt;
  noted = notedAt;
  entries = entriesAt;
  slots = slotsAt;
  seed = hashSeed;
}

/** Times (µs) of the frames to count, from `begin` to before `after`: it stops at others. */
let begin: f64 = -Infinity;
let after: f64 = Infinity;

export function within(from: f64, before: f64): void {
  begin = from;
  after = before;
}

/**
 * Counts the frames of the pcap records (little-endian, header of 16 bytes, Ethernet) in `[from, end)` as far as it can.
 * Returns where the first record begins that it did not count: that frame is for others, or the list is full.
 */
export function countRecords(from: u32, end: u32, nanos: bool): u32 {
  let at = from;
  let count: u32 = 0;
  while (end - at >= RECORD_HEADER) {
    const captured = load<u32>(at, 8);
    const frame = at + RECORD_HEADER;
    if (captured > LONGEST_FRAME || frame + captured > end) break;
    const wire = max(load<u32>(at, 12), captured);
    const entry = staged + count * STAGED_BYTES;
    const fraction = load<u32>(at, 4);
    const time = <f64>load<u32>(at) * 1e6 + <f64>(nanos ? fraction / 1000 : fraction);
    if (time < begin || time >= after || wire > LONGEST_WIRE || !stage(entry, frame, captured, wire)) break;
    store<f64>(entry, time, TIME);
    store<u32>(entry, at, RECORD);
    at = frame + captured;
    count++;
    if (count < patience) continue;
    const stop = countStaged(count);
    if (stop != 0) return stop;
    count = 0;
    patience = min(patience * 2, BATCH);
  }
  const stop = countStaged(count);
  return stop != 0 ? stop : at;
}

/**
 * The same for pcapng: enhanced packet blocks (little-endian) of the interface `id`, whose link is Ethernet, whose clock makes
 * `ticks` per µs and is behind by `offset` µs. It stops at every other block as well.
 */
export function countBlocks(from: u32, end: u32, id: u32, ticks: u32, offset: f64): u32 {
  let at = from;
  let count: u32 = 0;
  while (end - at >= SHORTEST_BLOCK) {
    if (load<u32>(at) != ENHANCED_PACKET || load<u32>(at, 8) != id) break;
    const total = load<u32>(at, 4);
    if (total < SHORTEST_BLOCK || total > LONGEST_BLOCK || (total & 3) != 0 || total > end - at) break;
    if (load<u32>(at + total - 4) != total) break;
    const captured = load<u32>(at, 20);
    if (captured > total - SHORTEST_BLOCK || captured > LONGEST_FRAME) break;
    const wire = max(load<u32>(at, 24), captured);
    const whole = ((<u64>load<u32>(at, 12) << 32) | <u64>load<u32>(at, 16)) / <u64>ticks;
    const time = offset + <f64>whole;
    const entry = staged + count * STAGED_BYTES;
    if (whole > LATEST || time < begin || time >= after || wire > LONGEST_WIRE || !stage(entry, at + 28, captured, wire)) break;
    store<f64>(entry, time, TIME);
    store<u32>(entry, at + RECORD_IN_BLOCK, RECORD);
    at += total;
    count++;
    if (count < patience) continue;
    const stop = countStaged(count);
    if (stop != 0) return stop - RECORD_IN_BLOCK;
    count = 0;
    patience = min(patience * 2, BATCH);
  }
  const stop = countStaged(count);
  return stop != 0 ? stop - RECORD_IN_BLOCK : at;
}

/** Counts what is staged, in order. Returns the record of the first frame that it cannot, 0 when there is none. */
function countStaged(count: u32): u32 {
  touch(count);
  for (let i: u32 = 0; i < count; i++) {
    const entry = staged + i * STAGED_BYTES;
    if (countFrame(entry)) continue;
    patience = 2;
    return load<u32>(entry, RECORD);
  }
  return 0;
}

/** Fields of a staged frame, by their offsets. */
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
/** Words 1 to 3 of IPv6 addresses. */
const SRC1: u32 = 48;
const DST1: u32 = 60;
const VERSION: u32 = 72;
const SEQ: u32 = 76;
/** TCP flags; NO_TCP for a datagram. */
const FLAGS: u32 = 80;
const NO_TCP: u32 = 0x100;
/** As the headers declare it. */
const PAYLOAD_BYTES: u32 = 84;
const IS_PAYLOAD_CAPTURED: u32 = 88;
const CAPTURED: u32 = 92;
const RECORD: u32 = 96;
const SLOT: u32 = 100;
const TTL: u32 = 104;

/**
 * Reads a usual frame: Ethernet, at most one 802.1Q tag, IPv4 without options and not fragmented or IPv6 without extension
 * headers, TCP or UDP that is no tunnel, every length as it should be and every header captured. False for any other.
 */
function stage(entry: u32, at: u32, captured: u32, wire: u32): bool {
  // The shortest: no tag, IPv4, TCP. What follows reads no further until it has looked.
  if (captured < 54) return false;
  const end = at + captured;
  let tags: u32 = 0xc0000000;
  let type = be16(at + 12);
  let network = at + 14;
  if (type == 0x8100) {
    if (captured < 58) return false;
    tags |= (be16(at + 14) & 0xfff) + 1;
    type = be16(at + 16);
    network = at + 18;
  }
  let source: u32, target: u32, protocol: u32, transport: u32, ipEnd: u32;
  if (type == 0x0800) {
    if (load<u8>(network) != 0x45 || (be16(network + 6) & 0x3fff) != 0) return false;
    ipEnd = network + be16(network + 2);
    protocol = load<u8>(network, 9);
    transport = network + 20;
    source = be32(network + 12);
    target = be32(network + 16);
    store<u32>(entry, source, SRC0);
    store<u32>(entry, target, DST0);
    store<u32>(entry, 4, VERSION);
    store<u32>(entry, <u32>load<u8>(network, 8), TTL);
  } else if (type == 0x86dd) {
    transport = network + 40;
    if (transport + 8 > end || load<u8>(network) >> 4 != 6) return false;
    const length = be16(network + 4);
    if (length == 0) return false;
    ipEnd = transport + length;
    protocol = load<u8>(network, 6);
    source = address6(network + 8, entry + SRC0, entry + SRC1);
    target = address6(network + 24, entry + DST0, entry + DST1);
    store<u32>(entry, 6, VERSION);
    store<u32>(entry, <u32>load<u8>(network, 7), TTL);
  } else return false;
  if (ipEnd > at + wire) return false;
  const srcPort = be16(transport);
  const dstPort = be16(transport + 2);
  const payload = protocol == TCP ? stageTcp(entry, transport, ipEnd, end) : stageUdp(entry, protocol, srcPort, dstPort, transport, ipEnd);
  if (payload == 0) return false;
  store<u32>(entry, u32(payload < min(payload + load<u32>(entry, PAYLOAD_BYTES), end)), IS_PAYLOAD_CAPTURED);
  const dstHigh = be16(at);
  const dstLow = be32(at + 2);
  const srcHigh = be16(at + 6);
  const srcLow = be32(at + 8);
  const kind = type | ((protocol + 1) << 18);
  store<u32>(entry, (srcPort << 16) | dstPort, PORTS);
  store<u32>(entry, srcLow, SRC_MAC_LOW);
  store<u32>(entry, dstLow, DST_MAC_LOW);
  store<u32>(entry, (srcHigh << 16) | dstHigh, MACS_HIGH);
  store<u32>(entry, tags, TAGS);
  store<u32>(entry, kind, PROTOCOL);
  store<u32>(entry, wire, WIRE);
  store<u32>(entry, captured, CAPTURED);
  const sum = mixEndpoint(source, srcPort, srcLow ^ (srcHigh << 13)) + mixEndpoint(target, dstPort, dstLow ^ (dstHigh << 13));
  let hash = sum ^ (tags * 0x9e3779b1) ^ (kind * 0x85ebca6b);
  hash = (hash ^ (hash >> 16)) * 0x7feb352d;
  store<u32>(entry, hash ^ (hash >> 15), HASH);
  return true;
}

/** Returns where the payload begins, 0 when the segment is not usual. */
function stageTcp(entry: u32, at: u32, ipEnd: u32, end: u32): u32 {
  if (at + 20 > end) return 0;
  const payload = at + ((<u32>load<u8>(at, 12) >> 4) << 2);
  if (payload < at + 20 || payload > ipEnd || payload > end) return 0;
  store<u32>(entry, be32(at + 4), SEQ);
  store<u32>(entry, <u32>load<u8>(at, 13), FLAGS);
  store<u32>(entry, ipEnd - payload, PAYLOAD_BYTES);
  return payload;
}

/** The same for a datagram. */
function stageUdp(entry: u32, protocol: u32, srcPort: u32, dstPort: u32, at: u32, ipEnd: u32): u32 {
  if (protocol != UDP || mayTunnel(srcPort, dstPort)) return 0;
  const length = be16(at + 4);
  if (length < 8 || at + length > ipEnd) return 0;
  store<u32>(entry, NO_TCP, FLAGS);
  store<u32>(entry, length - 8, PAYLOAD_BYTES);
  return at + 8;
}

/** Whether wire/tunnel/udp-tunnels.ts looks for a packet inside. */
function mayTunnel(srcPort: u32, dstPort: u32): bool {
  if (srcPort == 3544) return true;
  if (dstPort < 2152 || dstPort > 8472) return false;
  return dstPort == 2152 || dstPort == 3544 || dstPort == 4789 || dstPort == 4790 || dstPort == 6081 || dstPort == 6635 || dstPort == 8472;
}

/** Keeps an IPv6 address, its first word apart from the others. Returns its share of the hash (hash.ts). */
function address6(at: u32, first: u32, rest: u32): u32 {
  const w0 = be32(at);
  const w1 = be32(at + 4);
  const w2 = be32(at + 8);
  const w3 = be32(at + 12);
  store<u32>(first, w0);
  store<u32>(rest, w1);
  store<u32>(rest, w2, 4);
  store<u32>(rest, w3, 8);
  let hash = (w0 * 0x9e3779b1) ^ w1;
  hash = ((hash ^ (hash >> 15)) * 0x85ebca6b) ^ w2;
  return ((hash ^ (hash >> 13)) * 0xc2b2ae35) ^ w3;
}

function mixEndpoint(address: u32, port: u32, mac: u32): u32 {
  const hash = ((address ^ seed) * 0x85ebca6b) ^ ((port + 0x3c6ef372) * 0xc2b2ae35) ^ (mac * 0x27d4eb2f);
  return (hash ^ (hash >> 15)) * 0x165667b1;
}

/** Guesses the slots of all staged frames and reads them: loads that do not wait for each other. */
function touch(count: u32): void {
  const last = load<u32>(table, MASK);
  for (let i: u32 = 0; i < count; i++) {
    const frame = staged + i * STAGED_BYTES;
    const hash = load<u32>(frame, HASH);
    let position = hash & last;
    let entry = load<u32>(entries + position * 4);
    while (entry != 0 && ((entry ^ hash) & TAG_MASK) != 0) {
      position = (position + 1) & last;
      entry = load<u32>(entries + position * 4);
    }
    store<u32>(frame, entry == 0 ? 0 : (entry & SLOT_MASK) - 1, SLOT);
  }
  let sum: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const slot = slots + load<u32>(staged + i * STAGED_BYTES, SLOT) * SLOT_BYTES;
    sum ^= load<u32>(slot) ^ load<u32>(slot, 112);
  }
  touched = sum;
}

function be16(at: u32): u32 {
  return <u32>bswap<u16>(load<u16>(at));
}

function be32(at: u32): u32 {
  return bswap<u32>(load<u32>(at));
}
