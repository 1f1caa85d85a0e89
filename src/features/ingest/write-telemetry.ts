import type { OrgTelemetry, Telemetry } from '../../store/telemetry/store.ts';
import type { EncodedBatch } from '../../store/telemetry/writes/encoded.ts';

export interface PutOptions {
  readonly telemetry: Telemetry;
  readonly org: OrgTelemetry;
  readonly signal: AbortSignal;
}

/**
 * Writes a batch, and resolves when it is on the disk. Waits while the store has no room: a full queue drops, and an import
 * can wait where live capture cannot. Throws the signal's reason when aborted; nothing is handed over after that.
 */
export async function putBatch(batch: EncodedBatch, { telemetry, org, signal }: PutOptions): Promise<void> {
  for (;;) {
    await telemetry.room(batch.body.length);
    signal.throwIfAborted();
    if ((await org.writeEncoded(batch)) !== 'dropped') return;
  }
}
