/** What the page and its worker tell each other. Each request replaces the one before it of its kind. */
import type { Band, LayoutName } from '../layout/layout.ts';
import type { Choice } from '../network/choose.ts';
import type { Grouping } from '../network/layout-input.ts';
import type { Network, Totals } from '../network/network.ts';

/** How the network is to be shown. */
export interface Shown extends Choice {
  readonly layout: LayoutName;
  readonly grouping: Grouping;
}

export type ToWorker =
  /** Reads the network at `url`. Answer: `loaded` or `failed`, with the same number. */
  | { readonly kind: 'load'; readonly request: number; readonly url: string; readonly organisation: string }
  | { readonly kind: 'show'; readonly shown: Shown }
  /** A person put a device somewhere. */
  | { readonly kind: 'pin'; readonly id: string; readonly x: number; readonly y: number }
  /** Forgets every remembered place of this layout and lays out anew. */
  | { readonly kind: 'forget' };

/** A refusal of the API, as data. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  /** Nothing answered: what the browser says about it. */
  readonly unreachable: string | null;
}

export type FromWorker =
  | { readonly kind: 'loaded'; readonly request: number; readonly totals: Totals; readonly devices: number }
  | { readonly kind: 'failed'; readonly request: number; readonly refusal: Refusal }
  /** Begins a new picture: all that follows is about this network. `sameQuestion`: only its data are newer. */
  | {
      readonly kind: 'network';
      readonly version: number;
      readonly network: Network;
      readonly sameQuestion: boolean;
    }
  | {
      readonly kind: 'positions';
      readonly version: number;
      /** x and y of each device. */
      readonly xy: Float32Array<ArrayBuffer>;
      readonly bands: readonly Band[];
      readonly spacing: number;
      readonly progress: number;
      readonly done: boolean;
    };
