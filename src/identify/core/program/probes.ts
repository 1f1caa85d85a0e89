/** Attempts to reach ports (findings/probes.ts). */
import type { i32 } from '../../../base/machine.ts';
import { PROBE_ANSWERED, PROBE_FAILED } from '../../findings/probe-outcome.ts';
import {
  ADDRESS,
  DST,
  PACKETS,
  packet,
  port,
  protocol,
  SRC,
  sent,
  start,
  TCP,
  TCP_FLAGS,
  UDP,
} from './conversation.ts';
import { PROBE_BYTES, PROBE_LIMIT, PROBE_PACKET, PROBE_TIME, PROBES, PROBES_AT, SIZE } from './layout.ts';
import { double, int, probesFull, setDouble, setInt } from './memory.ts';

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

/** Where the outcome lies in the number of protocol and port, which takes 24 bits. */
export const OUTCOME_AT = 24;

/**
 * What the conversation at hand, which has ports, says about an attempt to reach one: a PROBE_ bit, or 0 when it is none (the
 * middle of an older connection, one-way answers, traceroute).
 */
export function outcomeOf(): i32 {
  if (!sent(SRC)) return 0;
  if (protocol === TCP) return tcpOutcome();
  return protocol === UDP ? udpOutcome() : 0;
}

function tcpOutcome(): i32 {
  const flags = int(SRC + TCP_FLAGS);
  const isAnswered = sent(DST);
  const isSyn = (flags & SYN) !== 0;
  // NULL, FIN and Xmas scans carry neither ACK nor RST; FIN with ACK is the end of an older connection.
  const isRefused = (int(DST + TCP_FLAGS) & FIN_SYN_RST) === RST;
  if (!isSyn && (flags & (ACK | RST)) !== 0) return isAnswered && !isRefused ? PROBE_ANSWERED : 0;
  if (isAnswered && !isRefused) return PROBE_ANSWERED;
  // Only this direction was captured, and the sender went on: somebody answered.
  if (!isAnswered && isSyn && (flags & ACK) !== 0 && (flags & RST) === 0) return PROBE_ANSWERED;
  return double(SRC + PACKETS) > MOST_TCP_PACKETS ? 0 : PROBE_FAILED;
}

function udpOutcome(): i32 {
  if (port >= TRACEROUTE_FROM && port <= TRACEROUTE_TO) return 0;
  if (sent(DST)) return PROBE_ANSWERED;
  return double(SRC + PACKETS) > MOST_UDP_PACKETS || port >= FIRST_EPHEMERAL ? 0 : PROBE_FAILED;
}

/** Writes the attempt down that the conversation at hand is. Those that were are told apart when there is no room. */
export function addProbe(outcome: i32): void {
  if (int(PROBES + SIZE) >= int(PROBES + PROBE_LIMIT)) probesFull();
  const row = int(PROBES + SIZE);
  const at = int(PROBES + PROBES_AT) + row * PROBE_BYTES;
  setInt(at, int(SRC + ADDRESS));
  setInt(at + 4, int(DST + ADDRESS));
  setInt(at + 8, (outcome << OUTCOME_AT) | (protocol << 16) | port);
  setDouble(at + PROBE_TIME, start);
  setDouble(at + PROBE_PACKET, packet);
  setInt(PROBES + SIZE, row + 1);
}
