import type { Packet } from '../wire/packet.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../wire/transport/tcp.ts';
import type { FlowTable } from './flow-table.ts';
import * as L from './layout.ts';

const HALF_MAX = 0xffff;

/** TCP's share of a conversation: flags, SYN/RST/FIN counts, handshake round trip, repeated sequence numbers. */
export function accountTcp(
  table: FlowTable,
  slot: number,
  direction: number,
  packet: Packet,
  clock: Float64Array,
): void {
  const bytes = table.detailBytes;
  const byteAt = slot * L.DETAIL_WORDS * 4;
  const flags = packet.tcpFlags;
  const flagsAt = byteAt + L.DETAIL_FLAGS_BYTE + direction;
  bytes[flagsAt] = bytes[flagsAt] | flags;
  if ((flags & (TCP_SYN | TCP_RST | TCP_FIN)) !== 0) countControl(table, slot, direction, flags);
  const stateAt = byteAt + L.DETAIL_STATE_BYTE;
  const state = bytes[stateAt];
  if ((state & L.STATE_RTT_DONE) === 0 && (flags & TCP_ACK) !== 0 && (flags & TCP_SYN) === 0) {
    closeHandshake(table, slot, direction, clock);
  }
  followSequence(table, slot, direction, packet, stateAt);
}

function countControl(table: FlowTable, slot: number, direction: number, flags: number): void {
  const halves = table.detailHalves;
  const at = slot * L.DETAIL_WORDS * 2 + direction;
  if ((flags & TCP_SYN) !== 0) {
    if (halves[at + L.DETAIL_SYN_HALF] < HALF_MAX) halves[at + L.DETAIL_SYN_HALF]++;
    const bit = (flags & TCP_ACK) === 0 ? L.STATE_SYN : L.STATE_SYN_ACK;
    table.detailBytes[slot * L.DETAIL_WORDS * 4 + L.DETAIL_STATE_BYTE] |= bit << direction;
  }
  if ((flags & TCP_RST) !== 0 && halves[at + L.DETAIL_RST_HALF] < HALF_MAX) halves[at + L.DETAIL_RST_HALF]++;
  if ((flags & TCP_FIN) !== 0 && halves[at + L.DETAIL_FIN_HALF] < HALF_MAX) halves[at + L.DETAIL_FIN_HALF]++;
}

/**
 * SYN → SYN/ACK → this ACK: at the capture point, the three times span one round trip of client and server.
 * Not measured when the SYN was repeated, because nobody can tell which one was answered (Karn's algorithm).
 */
function closeHandshake(table: FlowTable, slot: number, direction: number, clock: Float64Array): void {
  const stateAt = slot * L.DETAIL_WORDS * 4 + L.DETAIL_STATE_BYTE;
  const state = table.detailBytes[stateAt];
  const other = 1 - direction;
  if ((state & (L.STATE_SYN << direction)) === 0 || (state & (L.STATE_SYN_ACK << other)) === 0) return;
  table.detailBytes[stateAt] = state | L.STATE_RTT_DONE;
  if (table.detailHalves[slot * L.DETAIL_WORDS * 2 + L.DETAIL_SYN_HALF + direction] !== 1) return;
  const synAt = table.totals[slot * L.TOTAL_WORDS + direction * L.DIRECTION_STRIDE + L.TOTAL_FIRST];
  const rtt = clock[0] - synAt;
  if (rtt >= 0 && rtt < 0xffff_fffe) table.detail[slot * L.DETAIL_WORDS + L.DETAIL_RTT] = rtt + 1;
}

/** Counts data that begins before what the direction has already sent: retransmitted, or late. An estimate. */
function followSequence(
  table: FlowTable,
  slot: number,
  direction: number,
  packet: Packet,
  stateAt: number,
): void {
  const flags = packet.tcpFlags;
  const payloadBytes = packet.payloadDeclaredEnd - packet.payloadAt;
  if (payloadBytes <= 0 && (flags & (TCP_SYN | TCP_FIN)) === 0) return;
  const detail = table.detail;
  const nextAt = slot * L.DETAIL_WORDS + L.DETAIL_NEXT_SEQ + direction;
  const known = L.STATE_SEQ_KNOWN << direction;
  const state = table.detailBytes[stateAt];
  const seqEnd = (packet.tcpSeq + payloadBytes + ((flags & TCP_SYN) >> 1) + (flags & TCP_FIN)) | 0;
  if ((state & known) === 0) {
    table.detailBytes[stateAt] = state | known;
    detail[nextAt] = seqEnd;
    return;
  }
  const next = detail[nextAt] | 0;
  // A keep-alive repeats one byte by design (RFC 9293 §3.8.4).
  if (((packet.tcpSeq - next) | 0) < 0 && payloadBytes > 1) {
    detail[slot * L.DETAIL_WORDS + L.DETAIL_RETRANSMISSIONS + direction]++;
  }
  if (((seqEnd - next) | 0) > 0) detail[nextAt] = seqEnd;
}
