import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeListening } from '../../../test/fixtures/listening.ts';
import type { ImportEvents, ImportView } from '../../features/ingest/imports.ts';
import { Listeners } from '../../features/ingest/listeners.ts';
import { type Language, say } from '../../model/messages/message.ts';
import type { Backend } from '../deps.ts';
import { createLiveClient, type FeedEvent, MOST_WAITING_BYTES, type Socket } from './client.ts';
import { createLiveFeed } from './feed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function make() {
  const importEvents = new Listeners<ImportEvents>();
  const listening = fakeListening();
  const telemetry = { lastError: null as string | null };
  const state = { lastError: null as string | null, asked: 0 };
  const backend = {
    imports: { on: importEvents.add.bind(importEvents) },
    telemetry: { counters: () => telemetry },
    state: {
      lastError: () => state.lastError,
      organisations: { get: async () => state.asked++ },
    },
    listening,
  } as unknown as Backend;
  const feed = createLiveFeed();
  feed.attach(backend);
  const heard: FeedEvent[] = [];
  feed.follow('one', (event) => heard.push(event));
  return { feed, importEvents, listening, telemetry, state, heard };
}

const view = (orgId: string, status: ImportView['status']): ImportView => ({
  ...{ captureId: 'c', orgId, name: 'a.pcap', status, progress: 0, packets: 0 },
  ...{ error: null, queuedAt: 0, endedAt: null },
});

describe('the live feed', () => {
  it('tells each organisation its own', () => {
    const { importEvents, heard } = make();
    importEvents.tell('changed', view('two', 'reading'));
    importEvents.tell('removed', { orgId: 'two', captureId: 'c' });
    expect(heard).toEqual([]);
    importEvents.tell('changed', view('one', 'reading'));
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(heard)).not.toContain('orgId');
  });

  it('tells what changed at once, then once a second at most, with all that changed', () => {
    const { feed, heard } = make();
    feed.touch('one', ['devices']);
    vi.advanceTimersByTime(50);
    expect(heard).toEqual([{ kind: 'changed', nouns: ['devices'] }]);
    feed.touch('one', ['flows']);
    feed.touch('one', ['flows', 'vlans']);
    vi.advanceTimersByTime(900);
    expect(heard).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(heard[1]).toEqual({ kind: 'changed', nouns: ['flows', 'vlans'] });
    vi.advanceTimersByTime(5000);
    expect(heard).toHaveLength(2);
  });

  it('says when the store begins to refuse, and when it works again', () => {
    const { telemetry, heard } = make();
    vi.advanceTimersByTime(3000);
    telemetry.lastError = 'no space left';
    vi.advanceTimersByTime(3000);
    telemetry.lastError = null;
    vi.advanceTimersByTime(3000);
    expect(heard).toEqual([
      { kind: 'status', store: 'telemetry', failing: true, error: 'no space left' },
      { kind: 'status', store: 'telemetry', failing: false, error: null },
    ]);
  });

  it('says the same of the state store, and asks it until it answers again', async () => {
    const { state, telemetry, heard } = make();
    await vi.advanceTimersByTimeAsync(3000);
    expect(state.asked).toBe(0);
    state.lastError = 'connect ECONNREFUSED';
    await vi.advanceTimersByTimeAsync(3000);
    expect(state.asked).toBe(3);
    telemetry.lastError = 'away';
    state.lastError = null;
    await vi.advanceTimersByTimeAsync(3000);
    expect(heard).toEqual([
      { kind: 'status', store: 'state', failing: true, error: 'connect ECONNREFUSED' },
      { kind: 'status', store: 'state', failing: false, error: null },
      { kind: 'status', store: 'telemetry', failing: true, error: 'away' },
    ]);
    expect(state.asked).toBe(3);
  });

  it('is silent once it is detached', () => {
    const { feed, importEvents, telemetry, heard } = make();
    feed.touch('one', ['devices']);
    feed.detach();
    importEvents.tell('changed', view('one', 'imported'));
    telemetry.lastError = 'x';
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual([]);
  });
});

describe('a live client', () => {
  function connect(language: Language = 'en') {
    const sent: { kind: string; events?: number }[] = [];
    const state = { bufferedAmount: 0, pings: 0, isGone: false };
    const socket: Socket = {
      get bufferedAmount() {
        return state.bufferedAmount;
      },
      send: (text) => sent.push(JSON.parse(text)),
      ping: () => state.pings++,
      terminate: () => {
        state.isGone = true;
      },
    };
    return { client: createLiveClient(socket, () => language), sent, state };
  }
  const changed: FeedEvent = { kind: 'changed', nouns: ['devices'] };

  it('that reads too slowly loses events, and is told how many', () => {
    const { client, sent, state } = connect();
    client.tell(changed);
    state.bufferedAmount = MOST_WAITING_BYTES;
    for (let i = 0; i < 1000; i++) client.tell(changed);
    client.check();
    expect(sent).toHaveLength(1);
    state.bufferedAmount = 0;
    client.tell(changed);
    expect(sent.slice(1)).toEqual([{ kind: 'lost', events: 1000 }, changed]);
  });

  it('that does not answer is cut off', () => {
    const { client, state } = connect();
    client.check();
    client.answered();
    client.check();
    expect(state).toMatchObject({ pings: 2, isGone: false });
    client.check();
    expect(state.isGone).toBe(true);
  });

  it('is told why in its language', () => {
    const error = say('read.empty');
    for (const [language, words] of [
      ['en', 'nothing: it is empty'],
      ['fr', 'rien\u00a0: il est vide'],
    ] as const) {
      const { client, sent } = connect(language);
      client.tell({ kind: 'import', import: { ...view('one', 'failed'), error } });
      expect(sent[0]).toMatchObject({ import: { status: 'failed', error: words } });
    }
  });

  it('gets instants as the rest of the API writes them', () => {
    const { client, sent } = connect();
    client.tell({ kind: 'import', import: { ...view('one', 'reading'), queuedAt: 1_767_225_600_000_001 } });
    expect(sent[0]).toMatchObject({ import: { queuedAt: '2026-01-01T00:00:00.000001Z', endedAt: null } });
  });
});
