import type { FlowView } from '../../model/flow-view.ts';
import { TCP, UDP } from '../service-names.ts';

/** TCP control bits (RFC 9293 §3.1). */
const FIN_SYN_RST = 7;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** An attempt that takes more packets than this was a conversation, whatever became of it. */
const MOST_TCP_PACKETS = 10;
const MOST_UDP_PACKETS = 3;
/** From here on clients choose their own ports: answers captured without their questions go there. */
const FIRST_EPHEMERAL = 32_768;
/** traceroute sends to 33434 and up. */
const TRACEROUTE_FROM = 33_434;
const TRACEROUTE_TO = 33_700;

/** How an attempt ended. */
export const PROBE_ANSWERED = 1;
export const PROBE_FAILED = 2;

/**
 * What a conversation says about an attempt to reach a port: a PROBE_ bit, or 0 when it is none
 * (the middle of an older connection, one-way answers, traceroute).
 */
export function probeOutcome(view: FlowView): number {
  if (view.hasPorts === 0 || view.packets === 0) return 0;
  if (view.ipProtocol === TCP) return tcpOutcome(view);
  return view.ipProtocol === UDP ? udpOutcome(view) : 0;
}

function tcpOutcome(view: FlowView): number {
  const flags = view.tcpFlags;
  const isSyn = (flags & SYN) !== 0;
  // NULL, FIN and Xmas scans carry neither ACK nor RST; FIN with ACK is the end of an older connection.
  const isRefused = (view.tcpFlagsBack & FIN_SYN_RST) === RST;
  if (!isSyn && (flags & (ACK | RST)) !== 0) return view.packetsBack > 0 && !isRefused ? PROBE_ANSWERED : 0;
  if (view.packetsBack > 0 && !isRefused) return PROBE_ANSWERED;
  // Only this direction was captured, and the sender went on: somebody answered.
  if (view.packetsBack === 0 && isSyn && (flags & ACK) !== 0 && (flags & RST) === 0) return PROBE_ANSWERED;
  return view.packets > MOST_TCP_PACKETS ? 0 : PROBE_FAILED;
}

function udpOutcome(view: FlowView): number {
  if (view.dstPort >= TRACEROUTE_FROM && view.dstPort <= TRACEROUTE_TO) return 0;
  if (view.packetsBack > 0) return PROBE_ANSWERED;
  return view.packets > MOST_UDP_PACKETS || view.dstPort >= FIRST_EPHEMERAL ? 0 : PROBE_FAILED;
}
