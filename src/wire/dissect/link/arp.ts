import type { Mac } from '../../../base/mac.ts';
import { ETHER } from '../../ethertypes.ts';
import { macAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';

/** ARP for IPv4 over 48-bit addresses: RFC 826, RFC 903 (RARP), RFC 5227 (probe, announcement). */
export interface ArpMessage {
  readonly operation: 'request' | 'reply' | 'rarp-request' | 'rarp-reply';
  readonly senderMac: Mac;
  /** IPv4 addresses as int32. */
  readonly senderIp: number;
  readonly targetMac: Mac;
  readonly targetIp: number;
  /** RFC 5227 §1.1: a request from 0.0.0.0, asking whether the target address is free. */
  readonly probe: boolean;
  /** Sender and target address are the same: an announcement. */
  readonly gratuitous: boolean;
}

const OPERATIONS: readonly (ArpMessage['operation'] | undefined)[] = [
  undefined,
  'request',
  'reply',
  'rarp-request',
  'rarp-reply',
];
const BYTES = 28;
const HARDWARE_ETHERNET = 1;
const HARDWARE_IEEE_802 = 6;
const UNSPECIFIED = 0;

/** Other hardware and protocol types are answered with `null`. */
export const arp: Dissector<'arp', ArpMessage> = {
  protocol: 'arp',
  over: { ether: [ETHER.arp, ETHER.rarp] },
  begins: [],

  detect() {
    return false;
  },

  read(frame, at, end) {
    if (end - at < BYTES) return null;
    const hardware = frame.getUint16(at);
    if (hardware !== HARDWARE_ETHERNET && hardware !== HARDWARE_IEEE_802) return null;
    if (frame.getUint16(at + 2) !== ETHER.ipv4 || frame.getUint16(at + 4) !== 0x0604) return null;
    const operation = OPERATIONS[frame.getUint16(at + 6)];
    if (operation === undefined) return null;
    const senderIp = frame.getInt32(at + 14);
    const targetIp = frame.getInt32(at + 24);
    return {
      operation,
      senderMac: macAt(frame, at + 8),
      senderIp,
      targetMac: macAt(frame, at + 18),
      targetIp,
      probe: operation === 'request' && senderIp === UNSPECIFIED && targetIp !== UNSPECIFIED,
      gratuitous: senderIp === targetIp && senderIp !== UNSPECIFIED,
    };
  },
};
