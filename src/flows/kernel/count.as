/**
 * The second half of the kernel: a staged frame (stage.as) into its conversation, as FlowTable does it. Offsets in a slot
 * are those of ../layout.ts.
 */

/** What the flow table shares, as u32: entries of the index - 1, conversations, slots ever used, room for new ones. */
const MASK: u32 = 0;
const SIZE: u32 = 4;
const HIGH_WATER: u32 = 8;
/** Slots that may be given to conversations: none once slots are used again, which TypeScript does. */
const FRESH_SLOTS: u32 = 12;

/** Frames to look into: how many (u32), then from NOTES on NOTE_BYTES each. */
const NOTES: u32 = 8;
const NOTE_BYTES: u32 = 24;
const MOST_NOTES: u32 = 2048;
/** Of a note: time and number of the frame, its record, its slot × 2 + direction. */
const NOTE_RECORD: u32 = 16;
const NOTE_WAY: u32 = 20;

const TCP_FIN: u32 = 1;
const TCP_SYN: u32 = 2;
const TCP_RST: u32 = 4;
const TCP_ACK: u32 = 16;
const STATE_SYN: u32 = 1;
const STATE_SYN_BOTH: u32 = 3;
const STATE_SYN_ACK: u32 = 4;
const STATE_SEQ_KNOWN: u32 = 16;
const STATE_RTT_DONE: u32 = 64;
const STATE_LOOKED: u32 = 128;
const HALF_MAX: u32 = 0xffff;

/** features/analyze/inspection-budget.ts. */
const FIRST_DATAGRAMS: u32 = 2;
const FIRST_SEGMENTS: u32 = 4;
const INSPECT_ALWAYS: u32 = 255;

/** Counts a staged frame into its conversation and the totals. False, and nothing is changed, when TypeScript has to. */
function countFrame(frame: u32, six: u32): bool {
  if ((load<u32>(frame, CAPTURED) & IS_FOR_OTHERS) != 0 || load<u32>(noted) == MOST_NOTES) return false;
  const time = load<f64>(frame, TIME);
  if (time < begin || time >= after) return false;
  const last = load<u32>(table, MASK);
  const hash = load<u32>(frame, HASH);
  let position = hash & last;
  let entry = load<u32>(entries + position * 4);
  while (entry != 0) {
    if (((entry ^ hash) & TAG_MASK) == 0) {
      const slot = (entry & SLOT_MASK) - 1;
      const direction = directionIn(slots + slot * SLOT_BYTES, frame, six);
      if (direction >= 0) {
        countIn(slot, direction, frame);
        return true;
      }
    }
    position = (position + 1) & last;
    entry = load<u32>(entries + position * 4);
  }
  const slot = load<u32>(table, HIGH_WATER);
  const size = load<u32>(table, SIZE) + 1;
  // A table that has to be searched for room, or an index that has to grow, is for TypeScript.
  if (slot >= load<u32>(table, FRESH_SLOTS) || size * 2 > last + 1) return false;
  store<u32>(entries + position * 4, (hash & TAG_MASK) | (slot + 1));
  store<u32>(table, slot + 1, HIGH_WATER);
  store<u32>(table, size, SIZE);
  open(slots + slot * SLOT_BYTES, frame, six);
  countIn(slot, 0, frame);
  return true;
}

/** Writes the key of a conversation into its slot, which is all zeros. */
function open(slot: u32, frame: u32, six: u32): void {
  copy(slot, frame + SRC0);
  copy(slot + 16, frame + SRC0 + 16);
  if (isSix(frame)) {
    copy(slot + 144, six);
    store<u64>(slot, load<u64>(six, 16), 160);
  }
  store<u32>(slot, <u32><u64>(load<f64>(clock, 8) + 1), 48);
  store<u32>(slot, load<u32>(frame, HASH), 52);
  store<u8>(slot, budget(frame), 123);
}

function isSix(frame: u32): bool {
  return (load<u32>(frame, PROTOCOL) & 0xffff) == ETHERTYPE_IPV6;
}

function isTcp(frame: u32): bool {
  return (load<u32>(frame, CAPTURED) & IS_DATAGRAM) == 0;
}

function isArp(frame: u32): bool {
  return (load<u32>(frame, CAPTURED) & IS_ARP) != 0;
}

/** 16 bytes. */
function copy(to: u32, from: u32): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
}

/** How many of its packets are worth a look: inspectionBudget of features/analyze. */
function budget(frame: u32): u32 {
  if (isArp(frame)) return INSPECT_ALWAYS;
  if (isTcp(frame)) return FIRST_SEGMENTS;
  const ports = load<u32>(frame, PORTS);
  return isIdentity(ports & 0xffff) || isIdentity(ports >> 16) ? INSPECT_ALWAYS : FIRST_DATAGRAMS;
}

/** DNS, DHCP, NetBIOS, mDNS, LLMNR. */
function isIdentity(port: u32): bool {
  return port == 53 || port == 67 || port == 68 || port == 137 || port == 138 || port == 5353 || port == 5355;
}

/** The direction in which the frame belongs to the slot, -1 when it does not. */
function directionIn(slot: u32, frame: u32, six: u32): i32 {
  if (load<u64>(slot, 24) != load<u64>(frame, TAGS)) return -1;
  const src0 = load<u32>(frame, SRC0);
  const dst0 = load<u32>(frame, DST0);
  const ports = load<u32>(frame, PORTS);
  const srcLow = load<u32>(frame, SRC_MAC_LOW);
  const dstLow = load<u32>(frame, DST_MAC_LOW);
  const high = load<u32>(frame, MACS_HIGH);
  const has6 = isSix(frame);
  if (
    load<u32>(slot) == src0 && load<u32>(slot, 4) == dst0 && load<u32>(slot, 8) == ports &&
    load<u32>(slot, 12) == srcLow && load<u32>(slot, 16) == dstLow && load<u32>(slot, 20) == high &&
    (!has6 || (isSame6(slot + 144, six) && isSame6(slot + 156, six + SIX_DST)))
  ) return 0;
  if (
    load<u32>(slot) == dst0 && load<u32>(slot, 4) == src0 && load<u32>(slot, 8) == rotl<u32>(ports, 16) &&
    load<u32>(slot, 12) == dstLow && load<u32>(slot, 16) == srcLow && load<u32>(slot, 20) == rotl<u32>(high, 16) &&
    (!has6 || (isSame6(slot + 144, six + SIX_DST) && isSame6(slot + 156, six)))
  ) return 1;
  return -1;
}

function isSame6(a: u32, b: u32): bool {
  return load<u32>(a) == load<u32>(b) && load<u32>(a, 4) == load<u32>(b, 4) && load<u32>(a, 8) == load<u32>(b, 8);
}

function countIn(index: u32, direction: u32, frame: u32): void {
  const slot = slots + index * SLOT_BYTES;
  const way = slot + direction * 24;
  const size = slot + direction * 4;
  const first = slot + direction * 8;
  const now = load<f64>(frame, TIME);
  const wire = load<u32>(frame, WIRE);
  const packets = load<f64>(way, 64);
  store<f64>(way, packets + 1, 64);
  store<f64>(way, load<f64>(way, 72) + <f64>wire, 72);
  if (packets == 0) {
    store<f64>(way, now, 80);
    store<f64>(first, now, 128);
    store<u32>(size, wire, 56);
    store<u32>(size, wire, 112);
    store<u8>(slot + direction, load<u8>(frame, TTL), 188);
  } else {
    if (now >= load<f64>(way, 80)) store<f64>(way, now, 80);
    else if (now < load<f64>(first, 128)) store<f64>(first, now, 128);
    if (wire < load<u32>(size, 56)) store<u32>(size, wire, 56);
    else if (wire > load<u32>(size, 112)) store<u32>(size, wire, 112);
  }
  if (isTcp(frame)) countTcp(slot, direction, frame);
  countTotals(now, wire, frame);
  if (load<u8>(slot, 123) == 0 || (load<u32>(frame, CAPTURED) & IS_PAYLOAD_CAPTURED) == 0) return;
  if (isSaidAgain(slot, direction, frame)) return;
  const state = <u32>load<u8>(slot, 122);
  if ((state & STATE_LOOKED) == 0) {
    if (lookInto(slot, frame)) return;
    store<u8>(slot, state | STATE_LOOKED, 122);
  }
  note(index * 2 + direction, frame);
}

/** Its payload is to be looked into, by TypeScript, when this call has ended. */
function note(way: u32, frame: u32): void {
  const count = load<u32>(noted);
  const entry = noted + NOTES + count * NOTE_BYTES;
  store<f64>(entry, load<f64>(clock));
  store<f64>(entry, load<f64>(clock, 8), 8);
  store<u32>(entry, load<u32>(frame, RECORD), NOTE_RECORD);
  store<u32>(entry, way, NOTE_WAY);
  store<u32>(noted, count + 1);
}

/** accountTcp of ../tcp-state.ts: flags, SYN, RST and FIN counts, handshake, data sent before. */
function countTcp(slot: u32, direction: u32, frame: u32): void {
  const flags = <u32>load<u8>(frame, FLAGS);
  const seen = <u32>load<u8>(slot + direction, 120);
  if ((seen & flags) != flags) store<u8>(slot + direction, seen | flags, 120);
  if ((flags & (TCP_SYN | TCP_RST | TCP_FIN)) != 0) countControl(slot, direction, flags);
  if ((flags & (TCP_ACK | TCP_SYN)) == TCP_ACK) closeHandshake(slot, direction, frame);
  const payloadBytes = <u32>load<u16>(frame, PAYLOAD_BYTES);
  if (payloadBytes == 0 && (flags & (TCP_SYN | TCP_FIN)) == 0) return;
  const state = <u32>load<u8>(slot, 122);
  const seq = load<u32>(frame, SEQ);
  const seqEnd = seq + payloadBytes + ((flags & TCP_SYN) >> 1) + (flags & TCP_FIN);
  const at = slot + direction * 4;
  const known = STATE_SEQ_KNOWN << direction;
  if ((state & known) == 0) {
    store<u8>(slot, state | known, 122);
    store<u32>(at, seqEnd, 32);
    return;
  }
  const next = load<u32>(at, 32);
  if (<i32>(seq - next) < 0 && payloadBytes > 1) store<u32>(at, load<u32>(at, 40) + 1, 40);
  if (<i32>(seqEnd - next) > 0) store<u32>(at, seqEnd, 32);
}

function countControl(slot: u32, direction: u32, flags: u32): void {
  const at = slot + direction * 2;
  if ((flags & TCP_SYN) != 0) {
    saturate(at + 176);
    const bit = (flags & TCP_ACK) == 0 ? STATE_SYN : STATE_SYN_ACK;
    store<u8>(slot, <u32>load<u8>(slot, 122) | (bit << direction), 122);
  }
  if ((flags & TCP_RST) != 0) saturate(at + 180);
  if ((flags & TCP_FIN) != 0) saturate(at + 184);
}

function saturate(at: u32): void {
  const count = <u32>load<u16>(at);
  if (count < HALF_MAX) store<u16>(at, count + 1);
}

function closeHandshake(slot: u32, direction: u32, frame: u32): void {
  const state = <u32>load<u8>(slot, 122);
  if ((state & STATE_RTT_DONE) != 0) return;
  const isAnswered = (state & (STATE_SYN << direction)) != 0 && (state & (STATE_SYN_ACK << (1 - direction))) != 0;
  if (isAnswered || (state & STATE_SYN_BOTH) == 0) store<u8>(slot, state | STATE_RTT_DONE, 122);
  if (!isAnswered || load<u16>(slot + direction * 2, 176) != 1) return;
  const rtt = load<f64>(frame, TIME) - load<f64>(slot + direction * 8, 128);
  if (rtt >= 0 && rtt < 2147483647) store<u32>(slot, <u32>rtt + 1, 168);
}

/** CaptureCounters of features/analyze, and the clock. */
function countTotals(now: f64, wire: u32, frame: u32): void {
  const stops = isTcp(frame) ? tcpStops : isArp(frame) ? arpStops : udpStops;
  store<f64>(sums, load<f64>(sums) + 1);
  store<f64>(sums, load<f64>(sums, 8) + <f64>(load<u32>(frame, CAPTURED) & LENGTH_MASK), 8);
  store<f64>(sums, load<f64>(sums, 16) + <f64>wire, 16);
  if (now < load<f64>(sums, 24)) store<f64>(sums, now, 24);
  if (now > load<f64>(sums, 32)) store<f64>(sums, now, 32);
  store<f64>(stops, load<f64>(stops) + 1);
  store<f64>(clock, now);
  store<f64>(clock, load<f64>(clock, 8) + 1, 8);
}
