import { type Mac, macFrom } from '../base/mac.ts';
import type { FlowView } from '../model/flow-view.ts';
import type { FlowTable } from './flow-table.ts';
import { initiatorOf } from './initiator.ts';
import * as L from './layout.ts';

/** Names behind the numbers that the table keeps. */
export interface FlowNames {
  app(id: number): string | null;
  serverName(id: number): string | null;
}

/** Fills `view` with the conversation in `slot`, turned so that `src` is the initiator. */
export function readFlow(table: FlowTable, slot: number, names: FlowNames, view: FlowView): void {
  readBasics(table, slot, names, view);
  const { words, halves } = table;
  const word = slot * L.SLOT_WORDS;
  const half = slot * L.SLOT_HALVES;
  const forward = view.initiatorFirst === 1 ? 0 : 1;
  const back = 1 - forward;
  view.syn = halves[half + L.H_SYN + forward];
  view.synBack = halves[half + L.H_SYN + back];
  view.rst = halves[half + L.H_RST + forward];
  view.rstBack = halves[half + L.H_RST + back];
  view.fin = halves[half + L.H_FIN + forward];
  view.finBack = halves[half + L.H_FIN + back];
  view.retransmissions = words[word + L.W_RETRANSMISSIONS + forward];
  view.retransmissionsBack = words[word + L.W_RETRANSMISSIONS + back];
  view.handshakeRtt = words[word + L.W_RTT] - 1;
  view.minBytes = words[word + L.W_MIN + forward] >>> 0;
  view.maxBytes = words[word + L.W_MAX + forward] >>> 0;
  view.minBytesBack = words[word + L.W_MIN + back] >>> 0;
  view.maxBytesBack = words[word + L.W_MAX + back] >>> 0;
  view.serverName = names.serverName(table.serverNameOf(slot));
}

/**
 * The same without what tells nothing of who talks with whom: sizes of frames, counts of TCP's flags, retransmissions, round
 * trip time and server name stay what they were in `view`. For whoever goes through all conversations.
 */
export function readBasics(table: FlowTable, slot: number, names: FlowNames, view: FlowView): void {
  const { words, bytes } = table;
  const word = slot * L.SLOT_WORDS;
  const byte = slot * L.SLOT_BYTES;
  const state = bytes[byte + L.B_STATE];
  const tags = words[word + L.W_TAGS];
  const protocol = words[word + L.W_PROTOCOL];
  const ports = words[word + L.W_PORTS];
  const hasPorts = (tags >>> 30) & 1;
  const forward = initiatorOf(state & 3, (state >> 2) & 3, hasPorts === 1, ports >>> 16, ports & 0xffff);
  const back = 1 - forward;
  view.slot = slot;
  view.vlan = (tags & 0x1fff) - 1;
  view.outerVlan = ((tags >>> 13) & 0x1fff) - 1;
  view.tunnel = (tags >>> 26) & 15;
  view.hasPorts = hasPorts;
  view.etherType = L.etherTypeOf(protocol);
  view.ipProtocol = L.ipProtocolOf(protocol);
  view.ipVersion = view.ipProtocol < 0 ? 0 : view.etherType === 0x86dd ? 6 : 4;
  view.initiatorFirst = forward === 0 ? 1 : 0;
  readMacs(table, slot, forward, view);
  readEndpoints(words, word, forward, view);
  readTotals(table.doubles, slot * L.SLOT_DOUBLES, forward, view);
  view.tcpFlags = bytes[byte + L.B_FLAGS + forward];
  view.tcpFlagsBack = bytes[byte + L.B_FLAGS + back];
  view.ttl = bytes[byte + L.B_TTL + forward];
  view.ttlBack = bytes[byte + L.B_TTL + back];
  view.firstPacket = words[word + L.W_FIRST_PACKET] >>> 0;
  view.app = names.app(table.appOf(slot));
}

function readEndpoints(words: Int32Array, at: number, forward: number, view: FlowView): void {
  const src = at + (forward === 0 ? L.W_SRC1 : L.W_DST1);
  const dst = at + (forward === 0 ? L.W_DST1 : L.W_SRC1);
  const ports = words[at + L.W_PORTS];
  view.src0 = words[at + (forward === 0 ? L.W_SRC0 : L.W_DST0)];
  view.src1 = words[src];
  view.src2 = words[src + 1];
  view.src3 = words[src + 2];
  view.dst0 = words[at + (forward === 0 ? L.W_DST0 : L.W_SRC0)];
  view.dst1 = words[dst];
  view.dst2 = words[dst + 1];
  view.dst3 = words[dst + 2];
  view.srcPort = forward === 0 ? ports >>> 16 : ports & 0xffff;
  view.dstPort = forward === 0 ? ports & 0xffff : ports >>> 16;
}

/** MACs of the endpoints; -1 where the link has none or it was never told. */
function readMacs(table: FlowTable, slot: number, forward: number, view: FlowView): void {
  const { words, sideMacs } = table;
  const at = slot * L.SLOT_WORDS;
  let first: Mac = -1;
  let second: Mac = -1;
  if (words[at + L.W_TAGS] < 0) {
    const high = words[at + L.W_MACS_HIGH];
    first = macFrom(high >>> 16, words[at + L.W_SRC_MAC_LOW]);
    second = macFrom(high & 0xffff, words[at + L.W_DST_MAC_LOW]);
  } else if (sideMacs !== null) {
    first = sideMacs[slot * 2];
    second = sideMacs[slot * 2 + 1];
  }
  view.srcMac = forward === 0 ? first : second;
  view.dstMac = forward === 0 ? second : first;
}

function readTotals(doubles: Float64Array, at: number, forward: number, view: FlowView): void {
  const there = at + forward * L.DIRECTION_DOUBLES;
  const back = at + (1 - forward) * L.DIRECTION_DOUBLES;
  view.packets = doubles[there + L.D_PACKETS];
  view.bytes = doubles[there + L.D_BYTES];
  view.firstSeen = doubles[at + L.D_FIRST + forward];
  view.lastSeen = doubles[there + L.D_LAST];
  view.packetsBack = doubles[back + L.D_PACKETS];
  view.bytesBack = doubles[back + L.D_BYTES];
  view.firstSeenBack = doubles[at + L.D_FIRST + 1 - forward];
  view.lastSeenBack = doubles[back + L.D_LAST];
}
