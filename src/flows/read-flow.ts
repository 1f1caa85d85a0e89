import { type Mac, macFrom } from '../base/mac.ts';
import type { FlowTable } from './flow-table.ts';
import type { FlowView } from './flow-view.ts';
import { initiatorOf } from './initiator.ts';
import * as L from './layout.ts';

/** Names behind the numbers that the table keeps. */
export interface FlowNames {
  app(id: number): string | null;
  serverName(id: number): string | null;
}

/** Fills `view` with the conversation in `slot`, turned so that `src` is the initiator. */
export function readFlow(table: FlowTable, slot: number, names: FlowNames, view: FlowView): void {
  const keys = table.keys;
  const key = slot * L.KEY_WORDS;
  const bytes = table.detailBytes;
  const byteAt = slot * L.DETAIL_WORDS * 4;
  const state = bytes[byteAt + L.DETAIL_STATE_BYTE];
  const tags = keys[key + L.KEY_TAGS];
  const protocol = keys[key + L.KEY_PROTOCOL];
  const ports = keys[key + L.KEY_PORTS];
  const hasPorts = (tags >>> 30) & 1;
  const forward = initiatorOf(state & 3, (state >> 2) & 3, hasPorts === 1, ports >>> 16, ports & 0xffff);
  view.slot = slot;
  view.vlan = (tags & 0x1fff) - 1;
  view.outerVlan = ((tags >>> 13) & 0x1fff) - 1;
  view.tunnel = (tags >>> 26) & 15;
  view.hasPorts = hasPorts;
  view.etherType = protocol & 0x3ffff;
  view.ipProtocol = ((protocol >>> 18) & 0x1ff) - 1;
  view.ipVersion = view.ipProtocol < 0 ? 0 : view.etherType === 0x86dd ? 6 : 4;
  readEndpoints(table, slot, forward, view);
  readTotals(table, slot, forward, view);
  const word = slot * L.DETAIL_WORDS;
  const half = slot * L.DETAIL_WORDS * 2;
  const back = 1 - forward;
  view.initiatorFirst = forward === 0 ? 1 : 0;
  view.tcpFlags = bytes[byteAt + L.DETAIL_FLAGS_BYTE + forward];
  view.tcpFlagsBack = bytes[byteAt + L.DETAIL_FLAGS_BYTE + back];
  view.ttl = bytes[byteAt + L.DETAIL_TTL_BYTE + forward];
  view.ttlBack = bytes[byteAt + L.DETAIL_TTL_BYTE + back];
  view.syn = table.detailHalves[half + L.DETAIL_SYN_HALF + forward];
  view.synBack = table.detailHalves[half + L.DETAIL_SYN_HALF + back];
  view.rst = table.detailHalves[half + L.DETAIL_RST_HALF + forward];
  view.rstBack = table.detailHalves[half + L.DETAIL_RST_HALF + back];
  view.fin = table.detailHalves[half + L.DETAIL_FIN_HALF + forward];
  view.finBack = table.detailHalves[half + L.DETAIL_FIN_HALF + back];
  view.retransmissions = table.detail[word + L.DETAIL_RETRANSMISSIONS + forward];
  view.retransmissionsBack = table.detail[word + L.DETAIL_RETRANSMISSIONS + back];
  view.handshakeRtt = table.detail[word + L.DETAIL_RTT] - 1;
  view.firstPacket = table.detail[word + L.DETAIL_FIRST_PACKET];
  view.app = names.app(table.detailHalves[half + L.DETAIL_APP_BYTE / 2]);
  view.serverName = names.serverName(table.detail[word + L.DETAIL_SERVER_NAME]);
}

function readEndpoints(table: FlowTable, slot: number, forward: number, view: FlowView): void {
  const keys = table.keys;
  const key = slot * L.KEY_WORDS;
  const src = key + (forward === 0 ? L.KEY_SRC1 : L.KEY_DST1);
  const dst = key + (forward === 0 ? L.KEY_DST1 : L.KEY_SRC1);
  const ports = keys[key + L.KEY_PORTS];
  view.src0 = keys[key + (forward === 0 ? L.KEY_SRC0 : L.KEY_DST0)];
  view.src1 = keys[src];
  view.src2 = keys[src + 1];
  view.src3 = keys[src + 2];
  view.dst0 = keys[key + (forward === 0 ? L.KEY_DST0 : L.KEY_SRC0)];
  view.dst1 = keys[dst];
  view.dst2 = keys[dst + 1];
  view.dst3 = keys[dst + 2];
  view.srcPort = forward === 0 ? ports >>> 16 : ports & 0xffff;
  view.dstPort = forward === 0 ? ports & 0xffff : ports >>> 16;
  view.srcMac = macOf(table, slot, forward);
  view.dstMac = macOf(table, slot, 1 - forward);
}

/** MAC of the endpoint that sends in `direction`; -1 where the link has none or it was never told. */
function macOf(table: FlowTable, slot: number, direction: number): Mac {
  const key = slot * L.KEY_WORDS;
  const high = table.keys[key + L.KEY_MACS_HIGH];
  const srcLow = table.keys[key + L.KEY_SRC_MAC_LOW];
  const dstLow = table.keys[key + L.KEY_DST_MAC_LOW];
  if (high === 0 && srcLow === 0 && dstLow === 0) {
    return table.sideMacs === null ? -1 : table.sideMacs[slot * 2 + direction];
  }
  return direction === 0 ? macFrom(high >>> 16, srcLow) : macFrom(high & 0xffff, dstLow);
}

function readTotals(table: FlowTable, slot: number, forward: number, view: FlowView): void {
  const totals = table.totals;
  const there = slot * L.TOTAL_WORDS + forward * L.DIRECTION_STRIDE;
  const back = slot * L.TOTAL_WORDS + (1 - forward) * L.DIRECTION_STRIDE;
  view.packets = totals[there + L.TOTAL_PACKETS];
  view.bytes = totals[there + L.TOTAL_BYTES];
  view.firstSeen = totals[there + L.TOTAL_FIRST];
  view.lastSeen = totals[there + L.TOTAL_LAST];
  view.packetsBack = totals[back + L.TOTAL_PACKETS];
  view.bytesBack = totals[back + L.TOTAL_BYTES];
  view.firstSeenBack = totals[back + L.TOTAL_FIRST];
  view.lastSeenBack = totals[back + L.TOTAL_LAST];
  const detail = table.detail;
  const size = slot * L.DETAIL_WORDS;
  view.minBytes = detail[size + L.DETAIL_MIN + 2 * forward];
  view.maxBytes = detail[size + L.DETAIL_MAX + 2 * forward];
  view.minBytesBack = detail[size + L.DETAIL_MIN + 2 * (1 - forward)];
  view.maxBytesBack = detail[size + L.DETAIL_MAX + 2 * (1 - forward)];
}
