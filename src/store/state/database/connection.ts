/**
 * What both databases offer: PGlite inside this process (pglite.ts), a PostgreSQL server (postgres.ts). Integers of 64
 * bits come as numbers (instants in µs and counters are exact up to 2^53), jsonb comes parsed and goes as text.
 */
export interface Queries {
  /** Runs one statement with `$1…` and gives its rows. */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queries {
  /** Several statements without parameters, as a migration is written. */
  script(sql: string): Promise<void>;
}

export interface Connection extends Queries {
  readonly kind: 'pglite' | 'postgres';
  /** All or nothing. What `work` throws rolls back and comes out again. */
  transaction<Result>(work: (queries: Transaction) => Promise<Result>): Promise<Result>;
  /** After many rows were written again: makes room of the old ones and counts. A server does it by itself. */
  tidy(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** SQLSTATE of a refusal by either database, `null` for other errors. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

export const SQL_STATE = { uniqueViolation: '23505', foreignKeyViolation: '23503' } as const;

/** int8 as both databases write it. */
export const INT8_OID = 20;
