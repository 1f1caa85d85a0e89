/** Live capture into the stores, as the API and the console see it. `create-listening.ts` is what runs it. */
import type { Micros } from '../../base/time.ts';
import type { Message } from '../../model/messages/message.ts';
import type { Snapshot } from '../listen/snapshot.ts';

/**
 * `down`: set down or without a carrier; `gone`: deleted. Listening goes on by itself when the interface returns.
 * `stopping`: what was seen is on its way into the stores. `ended` and `failed` are told once, and then left out of lists.
 */
export type ListeningState = 'starting' | 'up' | 'down' | 'gone' | 'stopping' | 'ended' | 'failed';

/** One interface that is listened on, and the capture that it fills. */
export interface ListeningView {
  readonly orgId: string;
  readonly captureId: string;
  readonly interface: string;
  readonly filter: string | null;
  readonly state: ListeningState;
  readonly startedAt: Micros;
  /** Since the start. Bytes are wire bytes. */
  readonly packets: number;
  readonly bytes: number;
  /** Of the last interval. */
  readonly packetsPerSecond: number;
  readonly bitsPerSecond: number;
  /** Frames that the kernel put in the ring, since the start. */
  readonly received: number;
  /** Frames that matched but found the kernel's ring full, since the start. */
  readonly dropped: number;
  /** Rows for the telemetry store that found its queue full, since the start: they are lost. */
  readonly rowsDropped: number;
  /** In the table now. */
  readonly conversations: number;
  /** Source MACs seen. */
  readonly devices: number;
  /** Of one core, in the last interval: 0.07 is 7 %. */
  readonly cpuShare: number;
  /** Why it failed, or what a store last refused and has not taken since. */
  readonly error: Message | null;
}

export interface NewListening {
  readonly interface: string;
  /** In the language of tcpdump. */
  readonly filter?: string | null;
  /** Bytes kept of each frame; `null`: all that are needed. */
  readonly snapLength?: number | null;
  /** Default true. */
  readonly promiscuous?: boolean;
  /** Where it listens. */
  readonly siteId?: string | null;
}

export interface OrgListening {
  /** Those that run now, oldest first. */
  list(): readonly ListeningView[];
  /**
   * Resolves once frames are being read and the capture is listed. Throws InputError, which names the interface, when
   * it does not exist, is listened on already, cannot be opened (CAP_NET_RAW), or the filter is wrong; nothing is left
   * of it then.
   */
  start(wanted: NewListening): Promise<ListeningView>;
  /** Resolves when everything seen is in the stores. False when this organisation does not listen on it. */
  stop(name: string): Promise<boolean>;
}

export interface ListeningEvents {
  /** Started, ended, or an interface went or came. */
  readonly changed: ListeningView;
  /** Once an interval, for each listening. */
  readonly snapshot: LiveSnapshot;
}

/** What a listening knows at the end of an interval. */
export interface LiveSnapshot {
  readonly orgId: string;
  readonly captureId: string;
  readonly view: ListeningView;
  readonly snapshot: Snapshot;
}

export interface Listening {
  forOrg(orgId: string): OrgListening;
  /** Gives the way to stop hearing of it. */
  on<Name extends keyof ListeningEvents>(
    name: Name,
    listener: (event: ListeningEvents[Name]) => void,
  ): () => void;
  /** Ends all of them in data order; what is not in the stores by then stays away. Default 8,000. */
  stop(withinMs?: number): Promise<void>;
}
