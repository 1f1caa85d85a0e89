/** Who listens on what: one capture thread for each interface, for all organisations together. */

import type { Worker } from 'node:worker_threads';
import type { Micros } from '../../base/time.ts';
import { say } from '../../model/messages/message.ts';
import { Refusal } from '../../model/messages/refusal.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Telemetry } from '../../store/telemetry/store.ts';
import type { EngineLimits } from '../analyze/engine/limits.ts';
import { Listeners } from '../ingest/listeners.ts';
import type { SliceTimeouts } from './flow-recorder.ts';
import type { Listening, ListeningEvents, ListeningView, NewListening } from './listening.ts';
import type { LiveTask } from './messages.ts';
import { type OneListening, startOne } from './one-listening.ts';

/** Starts the capture thread (`bin/live-worker`) with the task as its data. Handed in: only `bin` knows where it is. */
export type StartCapture = (task: LiveTask) => Worker;

export interface ListeningNeeds {
  readonly state: StateStore;
  readonly telemetry: Telemetry;
  readonly startCapture: StartCapture;
  readonly clock: () => Micros;
  readonly settings?: Partial<ListeningSettings>;
}

export interface ListeningSettings {
  /** Between two snapshots. */
  readonly intervalSeconds: number;
  /** Between two flushes of rows, at least: volume is in the sums that soon. */
  readonly flushMs: number;
  /** Between two tellings of devices, findings and VLANs, at least. */
  readonly contentsMs: number;
  readonly timeouts: SliceTimeouts;
  readonly limits: Partial<EngineLimits>;
  /** Of the kernel's ring; `null`: 64. */
  readonly ringMb: number | null;
  /** Interfaces listened on at once. */
  readonly maxListening: number;
  /** Batches of rows of one listening under way at most, and bytes that wait behind them. */
  readonly credits: number;
  readonly maxWaitingBytes: number;
}

export const LISTENING_DEFAULTS: ListeningSettings = {
  intervalSeconds: 1,
  flushMs: 3000,
  contentsMs: 10_000,
  timeouts: { idleUs: 15e6, closedUs: 2e6, activeUs: 60e6 },
  limits: {},
  ringMb: null,
  maxListening: 16,
  credits: 8,
  maxWaitingBytes: 32 * 2 ** 20,
};

const STOP_MS = 8000;

export function createListening(needs: ListeningNeeds): Listening {
  const settings = { ...LISTENING_DEFAULTS, ...needs.settings };
  const listeners = new Listeners<ListeningEvents>();
  /** By interface. `null`: about to begin. */
  const running = new Map<string, OneListening | null>();
  let stopping = false;

  async function start(orgId: string, wanted: NewListening): Promise<ListeningView> {
    const name = wanted.interface;
    if (stopping) throw new Refusal(say('listen.ending', { name }));
    if (running.has(name)) throw new Refusal(say('listen.already', { name }));
    if (running.size >= settings.maxListening) {
      throw new Refusal(say('listen.most', { name, running: running.size, most: settings.maxListening }));
    }
    running.set(name, null);
    try {
      const one = await startOne({ ...needs, settings, orgId, wanted }, (event, about) => {
        listeners.tell(event, about);
      });
      running.set(name, one);
      void one.ended.then(() => running.delete(name));
      return one.view();
    } catch (error) {
      running.delete(name);
      throw error;
    }
  }

  return {
    forOrg: (orgId) => ({
      list: () =>
        [...running.values()].flatMap((one) => {
          const view = one?.view();
          return view?.orgId === orgId ? [view] : [];
        }),
      start: (wanted) => start(orgId, wanted),
      async stop(name) {
        const one = running.get(name) ?? null;
        if (one === null || one.view().orgId !== orgId) return false;
        await one.stop();
        return true;
      },
    }),
    on: (name, listener) => listeners.add(name, listener),
    async stop(withinMs = STOP_MS) {
      stopping = true;
      const all = [...running.values()].filter((one) => one !== null);
      const timer = setTimeout(() => {
        for (const one of all) one.abandon();
      }, withinMs);
      await Promise.all(all.map((one) => one.stop()));
      clearTimeout(timer);
    },
  };
}
