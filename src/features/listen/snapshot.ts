import type { DecodeCounts, Limits } from '../../model/analysis.ts';

/** What `vigie listen` knows at the end of one interval: a line of `--json`, and what the terminal view draws. */
export interface Snapshot {
  /** End of the interval, ISO 8601 UTC. */
  readonly at: string;
  readonly intervalSeconds: number;
  /**
   * Processor time of the capture worker's thread in this interval, as a share of one core: 0.07 is 7 % of it. The
   * kernel's work of putting frames into the ring is not in it, nor are V8's helper threads.
   */
  readonly cpuShare: number;
  readonly interfaces: readonly InterfaceState[];
  /** Of this interval. */
  readonly packetsPerSecond: number;
  readonly bitsPerSecond: number;
  /** Since the start. */
  readonly packets: number;
  readonly bytes: number;
  readonly decode: DecodeCounts;
  /** Conversations in the table, and how many it can hold. */
  readonly flows: number;
  readonly maxFlows: number;
  /** Distinct source MACs, and how many are kept. */
  readonly macs: number;
  readonly maxMacs: number;
  /** How many distinct IP addresses are kept. */
  readonly maxAddresses: number;
  /** Senders with the most bytes in this interval. */
  readonly topTalkers: readonly Talker[];
  /** What most bytes of this interval belonged to, both directions together. */
  readonly topProtocols: readonly ProtocolRate[];
  /** Source MACs seen for the first time, newest first. */
  readonly newDevices: readonly NewDevice[];
  readonly limits: Pick<
    Limits,
    'flowOverflowPackets' | 'conversationsDropped' | 'macsDropped' | 'addressesDropped' | 'sightingsDropped'
  >;
}

export interface InterfaceState {
  readonly name: string;
  /** `down`: set down or no carrier; `gone`: deleted. Capture goes on by itself when it returns. */
  readonly state: 'up' | 'down' | 'gone';
  /** Frames put in the kernel's ring since the start. */
  readonly received: number;
  /** Frames that matched but found the ring full, since the start. */
  readonly dropped: number;
  /** The same in this interval. */
  readonly droppedNow: number;
}

export interface Talker {
  /** Address, else MAC. */
  readonly address: string;
  readonly mac: string | null;
  readonly vendor: string | null;
  readonly bitsPerSecond: number;
}

export interface ProtocolRate {
  /** Transport of IP, else what the link carries. */
  readonly protocol: string;
  /** `null` where none was recognised. */
  readonly appProtocol: string | null;
  readonly bitsPerSecond: number;
}

export interface NewDevice {
  readonly mac: string;
  readonly vendor: string | null;
  readonly firstSeen: string;
}
