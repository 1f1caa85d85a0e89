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
  /** `Device.id` of each side, wherever it is at home; `null` when it is nobody's: multicast, broadcast, far away. */
  readonly srcDevice: string | null;
  readonly dstDevice: string | null;
  /** The device has its address on another VLAN: this is not its own traffic, which it counts over there. */
  readonly srcRouted: boolean;
  readonly dstRouted: boolean;
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
  /** Whose own traffic it is: sides that were routed here are `null`. */
  readonly srcDevice: string | null;
  readonly dstDevice: string | null;
  /**
   * Which pair of devices it counts for, both or neither. What a router forwards is seen on both VLANs, and counts where
   * the initiator is at home: `vlan` is the initiator's.
   */
  readonly pairSrc: string | null;
  readonly pairDst: string | null;
  /** VLAN on which the responder's address is its own; `null` as in `vlan`, and without a pair. */
  readonly pairDstVlan: number | null;
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
