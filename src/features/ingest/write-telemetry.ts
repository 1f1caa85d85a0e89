import { setImmediate as turn } from 'node:timers/promises';
import type { ConversationRow, TrafficRow } from '../../model/traffic.ts';
import type { Telemetry } from '../../store/telemetry/store.ts';
import type { Acknowledged } from '../../store/telemetry/writes/writer.ts';
import type { ReadResult } from './read-for-stores.ts';

/** Rows of a batch: large ones are written faster, and the engine of the store takes up to 100,000. */
const BATCH_ROWS = 25_000;
/** Conversations between two pauses for everybody else on this thread. */
const ROWS_PER_TURN = 2_000;

export interface WriteOptions {
  readonly telemetry: Telemetry;
  readonly orgId: string;
  readonly captureId: string;
  readonly signal: AbortSignal;
  /** Conversations handed over so far. */
  readonly onProgress: (conversations: number) => void;
}

/**
 * Hands all rows of a capture to the store, and returns when every one is on the disk. The same capture gives the same
 * batches with the same numbers. Waits while the store has no room; throws the signal's reason when aborted.
 */
export async function writeTelemetry(read: ReadResult, options: WriteOptions): Promise<void> {
  const { telemetry, captureId, signal } = options;
  const org = telemetry.forOrg(options.orgId);
  const aborted = rejection(signal);
  const conversations = batches<ConversationRow>((number, rows) =>
    put(() => org.writeConversations(captureId, number, rows)),
  );
  const traffic = batches<TrafficRow>((number, rows) => put(() => org.writeTraffic(captureId, number, rows)));
  let over = false;
  /** A full queue drops: live capture cannot wait, an import can. */
  async function put(write: () => Promise<Acknowledged>): Promise<void> {
    for (;;) {
      await Promise.race([telemetry.room(), aborted.promise]);
      // After a failure of other rows: what comes now would come after the capture was taken back.
      if (over) return;
      const how = await Promise.race([write(), aborted.promise]);
      if (how !== 'dropped') return;
    }
  }
  let count = 0;
  try {
    for (const row of read.eachRow()) {
      await conversations.add(row.conversation);
      for (const volume of row.traffic) await traffic.add(volume);
      if (++count % ROWS_PER_TURN !== 0) continue;
      options.onProgress(count);
      signal.throwIfAborted();
      await turn();
    }
    await conversations.end();
    await traffic.end();
    options.onProgress(count);
  } finally {
    over = true;
    aborted.forget();
  }
}

/** Collects rows into numbered batches; while one is written the next is collected. */
function batches<Row>(write: (number: number, rows: readonly Row[]) => Promise<void>) {
  let rows: Row[] = [];
  let number = 0;
  let writing: Promise<void> = Promise.resolve();
  async function send(): Promise<void> {
    await writing;
    writing = write(number++, rows);
    // Whoever waits next hears of it.
    writing.catch(() => {});
    rows = [];
  }
  return {
    add(row: Row): Promise<void> | null {
      rows.push(row);
      return rows.length < BATCH_ROWS ? null : send();
    },
    async end(): Promise<void> {
      if (rows.length > 0) await send();
      await writing;
    },
  };
}

function rejection(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let forget = () => {};
  const promise = new Promise<never>((_, reject) => {
    const listener = () => reject(signal.reason);
    if (signal.aborted) listener();
    signal.addEventListener('abort', listener, { once: true });
    forget = () => signal.removeEventListener('abort', listener);
  });
  promise.catch(() => {});
  return { promise, forget };
}
