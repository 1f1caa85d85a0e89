/** What the engine hands to the telemetry store: whose conversation it was, and its volume minute by minute. */
import type { Micros } from '../base/time.ts';
import type { Conversation } from './analysis.ts';

/** A conversation as it is stored: one row per conversation of a capture. */
export interface ConversationRow extends Conversation {
  /**
   * Place in the capture's list, from 0: with the capture's id it names the conversation for good. The same capture
   * analysed again gives the same numbers.
   */
  readonly row: number;
  /** `Device.id` of each side; `null` when it is nobody's: multicast, broadcast, behind a router. */
  readonly srcDevice: string | null;
  readonly dstDevice: string | null;
}

/**
 * Volume of one conversation within one minute of capture time. Only minutes with packets have a row, so the sums over
 * all rows of a conversation are its packets and bytes. All roll-ups are made from these.
 */
export interface TrafficRow {
  /** Start of the minute, µs since 1970: a multiple of 60,000,000. */
  readonly minute: Micros;
  /** `ConversationRow.row` of the same capture. */
  readonly conversation: number;
  readonly srcDevice: string | null;
  readonly dstDevice: string | null;
  /** As in `Conversation`: `tcp`, `udp`, `arp`… */
  readonly protocol: string;
  readonly appProtocol: string | null;
  /** Innermost VLAN id, `null` for untagged frames. */
  readonly vlan: number | null;
  /** src → dst within the minute, then back. Bytes are wire bytes of the frame. */
  readonly packets: number;
  readonly bytes: number;
  readonly packetsBack: number;
  readonly bytesBack: number;
}
