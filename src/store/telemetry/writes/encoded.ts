/** Rows made ready for the store somewhere else: in the thread that has them, so that the main thread only hands them on. */
import type { FlowView } from '../../../model/flow-view.ts';
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';
import { TelemetryError } from '../errors.ts';
import { type Batch, MAX_BATCH_ROWS } from './batch.ts';
import { type FlowFacts, flowRow, type Volume, volumeRow } from './flow-rows.ts';
import { RowBytes } from './row-bytes.ts';
import { checkId, conversationLine, type Target, trafficLine } from './rows.ts';

/** A batch as a `RowEncoder` makes it. `body` may be transferred to another thread. */
export type EncodedBatch = Batch & { readonly body: Uint8Array<ArrayBuffer> };

/** Encodes rows of one capture into numbered batches, of one kind each. */
export interface RowEncoder {
  conversation(row: ConversationRow): void;
  traffic(row: TrafficRow): void;
  /** `conversation` of the one that stands in `view`, without making it: a fraction of the time. */
  flow(view: FlowView, facts: FlowFacts): void;
  /** `traffic` of a minute of it. */
  volume(view: FlowView, facts: FlowFacts, volume: Volume): void;
  /** Rows and bytes that are not in a batch yet. */
  readonly rows: number;
  readonly sizeBytes: number;
  /** Batches with at least `leastRows`; the rest waits. Give 1 for all. */
  take(leastRows: number): EncodedBatch[];
}

/**
 * Numbers go from 0 for each kind: the same rows in the same order, taken in the same portions, are the same batches.
 * Take often enough: a batch is at most 100,000 rows. Throws `invalid` for ids that cannot be, and for rows.
 */
export function createRowEncoder(org: string, capture: string): RowEncoder {
  checkId('organisation', org);
  checkId('capture', capture);
  const kinds = {
    conversations: { lines: new RowBytes(), number: 0 },
    traffic: { lines: new RowBytes(), number: 0 },
  };
  const roomIn = (target: Target): RowBytes => {
    const { lines } = kinds[target];
    if (lines.count === MAX_BATCH_ROWS) {
      throw new TelemetryError('invalid', `batch: expected at most ${MAX_BATCH_ROWS} rows, and it goes on`);
    }
    return lines;
  };
  const bytes = { org: Buffer.from(`${org}\t`), capture: Buffer.from(`${capture}\t`) };
  const head = Buffer.concat([bytes.org, bytes.capture]);
  return {
    conversation: (row) => roomIn('conversations').add(conversationLine(org, capture, row)),
    traffic: (row) => roomIn('traffic').add(trafficLine(org, capture, row)),
    flow: (view, facts) => flowRow(roomIn('conversations'), head, view, facts),
    volume: (view, facts, volume) => volumeRow(roomIn('traffic'), bytes, { view, facts, volume }),
    get rows() {
      return kinds.conversations.lines.count + kinds.traffic.lines.count;
    },
    get sizeBytes() {
      return kinds.conversations.lines.sizeBytes + kinds.traffic.lines.sizeBytes;
    },
    take(leastRows) {
      const batches: EncodedBatch[] = [];
      for (const target of ['conversations', 'traffic'] as const) {
        const kind = kinds[target];
        const rows = kind.lines.count;
        if (rows === 0 || rows < leastRows) continue;
        batches.push({ org, capture, target, number: kind.number++, rows, body: kind.lines.take() });
      }
      return batches;
    },
  };
}

/** Throws `invalid` unless the batch is of this organisation, as far as its beginning and its end tell. */
export function checkEncoded(org: string, batch: Batch): Batch {
  const { body, rows, target, number } = batch;
  checkId('capture', batch.capture);
  const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;
  if (batch.org !== org) {
    throw new TelemetryError('invalid', `batch: expected one of organisation ${org}, found ${batch.org}`);
  }
  if (!isWhole(number, 2 ** 32 - 1) || !isWhole(rows, MAX_BATCH_ROWS) || rows === 0) {
    throw new TelemetryError(
      'invalid',
      `batch ${number}: expected 1 to ${MAX_BATCH_ROWS} rows, found ${rows}`,
    );
  }
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const lastLine = text.subarray(text.lastIndexOf(10, text.length - 2) + 1);
  for (const line of [text, lastLine]) {
    if (line.toString('latin1', 0, org.length + 1) !== `${org}\t`) {
      throw new TelemetryError('invalid', `batch ${number} of ${target}: expected rows of ${org}`);
    }
  }
  return batch;
}
