/** Notices when the database itself fails: its disk is full, its server is away. A question that is wrong is not that. */
import { type Connection, type Queries, sqlState, type Transaction } from './connection.ts';

export interface WatchedConnection extends Connection {
  /** What was last refused and has not worked since, in one sentence; `null` when all is well. */
  lastError(): string | null;
}

/** Classes of SQLSTATE: connection, resources, operator, system, internal. */
const OF_THE_DATABASE = /^(08|53|57|58|XX)/;

function isItsOwn(error: unknown): boolean {
  const code = sqlState(error);
  // Those of sockets and files have other codes, or none.
  return code === null || !/^[0-9A-Z]{5}$/.test(code) || OF_THE_DATABASE.test(code);
}

/** Where a disk is full, questions are still answered: only a change that works says that changes work. */
export function watched(connection: Connection): WatchedConnection {
  let ofReading: string | null = null;
  let ofChanging: string | null = null;
  const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  async function asked<Row>(queries: Queries, sql: string, params?: readonly unknown[]): Promise<Row[]> {
    try {
      const rows = await queries.query<Row>(sql, params);
      ofReading = null;
      return rows;
    } catch (error) {
      if (isItsOwn(error)) ofReading = messageOf(error);
      throw error;
    }
  }

  async function transaction<Result>(work: (queries: Transaction) => Promise<Result>): Promise<Result> {
    const thrown: { byWork?: unknown } = {};
    try {
      const result = await connection.transaction(async (inside) => {
        try {
          return await work({
            script: (sql) => inside.script(sql),
            query: (sql, params) => asked(inside, sql, params),
          });
        } catch (error) {
          thrown.byWork = error;
          throw error;
        }
      });
      ofChanging = null;
      return result;
    } catch (error) {
      // What the work throws may be its own refusal; what a statement in it met was noticed.
      if ('byWork' in thrown ? ofReading !== null && isItsOwn(thrown.byWork) : isItsOwn(error)) {
        ofChanging = messageOf(error);
      }
      throw error;
    }
  }

  return {
    kind: connection.kind,
    query: (sql, params) => asked(connection, sql, params),
    transaction,
    tidy: () => connection.tidy(),
    close: () => connection.close(),
    lastError: () => ofChanging ?? ofReading,
  };
}
