/**
 * The fourth part of the kernel: what conversations tell, and messages of ARP, handed to the core (identify/core/program) without a
 * way through TypeScript. A conversation is read as ../read-flow.ts reads it and told as identify/inventory.ts tells it.
 */

@external("env", "end")
declare function tellEnd(
  side: i32,
  macHigh: u32,
  macLow: u32,
  w0: u32,
  w1: u32,
  w2: u32,
  w3: u32,
  packets: f64,
  newPackets: f64,
  newBytes: f64,
  firstSeen: f64,
  lastSeen: f64,
  ttl: u32,
  tcpFlags: u32,
): void;

@external("env", "fold")
declare function tellConversation(
  vlan: i32,
  outerVlan: i32,
  ipVersion: i32,
  protocol: i32,
  hasPorts: i32,
  port: u32,
  tunnel: u32,
  speaks: i32,
  firstPacket: f64,
  service: i32,
  isServiceTold: i32,
): i32;

@external("env", "hearArp")
declare function hearArp(
  high: u32,
  low: u32,
  sender: u32,
  target: u32,
  isOwn: i32,
  vlan: i32,
  at: f64,
  packet: f64,
): void;

/** What TypeScript tells (fold-tables.ts): by application, its service as the core takes it (i32); ports where servers listen (bits). */
const APP_SERVICES: u32 = 0;
const MOST_APPS: u32 = 8192;
const SERVER_PORTS: u32 = 32768;
/** And what it is told: packets and bytes of what ran over what. Protocol (as in a slot), application with IS_…, packets, bytes (f64). */
const COUNTS: u32 = 40960;
const COUNTS_MASK: u32 = 1023;
const COUNT_BYTES: u32 = 32;
/** An entry of COUNTS is taken; what it counts is on a VLAN. */
const IS_TAKEN: u32 = 1 << 31;
const IS_TAGGED: u32 = 1 << 30;
/** A service that its port tells (identify/core/program/services.ts), and an application that is guessed (features/analyze/engine/inspector.ts). */
const BY_PORT: i32 = -2;
const GUESS: u32 = 0x8000;

const ARP_REQUEST: u32 = 1;
const ARP_REPLY: u32 = 2;
const RARP_REPLY: u32 = 4;
const HARDWARE_ETHERNET: u32 = 1;
const HARDWARE_IEEE_802: u32 = 6;

/**
 * Tells the core of the conversations in the slots `[from, to)`, and counts what ran over what. Returns the first slot that it
 * leaves to TypeScript.
 */
export function foldSlots(from: u32, to: u32): u32 {
  for (let index = from; index < to; index++) {
    const slot = slots + index * SLOT_BYTES;
    // A slot without a packet holds no conversation.
    if (load<f64>(slot, 64) + load<f64>(slot, 88) > 0 && !foldSlot(slot)) return index;
  }
  return to;
}

/** False, and nothing is changed, without both MACs, or when it is no IP and may be industrial, or there is no room in COUNTS. */
function foldSlot(slot: u32): bool {
  const tags = load<u32>(slot, 24);
  const protocol = load<u32>(slot, 28);
  const etherType = protocol & 0x3ffff;
  const transport = <i32>((protocol >> 18) & 0x1ff) - 1;
  const version = transport < 0 ? 0 : etherType == ETHERTYPE_IPV6 ? 6 : 4;
  if ((tags & HAS_BOTH_MACS) == 0 || (version == 0 && etherType != ETHERTYPE_ARP)) return false;
  const app = <u32>load<u16>(slot, 124) & ~GUESS;
  if (app >= MOST_APPS) return false;
  const vlan = <i32>(tags & 0x1fff) - 1;
  if (!countProtocol(slot, protocol, vlan < 0 ? app : app | IS_TAGGED)) return false;
  const ports = load<u32>(slot, 8);
  const hasPorts = (tags >> 30) & 1;
  const forward = initiatorOf(<u32>load<u8>(slot, 122), hasPorts, ports);
  tellSide(0, slot, forward);
  tellSide(1, slot, 1 - forward);
  const service = app == 0 ? BY_PORT : load<i32>(folding + APP_SERVICES + app * 4);
  const port = forward == 0 ? ports & 0xffff : ports >> 16;
  const outerVlan = <i32>((tags >> 13) & 0x1fff) - 1;
  const packet = <f64>load<u32>(slot, 48);
  tellConversation(vlan, outerVlan, version, transport, hasPorts, port, (tags >> 26) & 15, 0, packet, service, 0);
  return true;
}

/** The end that sent in `direction`. */
function tellSide(side: i32, slot: u32, direction: u32): void {
  const way = slot + direction * 24;
  const high = load<u32>(slot, 20);
  const packets = load<f64>(way, 64);
  const rest = slot + direction * 12;
  tellEnd(
    side,
    direction == 0 ? high >> 16 : high & 0xffff,
    load<u32>(slot + direction * 4, 12),
    load<u32>(slot + direction * 4),
    load<u32>(rest, 144),
    load<u32>(rest, 148),
    load<u32>(rest, 152),
    packets,
    packets,
    load<f64>(way, 72),
    load<f64>(slot + direction * 8, 128),
    load<f64>(way, 80),
    <u32>load<u8>(slot + direction, 188),
    <u32>load<u8>(slot + direction, 120),
  );
}

/** initiatorOf of ../initiator.ts. */
function initiatorOf(state: u32, hasPorts: u32, ports: u32): u32 {
  const syn = state & 3;
  const synAck = (state >> 2) & 3;
  if (syn == 1 || syn == 2) return syn - 1;
  if (syn == 0 && (synAck == 1 || synAck == 2)) return 2 - synAck;
  if (hasPorts == 0 || syn != 0) return 0;
  const sourceServes = isServerPort(ports >> 16);
  return sourceServes && !isServerPort(ports & 0xffff) ? 1 : 0;
}

function isServerPort(port: u32): bool {
  return ((<u32>load<u8>(folding + SERVER_PORTS + (port >> 3)) >> (port & 7)) & 1) != 0;
}

/** False when there is no room. */
function countProtocol(slot: u32, protocol: u32, app: u32): bool {
  const key = app | IS_TAKEN;
  let place = ((protocol * 0x9e3779b1) ^ (key * 0x85ebca6b)) >> 22;
  for (let left = COUNTS_MASK; left > 0; left--) {
    const entry = folding + COUNTS + (place & COUNTS_MASK) * COUNT_BYTES;
    if (load<u32>(entry, 4) == 0) {
      store<u32>(entry, protocol);
      store<u32>(entry, key, 4);
    }
    if (load<u32>(entry, 4) == key && load<u32>(entry) == protocol) {
      store<f64>(entry, load<f64>(entry, 8) + load<f64>(slot, 64) + load<f64>(slot, 88), 8);
      store<f64>(entry, load<f64>(entry, 16) + load<f64>(slot, 72) + load<f64>(slot, 96), 16);
      return true;
    }
    place++;
  }
  return false;
}

/** A staged frame of ARP, the `number`-th of all: as wire/dissect/link/arp.ts reads it. */
function listenTo(frame: u32, number: f64): void {
  const tags = load<u32>(frame, TAGS);
  const vlan = <i32>(tags & 0x1fff) - 1;
  const at = load<u32>(frame, RECORD) + RECORD_HEADER + (vlan < 0 ? 14 : 18);
  const hardware = be16(at);
  const operation = be16(at + 6);
  if (hardware != HARDWARE_ETHERNET && hardware != HARDWARE_IEEE_802) return;
  if (be16(at + 2) != ETHERTYPE_IPV4 || operation == 0 || operation > RARP_REPLY) return;
  const high = be16(at + 8);
  const low = be32(at + 10);
  const isSender = load<u32>(frame, MACS_HIGH) >> 16 == high && load<u32>(frame, SRC_MAC_LOW) == low;
  const isOwn = isSender && (operation == ARP_REQUEST || operation == ARP_REPLY);
  hearArp(high, low, be32(at + 14), be32(at + 24), isOwn ? 1 : 0, vlan, load<f64>(frame, TIME), number);
}

/** Writes the index anew, twice as many entries or more after it grew. `last`: its entries - 1. */
export function writeIndex(last: u32): void {
  memory.fill(entries, 0, (last + 1) * 4);
  const end = slots + load<u32>(table, HIGH_WATER) * SLOT_BYTES;
  for (let slot = slots; slot < end; slot += SLOT_BYTES) {
    if (load<f64>(slot, 64) + load<f64>(slot, 88) == 0) continue;
    const hash = load<u32>(slot, 52);
    let position = hash & last;
    while (load<u32>(entries + position * 4) != 0) position = (position + 1) & last;
    store<u32>(entries + position * 4, (hash & TAG_MASK) | ((slot - slots) / SLOT_BYTES + 1));
  }
}
