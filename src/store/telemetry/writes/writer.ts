/**
 * The one writer of a store: a bounded queue, then the engine, then, when the engine refuses, the spool.
 *
 *   write() ─► queue ─► engine ──────────► acknowledged: synced in the tables
 *                 │        ▲ again, with growing pauses, oldest first
 *                 └─► spool┘  ───────────► acknowledged: synced in the spool
 *
 * While the spool holds anything, later batches go behind it. When the disk refuses the spool as well, the batch stays in
 * the queue, nothing is acknowledged, and the queue fills: from then on `write` drops, `room` waits.
 */
import { messageOf, TelemetryError } from '../errors.ts';
import type { Batch } from './batch.ts';
import type { Spool } from './spool.ts';

/** `known`: was there already. `dropped`: the queue was full. */
export type Acknowledged = 'written' | 'known' | 'spooled' | 'dropped';

export interface WriteCounters {
  /** Batches and rows that wait in memory now. */
  readonly queuedBatches: number;
  readonly queuedRows: number;
  readonly queuedBytes: number;
  /** Rows since the store was opened. `spooled` ones are counted as written too once they are in. */
  readonly writtenRows: number;
  readonly spooledRows: number;
  readonly droppedRows: number;
  /** Rows that the engine will never accept: a defect, they are gone. */
  readonly refusedRows: number;
  /** Batches and bytes that wait on disk now. */
  readonly spoolBatches: number;
  readonly spoolBytes: number;
  readonly spoolDamagedBytes: number;
  readonly failures: number;
  /** What was last refused and has not worked since; `null` when all is well. */
  readonly lastError: string | null;
}

export interface WriterLimits {
  readonly queueBytes: number;
  readonly queueBatches: number;
  readonly spoolBytes: number;
  /** First pause after a failure, and the longest. */
  readonly retryMs: number;
  readonly retryMaxMs: number;
}

export const WRITER_LIMITS: WriterLimits = {
  queueBytes: 128 * 2 ** 20,
  queueBatches: 1024,
  spoolBytes: 4 * 2 ** 30,
  retryMs: 250,
  retryMaxMs: 30_000,
};

export interface WriterNeeds {
  readonly insert: (batch: Batch) => Promise<'written' | 'known'>;
  readonly spool: Spool;
  readonly limits: WriterLimits;
}

export interface Writer {
  write(batch: Batch): Promise<Acknowledged>;
  /** Resolves when another batch of this size would not be dropped. */
  room(bytes: number): Promise<void>;
  /** Runs `work` after everything that was sent before it, alone. Throws `engine` while the spool waits for the engine. */
  exclusive(work: () => Promise<void>): Promise<void>;
  /** The time that `stop` gave is over: work that has parts ends after the one it is at. */
  isStopping(): boolean;
  /** Resolves when queue and spool are empty. */
  drained(): Promise<void>;
  counters(): WriteCounters;
  start(): void;
  /** Writes or spools what is queued, for at most `withinMs`; what is left then is rejected with `closed`. */
  stop(withinMs: number): Promise<void>;
}

interface Waiting {
  readonly batch: Batch | null;
  readonly work: (() => Promise<void>) | null;
  readonly resolve: (how: Acknowledged) => void;
  readonly reject: (error: unknown) => void;
}

export function createWriter({ insert, spool, limits }: WriterNeeds): Writer {
  const queue: Waiting[] = [];
  let queuedRows = 0;
  let queuedBytes = 0;
  let writtenRows = 0;
  let spooledRows = 0;
  let droppedRows = 0;
  let refusedRows = 0;
  let failures = 0;
  let lastError: string | null = null;
  let pauseMs = 0;
  let running: Promise<void> | null = null;
  let stopping = false;
  /** Not before this does the engine, or the disk, get another try. */
  let retryAt = 0;
  let wake: () => void = () => {};
  const roomWaiters = new Set<() => void>();
  const idleWaiters = new Set<() => void>();

  const hasRoom = (bytes: number): boolean =>
    queue.length === 0 || (queue.length < limits.queueBatches && queuedBytes + bytes <= limits.queueBytes);
  const isDue = (): boolean => Date.now() >= retryAt;

  function failed(error: unknown): void {
    failures++;
    lastError = messageOf(error);
    pauseMs = Math.min(limits.retryMaxMs, pauseMs === 0 ? limits.retryMs : pauseMs * 2);
    retryAt = Date.now() + pauseMs;
  }

  function worked(): void {
    lastError = null;
    pauseMs = 0;
    retryAt = 0;
  }

  /** True when the batch is out of the engine's way: written, known, or never acceptable. */
  async function offer(batch: Batch): Promise<'written' | 'known' | 'refused' | null> {
    try {
      const how = await insert(batch);
      if (how === 'written') writtenRows += batch.rows;
      worked();
      return how;
    } catch (error) {
      failed(error);
      if (!(error instanceof TelemetryError && error.code === 'refused')) return null;
      refusedRows += batch.rows;
      pauseMs = 0;
      retryAt = 0;
      return 'refused';
    }
  }

  function take(): void {
    const first = queue.shift();
    if (first?.batch) {
      queuedRows -= first.batch.rows;
      queuedBytes -= first.batch.body.length;
    }
    for (const waiter of roomWaiters) waiter();
  }

  async function drainSpool(): Promise<void> {
    while (spool.count > 0 && isDue() && !stopping) {
      const batch = await spool.peek();
      if (batch === null || (await offer(batch)) !== null) await spool.shift();
    }
  }

  async function putOnDisk(batch: Batch): Promise<boolean> {
    if (spool.sizeBytes + batch.body.length > limits.spoolBytes) return false;
    try {
      await spool.append(batch);
      spooledRows += batch.rows;
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  /** One step with the first in the queue; false when it has to wait. */
  async function step(first: Waiting): Promise<boolean> {
    if (first.work !== null) {
      take();
      if (spool.count > 0) {
        first.reject(
          new TelemetryError('engine', `the telemetry store does not accept writes: ${lastError}`),
        );
      } else {
        await first.work().then(() => first.resolve('written'), first.reject);
      }
      return true;
    }
    const { batch } = first;
    if (batch === null) return true;
    if (spool.count === 0 && isDue()) {
      const how = await offer(batch);
      if (how !== null) {
        take();
        if (how === 'refused') first.reject(new TelemetryError('invalid', `rows refused: ${lastError}`));
        else first.resolve(how);
        return true;
      }
    }
    if (!(await putOnDisk(batch))) return false;
    take();
    first.resolve('spooled');
    return true;
  }

  async function run(): Promise<void> {
    for (;;) {
      if (spool.count > 0) await drainSpool();
      const first = queue[0];
      if (first !== undefined && (await step(first))) continue;
      if (queue.length === 0 && spool.count === 0) for (const waiter of idleWaiters) waiter();
      if (stopping) return;
      const nothing = queue.length === 0 && spool.count === 0;
      await pause(nothing ? null : Math.max(1, Math.min(limits.retryMaxMs, retryAt - Date.now())));
    }
  }

  /** Until something is sent, or the time has come to try again. */
  function pause(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimeout(resolve, ms);
      wake = () => {
        if (timer !== null) clearTimeout(timer);
        resolve();
      };
    });
  }

  function enqueue(batch: Batch | null, work: (() => Promise<void>) | null): Promise<Acknowledged> {
    if (stopping) return Promise.reject(new TelemetryError('closed', 'the telemetry store is closing'));
    return new Promise((resolve, reject) => {
      queue.push({ batch, work, resolve, reject });
      if (batch !== null) {
        queuedRows += batch.rows;
        queuedBytes += batch.body.length;
      }
      wake();
    });
  }

  async function until(reached: () => boolean, waiters: Set<() => void>): Promise<void> {
    while (!reached()) {
      await new Promise<void>((resolve) => {
        const waiter = () => {
          waiters.delete(waiter);
          resolve();
        };
        waiters.add(waiter);
      });
    }
  }

  return {
    write(batch) {
      if (stopping || hasRoom(batch.body.length)) return enqueue(batch, null);
      droppedRows += batch.rows;
      return Promise.resolve('dropped');
    },
    room: (bytes) => until(() => stopping || hasRoom(bytes), roomWaiters),
    exclusive: async (work) => void (await enqueue(null, work)),
    isStopping: () => stopping,
    drained: () => until(() => stopping || (queue.length === 0 && spool.count === 0), idleWaiters),
    counters: () => ({
      queuedBatches: queue.length,
      queuedRows,
      queuedBytes,
      writtenRows,
      spooledRows,
      droppedRows,
      refusedRows,
      spoolBatches: spool.count,
      spoolBytes: spool.sizeBytes,
      spoolDamagedBytes: spool.damagedBytes,
      failures,
      lastError,
    }),
    start() {
      running ??= run();
    },
    async stop(withinMs) {
      const deadline = Date.now() + withinMs;
      while (running !== null && queue.length > 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      stopping = true;
      wake();
      for (const waiter of [...roomWaiters, ...idleWaiters]) waiter();
      await running;
      for (const { reject } of queue.splice(0)) {
        reject(new TelemetryError('closed', 'the telemetry store was closed before it could write this'));
      }
    },
  };
}
