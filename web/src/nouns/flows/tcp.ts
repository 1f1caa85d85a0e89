/** TCP control bits (RFC 9293 §3.1, RFC 3168) as words, and what became of a connection. */
import type { Flow } from './flow.ts';

const SYN = 2;
const RST = 4;
const FIN = 1;
const ACK = 16;

/** In the order in which a connection usually shows them. */
const NAMES: readonly (readonly [bit: number, name: string])[] = [
  [SYN, 'SYN'],
  [ACK, 'ACK'],
  [8, 'PSH'],
  [FIN, 'FIN'],
  [RST, 'RST'],
  [32, 'URG'],
  [64, 'ECE'],
  [128, 'CWR'],
];

export function flagNames(flags: number): readonly string[] {
  return NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}

export const TCP_ENDS = ['unanswered', 'refused', 'reset', 'closed', 'open', 'midway'] as const;
export type TcpEnd = (typeof TCP_ENDS)[number];

/**
 * What the flags of both directions tell. `midway`: neither beginning nor end was captured; `open`: begun, and not
 * closed by both sides within the capture. `null` when it is not TCP.
 */
export function tcpEnd({ tcp, packetsBack }: Pick<Flow, 'tcp' | 'packetsBack'>): TcpEnd | null {
  if (tcp === null) return null;
  const { flags, flagsBack } = tcp;
  if ((flags & SYN) !== 0 && packetsBack === 0) return 'unanswered';
  if ((flags & SYN) !== 0 && (flagsBack & RST) !== 0 && (flagsBack & SYN) === 0) return 'refused';
  if (((flags | flagsBack) & RST) !== 0) return 'reset';
  if ((flags & flagsBack & FIN) !== 0) return 'closed';
  return ((flags | flagsBack) & SYN) !== 0 ? 'open' : 'midway';
}
