import type { Micros } from '../../../base/time.ts';
import type { Analysis, DecodeCounts, Device } from '../../../model/analysis.ts';
import type { Message } from '../../../model/messages/message.ts';

export type CaptureKind = 'file' | 'live' | 'demo';
export type CaptureStatus = 'importing' | 'ready' | 'failed' | 'interrupted';

export interface Capture {
  readonly id: string;
  readonly name: string;
  /** Hexadecimal, of the file as it came; `null` for what is no file. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly kind: CaptureKind;
  readonly status: CaptureStatus;
  /** 0…1. */
  readonly progress: number;
  readonly packets: number;
  readonly bytes: number;
  readonly wireBytes: number;
  readonly firstSeen: Micros | null;
  readonly lastSeen: Micros | null;
  readonly linkTypes: readonly string[];
  readonly decode: DecodeCounts | null;
  readonly decodeLayers: readonly ({ readonly layer: string } & DecodeCounts)[];
  readonly warnings: readonly Message[];
  /** Why it failed or was interrupted. */
  readonly error: Message | null;
  readonly createdAt: Micros;
  readonly finishedAt: Micros | null;
  /** Bytes of its file that are kept in the data folder; `null` when none are. */
  readonly keptBytes: number | null;
  /** Whether it is known where its file lies, to analyse it again. */
  readonly hasFile: boolean;
  /** Where it was taken; `null` while nobody said. */
  readonly siteId: string | null;
}

/** Where the file of a capture lies. */
export interface CaptureFile {
  /** `isKept`: a name in the folder of kept files; otherwise an absolute path. */
  readonly path: string;
  readonly isKept: boolean;
}

/** What an analysis gives to this store; conversations go to the telemetry store. */
export interface CaptureContents extends Pick<Analysis, 'capture' | 'findings' | 'vlans' | 'warnings'> {
  readonly devices: readonly Device[];
}

export interface NewCapture {
  readonly name: string;
  readonly kind: CaptureKind;
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly siteId?: string | null;
}

/** `already`: the organisation has this very file; nothing was changed, and `capture` is the one that it has. */
export type Outcome<Done extends string> = { readonly outcome: Done | 'already'; readonly capture: Capture };
