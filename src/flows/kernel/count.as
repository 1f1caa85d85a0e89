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

/** features/analyze/engine/inspection-budget.ts. */
const FIRST_DATAGRAMS: u32 = 2;
const FIRST_SEGMENTS: u32 = 4;
const INSPECT_ALWAYS: u32 = 255;

/**
 * Counts a staged frame, the `number`-th of all, into its conversation: that in the slot `guess` - 1, if it is, else the one that
 * the index leads to. False, and nothing is changed, when TypeScript has to.
 */
@inline
function countFrame(frame: u32, six: u32, guess: u32, number: f64): bool {
  if ((load<u32>(frame, CAPTURED) & IS_FOR_OTHERS) != 0 || load<u32>(noted) == MOST_NOTES) return false;
  const time = load<f64>(frame, TIME);
  if (time < begin || time >= after) return false;
  if (guess != 0) {
    const direction = directionIn(slots + (guess - 1) * SLOT_BYTES, frame, six);
    if (direction >= 0) {
      countIn(guess - 1, direction, frame, number);
      return true;
    }
  }
  return countElsewhere(frame, six, number);
}

/** The same, by the index alone. */
function countElsewhere(frame: u32, six: u32, number: f64): bool {
  const last = load<u32>(table, MASK);
  const hash = load<u32>(frame, HASH);
  let position = hash & last;
  let entry = load<u32>(entries + position * 4);
  while (entry != 0) {
    if (((entry ^ hash) & TAG_MASK) == 0) {
      const slot = (entry & SLOT_MASK) - 1;
      const direction = directionIn(slots + slot * SLOT_BYTES, frame, six);
      if (direction >= 0) {
        countIn(slot, direction, frame, number);
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
  open(slots + slot * SLOT_BYTES, frame, six, number);
  countIn(slot, 0, frame, number);
  return true;
}

/** Writes the key of a conversation into its slot, which is all zeros. */
function open(slot: u32, frame: u32, six: u32, number: f64): void {
  copy(slot, frame + SRC0);
  copy(slot + 16, frame + SRC0 + 16);
  if (isSix(frame)) {
    copy(slot + 144, six);
    store<u64>(slot, load<u64>(six, 16), 160);
  }
  store<u32>(slot, <u32><u64>number, 48);
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

/**
 * The direction in which the frame belongs to the slot, -1 when it does not. Both are compared with no branch between them:
 * which it is, nobody can foretell.
 */
@inline
function directionIn(slot: u32, frame: u32, six: u32): i32 {
  const first = v128.load(slot);
  const second = v128.load(slot, 16);
  // Addresses, ports, last bytes of the source's MAC; those of the target's, first bytes of both, tags, protocol.
  const forth0 = v128.load(frame, SRC0);
  const forth1 = v128.load(frame, DST_MAC_LOW);
  const back0 = v128.shuffle<u8>(forth0, forth1, 4, 5, 6, 7, 0, 1, 2, 3, 10, 11, 8, 9, 16, 17, 18, 19);
  const back1 = v128.shuffle<u8>(forth1, forth0, 28, 29, 30, 31, 6, 7, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15);
  let isForth = !v128.any_true(v128.or(v128.xor(first, forth0), v128.xor(second, forth1)));
  let isBack = !v128.any_true(v128.or(v128.xor(first, back0), v128.xor(second, back1)));
  if (isSix(frame)) {
    isForth = isForth && isSame6(slot + 144, six) && isSame6(slot + 156, six + SIX_DST);
    isBack = isBack && isSame6(slot + 144, six + SIX_DST) && isSame6(slot + 156, six);
  }
  return isForth ? 0 : isBack ? 1 : -1;
}

function isSame6(a: u32, b: u32): bool {
  return load<u32>(a) == load<u32>(b) && load<u32>(a, 4) == load<u32>(b, 4) && load<u32>(a, 8) == load<u32>(b, 8);
}

function countIn(index: u32, direction: u32, frame: u32, number: f64): void {
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
  if (load<u8>(slot, 123) == 0 || (load<u32>(frame, CAPTURED) & IS_PAYLOAD_CAPTURED) == 0) return;
  const state = <u32>load<u8>(slot, 122);
  if (isArp(frame)) {
    store<u8>(slot, state | STATE_LOOKED, 122);
    listenTo(frame, number);
    return;
  }
  if (isSaidAgain(slot, direction, frame)) return;
  if ((state & STATE_LOOKED) == 0) {
    if (lookInto(slot, frame)) return;
    store<u8>(slot, state | STATE_LOOKED, 122);
  }
  note(index * 2 + direction, frame, number);
}

/** Its payload is to be looked into, by TypeScript, when this call has ended. */
function note(way: u32, frame: u32, number: f64): void {
  const count = load<u32>(noted);
  const entry = noted + NOTES + count * NOTE_BYTES;
  store<f64>(entry, load<f64>(frame, TIME));
  store<f64>(entry, number, 8);
  store<u32>(entry, load<u32>(frame, RECORD), NOTE_RECORD);
  store<u32>(entry, way, NOTE_WAY);
  store<u32>(noted, count + 1);
}

/** accountTcp of ../tcp-state.ts: flags, SYN, RST and FIN counts, handshake, data sent before. */
@inline
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

/** CaptureCounters of features/analyze, and the clock, after `count` staged frames were counted. */
function countTotals(first: u32, count: u32): void {
  if (count == 0) return;
  let captured: u32 = 0;
  let wire: u64 = 0;
  let datagrams: u32 = 0;
  let arps: u32 = 0;
  let earliest = load<f64>(sums, 24);
  let latest = load<f64>(sums, 32);
  const end = first + count * STAGED_BYTES;
  for (let frame = first; frame < end; frame += STAGED_BYTES) {
    const bits = load<u32>(frame, CAPTURED);
    captured += bits & LENGTH_MASK;
    wire += load<u32>(frame, WIRE);
    datagrams += (bits / IS_DATAGRAM) & 1;
    arps += (bits / IS_ARP) & 1;
    const time = load<f64>(frame, TIME);
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  store<f64>(sums, load<f64>(sums) + <f64>count);
  store<f64>(sums, load<f64>(sums, 8) + <f64>captured, 8);
  store<f64>(sums, load<f64>(sums, 16) + <f64>wire, 16);
  store<f64>(sums, earliest, 24);
  store<f64>(sums, latest, 32);
  // A frame of ARP counts among the datagrams, too.
  addTo(tcpStops, count - datagrams);
  addTo(udpStops, datagrams - arps);
  addTo(arpStops, arps);
  store<f64>(clock, load<f64>(end - STAGED_BYTES, TIME));
  store<f64>(clock, load<f64>(clock, 8) + <f64>count, 8);
}

@inline
function addTo(counter: u32, more: u32): void {
  store<f64>(counter, load<f64>(counter) + <f64>more);
}
