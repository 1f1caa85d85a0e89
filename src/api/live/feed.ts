/** Everything that happens in the server, told to those who follow live: each organisation hears its own. */
import { Listeners } from '../../features/ingest/listeners.ts';
import type { LiveSnapshot } from '../../features/live/listening.ts';
import type { Backend } from '../deps.ts';
import { DEFAULT_ORGANISATION } from '../organisation.ts';
import type { FeedEvent } from './client.ts';
import type { Noun } from './schemas.ts';

type Follower = (event: FeedEvent) => void;

export interface LiveFeed {
  /** Hears of what these do, until `detach`. */
  attach(backend: Backend): void;
  detach(): void;
  /** Gives the way to stop. */
  follow(orgId: string, follower: Follower): () => void;
  /** These lists may have changed. */
  touch(orgId: string, nouns: readonly Noun[]): void;
}

const CHANGED_EVERY_MS = 1000;
/** What happens at once is told at once. */
const CHANGED_AFTER_MS = 50;
/** Live capture changes everything all the time. */
const LIVE_EVERY_MS = 5000;
const LOOK_AT_STORES_EVERY_MS = 1000;
const OF_A_CAPTURE: readonly Noun[] = ['devices', 'flows', 'captures', 'findings', 'vlans'];
/** Events of every organisation that is followed. */
const EVERYBODY = '';

interface Pending {
  readonly nouns: Set<Noun>;
  timer: NodeJS.Timeout | null;
  toldAtMs: number;
}

export function createLiveFeed(): LiveFeed {
  const followers = new Listeners<Record<string, FeedEvent>>();
  const pending = new Map<string, Pending>();
  const liveAtMs = new Map<string, number>();
  let undo: readonly (() => void)[] = [];

  function touch(orgId: string, nouns: readonly Noun[]): void {
    const waiting = pending.get(orgId) ?? { nouns: new Set<Noun>(), timer: null, toldAtMs: 0 };
    pending.set(orgId, waiting);
    for (const noun of nouns) waiting.nouns.add(noun);
    if (waiting.timer !== null) return;
    const dueMs = Math.max(CHANGED_AFTER_MS, waiting.toldAtMs + CHANGED_EVERY_MS - Date.now());
    waiting.timer = setTimeout(() => {
      waiting.timer = null;
      waiting.toldAtMs = Date.now();
      followers.tell(orgId, { kind: 'changed', nouns: [...waiting.nouns] });
      waiting.nouns.clear();
    }, dueMs);
    waiting.timer.unref();
  }

  function heard({ orgId, view, snapshot }: LiveSnapshot): void {
    const { at, intervalSeconds, topTalkers, topProtocols, newDevices } = snapshot;
    const { captureId, packetsPerSecond, bitsPerSecond, packets, bytes, conversations, devices } = view;
    followers.tell(orgId, {
      ...{ kind: 'traffic', captureId, interface: view.interface, at, intervalSeconds },
      ...{ packetsPerSecond, bitsPerSecond, packets, bytes, conversations, devices },
      ...{ topTalkers, topProtocols, newDevices },
    });
    const now = Date.now();
    if (packetsPerSecond === 0 || now - (liveAtMs.get(orgId) ?? 0) < LIVE_EVERY_MS) return;
    liveAtMs.set(orgId, now);
    touch(orgId, OF_A_CAPTURE);
  }

  function watchStores({ state, telemetry }: Backend): () => void {
    const stores = {
      state: () => state.lastError(),
      telemetry: () => telemetry.counters().lastError,
    } as const;
    const known: Record<keyof typeof stores, string | null> = { state: null, telemetry: null };
    let isAsking = false;
    const timer = setInterval(() => {
      for (const store of ['state', 'telemetry'] as const) {
        const error = stores[store]();
        if ((error === null) === (known[store] === null)) continue;
        known[store] = error;
        followers.tell(EVERYBODY, { kind: 'status', store, failing: error !== null, error });
      }
      if (known.state === null || isAsking) return;
      // Whether it answers again is known when it is asked.
      isAsking = true;
      const done = () => {
        isAsking = false;
      };
      state.organisations.get(DEFAULT_ORGANISATION).then(done, done);
    }, LOOK_AT_STORES_EVERY_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  function detach(): void {
    for (const each of undo) each();
    undo = [];
    for (const { timer } of pending.values()) if (timer !== null) clearTimeout(timer);
    pending.clear();
  }

  return {
    attach(backend) {
      detach();
      const { imports, listening } = backend;
      undo = [
        imports.on('changed', ({ orgId, ...view }) => {
          followers.tell(orgId, { kind: 'import', import: view });
          touch(orgId, view.status === 'imported' ? OF_A_CAPTURE : ['captures']);
        }),
        imports.on('removing', ({ orgId }) => touch(orgId, ['captures'])),
        imports.on('removed', ({ orgId, captureId }) => {
          followers.tell(orgId, { kind: 'removed', captureId });
          touch(orgId, OF_A_CAPTURE);
        }),
        listening.on('changed', ({ orgId, ...view }) => {
          followers.tell(orgId, { kind: 'listening', listening: view });
          touch(orgId, view.state === 'ended' ? [...OF_A_CAPTURE, 'interfaces'] : ['captures', 'interfaces']);
        }),
        listening.on('snapshot', heard),
        watchStores(backend),
      ];
    },
    detach,
    follow(orgId, follower) {
      const ways = [followers.add(orgId, follower), followers.add(EVERYBODY, follower)];
      return () => {
        for (const stop of ways) stop();
      };
    },
    touch,
  };
}
