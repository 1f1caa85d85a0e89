/**
 * What the server tells while it happens (`WS /api/v1/ws/live`): which lists changed, how imports go on, what the
 * interfaces hear. Lists are asked for again by their noun; the rest is kept here, bounded.
 */
import { useSyncExternalStore } from 'react';
import type { z } from 'zod';
import type { importView } from '../../../src/api/captures/schemas.ts';
import type { LiveMessage } from '../../../src/api/live/schemas.ts';
import { type ConnectionState, createLiveConnection } from './live-connection.ts';
import { tellNews } from './news.ts';
import { type Noun, queryClient } from './query-client.ts';
import { shownOrganisation } from './session/organisation.ts';

export type Import = z.input<typeof importView>;
export type Traffic = Extract<LiveMessage, { kind: 'traffic' }>;

export interface Live {
  readonly state: ConnectionState;
  /** Switched on, whether or not it is connected. */
  readonly wanted: boolean;
  /** Imports that run or have just ended, by capture. */
  readonly imports: Readonly<Record<string, Import>>;
  /** What each interface that is listened on heard, the newest last. */
  readonly traffic: Readonly<Record<string, readonly Traffic[]>>;
}

const MOST_POINTS = 120;
const MOST_INTERFACES = 64;
const MOST_IMPORTS = 200;
const KEY = 'vigie.live';

type ServerNoun = Extract<LiveMessage, { kind: 'changed' }>['nouns'][number];
/** Which of our queries are out of date when a list of the server changed. */
const OURS: Readonly<Record<ServerNoun, readonly Noun[]>> = {
  devices: ['devices', 'stats', 'topology'],
  flows: ['flows', 'stats', 'topology'],
  captures: ['captures'],
  findings: ['stats'],
  vlans: ['vlans'],
  interfaces: ['interfaces', 'status'],
  sites: ['sites'],
};
const ALL_NOUNS: readonly Noun[] = [
  'devices',
  'flows',
  'topology',
  'stats',
  'vlans',
  'captures',
  'interfaces',
  'status',
  'sites',
];

let live: Live = { state: 'off', wanted: wasWanted(), imports: {}, traffic: {} };
const listeners = new Set<() => void>();

function wasWanted(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

function set(changes: Partial<Live>): void {
  live = { ...live, ...changes };
  for (const tell of listeners) tell();
}

/** Tables refresh themselves when it fits their reader (`onNews`); the rest is asked for again if it is shown. */
function changed(nouns: Iterable<Noun>): void {
  for (const noun of new Set(nouns)) {
    void queryClient.invalidateQueries({
      queryKey: [noun],
      predicate: ({ queryKey }) => queryKey[1] !== 'table' && queryKey[1] !== 'table-total',
    });
    tellNews(noun);
  }
}

function keepLast<Value>(record: Readonly<Record<string, Value>>, key: string, value: Value, most: number) {
  const { [key]: _before, ...others } = record;
  return Object.fromEntries([...Object.entries(others), [key, value] as const].slice(-most));
}

function hear(message: LiveMessage): void {
  switch (message.kind) {
    case 'hello':
      set({ imports: Object.fromEntries(message.imports.map((it) => [it.captureId, it])) });
      // Nobody knows what was missed until now.
      changed(ALL_NOUNS);
      break;
    case 'changed':
      changed(message.nouns.flatMap((noun) => OURS[noun] ?? []));
      break;
    case 'import': {
      const { captureId } = message.import;
      set({ imports: keepLast(live.imports, captureId, message.import, MOST_IMPORTS) });
      break;
    }
    case 'removed': {
      const { [message.captureId]: _gone, ...imports } = live.imports;
      set({ imports });
      break;
    }
    case 'traffic': {
      const points = [...(live.traffic[message.interface] ?? []), message].slice(-MOST_POINTS);
      set({ traffic: keepLast(live.traffic, message.interface, points, MOST_INTERFACES) });
      break;
    }
    case 'listening': {
      const { interface: name, state } = message.listening;
      if (state === 'starting' || state === 'ended' || state === 'failed') {
        const { [name]: _ended, ...traffic } = live.traffic;
        set({ traffic });
      }
      changed(['interfaces', 'status']);
      break;
    }
    case 'status':
      changed(['status']);
      break;
    case 'lost':
      changed(ALL_NOUNS);
      break;
  }
}

const connection = createLiveConnection({
  url: () => {
    const org = encodeURIComponent(shownOrganisation() ?? '');
    return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/ws/live?org=${org}`;
  },
  onMessage: (text) => hear(JSON.parse(text) as LiveMessage),
  onState: (state) => set({ state }),
});

/** Somebody is signed in. */
let isIn = false;

function follow(): void {
  if (isIn && live.wanted) connection.start();
  else connection.stop();
}

const onVisible = () => {
  if (document.visibilityState === 'visible') connection.wake();
};

/** Follows the organisation that this tab shows, if it is wanted; gives how to stop, which forgets what was heard. */
export function startLive(): () => void {
  addEventListener('online', connection.wake);
  document.addEventListener('visibilitychange', onVisible);
  isIn = true;
  follow();
  return () => {
    removeEventListener('online', connection.wake);
    document.removeEventListener('visibilitychange', onVisible);
    isIn = false;
    follow();
    set({ imports: {}, traffic: {} });
  };
}

export function setLive(wanted: boolean): void {
  set({ wanted });
  try {
    localStorage.setItem(KEY, wanted ? 'on' : 'off');
  } catch {
    // Storage that is switched off: this visit only.
  }
  follow();
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

export function useLive(): Live {
  return useSyncExternalStore(subscribe, () => live);
}
