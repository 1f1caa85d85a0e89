/** What went wrong with the telemetry store, in one line that can be shown as it is. */
export type TelemetryErrorCode =
  /** Another process, or another store of this one, has the folder. */
  | 'in-use'
  /** A migration was changed after it ran, or a newer Vigie has been here. */
  | 'migration'
  /** A row, an id or a filter that cannot be right. */
  | 'invalid'
  /** The engine says that these rows cannot be right: sending them again cannot help. */
  | 'refused'
  /** The engine refused or did not answer. */
  | 'engine'
  | 'closed';

export class TelemetryError extends Error {
  readonly code: TelemetryErrorCode;
  constructor(code: TelemetryErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TelemetryError';
    this.code = code;
  }
}

/** ClickHouse's own names for it, in answer to rows. Of a question about its own files they mean something else. */
const REFUSED_FOR_GOOD = /^(CANNOT_PARSE_|INCORRECT_DATA|TYPE_MISMATCH|CANNOT_READ_ALL_DATA|VALUE_IS_OUT_OF)/;

/** What an insert of rows threw, as it is or as `refused`: then the rows themselves are refused, not the moment. */
export function ofRows(error: unknown): unknown {
  const type = error instanceof Error && 'type' in error ? error.type : null;
  const isForGood = typeof type === 'string' && REFUSED_FOR_GOOD.test(type);
  return isForGood ? new TelemetryError('refused', messageOf(error), error) : error;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
