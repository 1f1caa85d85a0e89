/** What the reading thread does: everything of an import that takes time. */
import { InputError } from '../../../base/errors.ts';
import type { Mac } from '../../../base/mac.ts';
import { saidOf } from '../../../model/messages/refusal.ts';
import { createRowEncoder, type EncodedBatch } from '../../../store/telemetry/writes/encoded.ts';
import type { EngineOptions } from '../../analyze/engine/engine.ts';
import { hashFile, pathless } from '../file-facts.ts';
import type { FromReader, MessageEnd, ReadTask, ToReader } from './messages.ts';
import { type ReadResult, readForStores } from './read-for-stores.ts';

/** Rows of a batch: large ones are written faster, and the engine of the store takes up to 100,000. */
const BATCH_ROWS = 80_000;
const PROGRESS_EVERY_MS = 100;

export interface ReaderThread {
  readonly end: MessageEnd<ToReader, FromReader>;
  readonly vendorOf: (mac: Mac) => string | null;
  /** See EngineOptions. */
  readonly startAhead?: EngineOptions['startAhead'];
}

/** Resolves when there is nothing more to say. Rejects with a defect. */
export async function runReader(task: ReadTask, { end, vendorOf, startAhead }: ReaderThread): Promise<void> {
  try {
    if (task.kind === 'hash') {
      end.post({ kind: 'hashed', sha256: hashFile(task.path, task.name) });
      return;
    }
    const credits = new Credits(end);
    let toldAt = 0;
    const read = await readForStores({
      ...task,
      vendorOf,
      ...(startAhead === undefined ? {} : { startAhead }),
      onProgress(progress, packets) {
        const now = performance.now();
        if (now - toldAt < PROGRESS_EVERY_MS) return;
        toldAt = now;
        end.post({ kind: 'progress', progress, packets });
      },
    });
    end.post({ kind: 'read', contents: read.contents, conversations: read.conversations });
    await sendRows(task, read, end, credits);
    end.post({ kind: 'written' });
  } catch (error) {
    const said = pathless(error, task.path, task.name);
    if (!(said instanceof InputError)) throw said;
    end.post({ kind: 'failed', said: saidOf(said) });
  }
}

/** The same file gives the same batches with the same numbers. */
async function sendRows(
  { orgId, captureId }: Extract<ReadTask, { kind: 'import' }>,
  read: ReadResult,
  end: ReaderThread['end'],
  credits: Credits,
): Promise<void> {
  const encoder = createRowEncoder(orgId, captureId);
  let conversations = 0;
  async function send(batches: readonly EncodedBatch[]): Promise<void> {
    for (const batch of batches) {
      await credits.one();
      end.post({ kind: 'batch', batch, conversations }, [batch.body.buffer]);
    }
  }
  for (const { view, facts, volumes } of read.eachRow()) {
    encoder.flow(view, facts);
    conversations++;
    if (encoder.rows >= BATCH_ROWS) await send(encoder.take(BATCH_ROWS));
    for (const volume of volumes) {
      encoder.volume(view, facts, volume);
      if (encoder.rows >= BATCH_ROWS) await send(encoder.take(BATCH_ROWS));
    }
  }
  await send(encoder.take(1));
}

/** How many batches may be under way: the other side says so. */
class Credits {
  #count = 0;
  #wake: () => void = () => {};

  constructor(end: ReaderThread['end']) {
    end.on((message) => {
      this.#count += message.kind === 'write' ? message.credits : 1;
      this.#wake();
    });
  }

  /** Resolves when a batch may be sent, and counts it. */
  async one(): Promise<void> {
    while (this.#count === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#count--;
  }
}
