import type { Packet } from '../wire/packet.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../wire/transport/tcp.ts';
import type { FlowTable } from './flow-table.ts';
import * as L from './layout.ts';

const HALF_MAX = 0xffff;
const CONTROL = TCP_SYN | TCP_RST | TCP_FIN;

/** TCP's share of a conversation: flags, SYN/RST/FIN counts, handshake round trip, repeated sequence numbers. */
export function accountTcp(
  table: FlowTable,
  slot: number,
  direction: number,
  packet: Packet,
  clock: Float64Array,
): void {
  const bytes = table.bytes;
  const at = slot * L.SLOT_BYTES;
  const flags = packet.tcpFlags;
  const seen = bytes[at + L.B_FLAGS + direction];
  if ((seen & flags) !== flags) bytes[at + L.B_FLAGS + direction] = seen | flags;
  if ((flags & CONTROL) !== 0) countControl(table, slot, direction, flags);
  if ((bytes[at + L.B_STATE] & L.STATE_RTT_DONE) === 0 && (flags & (TCP_ACK | TCP_SYN)) === TCP_ACK) {
    closeHandshake(table, slot, direction, clock);
  }
  const payloadBytes = packet.payloadDeclaredEnd - packet.payloadAt;
  if (payloadBytes > 0 || (flags & (TCP_SYN | TCP_FIN)) !== 0) {
    followSequence(table, slot, direction, packet, payloadBytes);
  }
}

function countControl(table: FlowTable, slot: number, direction: number, flags: number): void {
  const halves = table.halves;
  const at = slot * L.SLOT_HALVES + direction;
  if ((flags & TCP_SYN) !== 0) {
    if (halves[at + L.H_SYN] < HALF_MAX) halves[at + L.H_SYN]++;
    const bit = (flags & TCP_ACK) === 0 ? L.STATE_SYN : L.STATE_SYN_ACK;
    table.bytes[slot * L.SLOT_BYTES + L.B_STATE] |= bit << direction;
  }
  if ((flags & TCP_RST) !== 0 && halves[at + L.H_RST] < HALF_MAX) halves[at + L.H_RST]++;
  if ((flags & TCP_FIN) !== 0 && halves[at + L.H_FIN] < HALF_MAX) halves[at + L.H_FIN]++;
}

/**
 * SYN → SYN/ACK → this ACK: at the capture point, the three times span one round trip of client and server.
 * Not measured when the SYN was repeated, because nobody can tell which one was answered (Karn's algorithm).
 */
function closeHandshake(table: FlowTable, slot: number, direction: number, clock: Float64Array): void {
  const stateAt = slot * L.SLOT_BYTES + L.B_STATE;
  const state = table.bytes[stateAt];
  const other = 1 - direction;
  const isAnswered = (state & (L.STATE_SYN << direction)) !== 0 && (state & (L.STATE_SYN_ACK << other)) !== 0;
  // Without a SYN from either side the handshake was before the capture: not asked again.
  if (isAnswered || (state & L.STATE_SYN_BOTH) === 0) table.bytes[stateAt] = state | L.STATE_RTT_DONE;
  if (!isAnswered) return;
  if (table.halves[slot * L.SLOT_HALVES + L.H_SYN + direction] !== 1) return;
  const rtt = clock[0] - table.doubles[slot * L.SLOT_DOUBLES + L.D_FIRST + direction];
  if (rtt >= 0 && rtt < 0x7fff_ffff) table.words[slot * L.SLOT_WORDS + L.W_RTT] = rtt + 1;
}

/** Counts data that begins before what the direction has already sent: retransmitted, or late. An estimate. */
function followSequence(
  table: FlowTable,
  slot: number,
  direction: number,
  packet: Packet,
  payloadBytes: number,
): void {
  const flags = packet.tcpFlags;
  const words = table.words;
  const at = slot * L.SLOT_WORDS + direction;
  const stateAt = slot * L.SLOT_BYTES + L.B_STATE;
  const known = L.STATE_SEQ_KNOWN << direction;
  const seqEnd = (packet.tcpSeq + payloadBytes + ((flags & TCP_SYN) >> 1) + (flags & TCP_FIN)) | 0;
  if ((table.bytes[stateAt] & known) === 0) {
    table.bytes[stateAt] |= known;
    words[at + L.W_NEXT_SEQ] = seqEnd;
    return;
  }
  const next = words[at + L.W_NEXT_SEQ];
  // A keep-alive repeats one byte by design (RFC 9293 §3.8.4).
  if (((packet.tcpSeq - next) | 0) < 0 && payloadBytes > 1) words[at + L.W_RETRANSMISSIONS]++;
  if (((seqEnd - next) | 0) > 0) words[at + L.W_NEXT_SEQ] = seqEnd;
}
