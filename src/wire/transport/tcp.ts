import { LAYER_TCP } from '../layers.ts';
import { MALFORMED, OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';

const MIN_HEADER_BYTES = 20;

export const TCP_FIN = 1;
export const TCP_SYN = 2;
export const TCP_RST = 4;
export const TCP_PSH = 8;
export const TCP_ACK = 16;

/** TCP (RFC 9293). Ports are kept even of a header that is cut behind them. */
export function decodeTcp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_TCP;
  if (at + MIN_HEADER_BYTES > end) {
    if (at + 4 <= end) {
      packet.srcPort = view.getUint16(at);
      packet.dstPort = view.getUint16(at + 2);
      packet.hasPorts = 1;
      packet.tcpSeq = 0;
      packet.tcpAck = 0;
      packet.tcpWindow = 0;
      packet.payloadAt = declaredEnd;
      if (at + 14 <= end) packet.tcpFlags = view.getUint8(at + 13);
    }
    return short(at + MIN_HEADER_BYTES, declaredEnd);
  }
  packet.srcPort = view.getUint16(at);
  packet.dstPort = view.getUint16(at + 2);
  packet.hasPorts = 1;
  packet.tcpSeq = view.getInt32(at + 4);
  packet.tcpAck = view.getInt32(at + 8);
  packet.tcpFlags = view.getUint8(at + 13);
  packet.tcpWindow = view.getUint16(at + 14);
  const headerBytes = (view.getUint8(at + 12) >> 4) << 2;
  const next = at + headerBytes;
  if (headerBytes < MIN_HEADER_BYTES) {
    packet.payloadAt = declaredEnd;
    return MALFORMED;
  }
  if (next > end) {
    packet.payloadAt = declaredEnd;
    return short(next, declaredEnd);
  }
  packet.payloadAt = next;
  return OK;
}

/** Options of a SYN, off the hot path. Fields are `null` when absent. */
export interface TcpOptions {
  readonly mss: number | null;
  readonly windowScale: number | null;
  readonly sackPermitted: boolean;
  readonly timestamps: boolean;
  /** Option kinds in order of appearance, a fingerprint of the sender's stack. */
  readonly kinds: readonly number[];
}

/** Reads the options between the fixed header and `payloadAt` (RFC 9293 §3.1, RFC 7323, RFC 2018). */
export function readTcpOptions(view: DataView, at: number, headerEnd: number): TcpOptions {
  let mss: number | null = null;
  let windowScale: number | null = null;
  let sackPermitted = false;
  let timestamps = false;
  const kinds: number[] = [];
  let next = at + MIN_HEADER_BYTES;
  while (next < headerEnd) {
    const kind = view.getUint8(next);
    kinds.push(kind);
    if (kind === 0) break;
    if (kind === 1) {
      next++;
      continue;
    }
    if (next + 2 > headerEnd) break;
    const length = view.getUint8(next + 1);
    if (length < 2 || next + length > headerEnd) break;
    if (kind === 2 && length === 4) mss = view.getUint16(next + 2);
    else if (kind === 3 && length === 3) windowScale = view.getUint8(next + 2);
    else if (kind === 4) sackPermitted = true;
    else if (kind === 8) timestamps = true;
    next += length;
  }
  return { mss, windowScale, sackPermitted, timestamps, kinds };
}
