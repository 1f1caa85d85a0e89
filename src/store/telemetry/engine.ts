/**
 * The two engines behind one interface: chDB inside this process, or a ClickHouse server. Same client, same SQL.
 * chDB keeps one session per connection and runs its queries one after the other, so reads and writes have a
 * connection each: a long read does not hold up what is being captured.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type ClickHouseClient, createClient, parseError } from '@clickhouse/client';
import { messageOf, TelemetryError } from './errors.ts';
import { openRowFiles } from './writes/row-files.ts';

export type QueryParameters = Readonly<Record<string, string | number | readonly string[]>>;

/** Where rows go. Names and values are ours: none has a quote in it. */
export interface InsertInto {
  /** Without its database. */
  readonly table: string;
  /** In the order of the rows. */
  readonly columns: readonly string[];
  /** Of this statement alone: chDB would keep a SET for the statements after it. */
  readonly settings?: Readonly<Record<string, string | number>>;
}
/** The engine's own settings for one statement. */
export type QuerySettings = Readonly<Record<string, number>>;

type Connection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

export interface Engine {
  /** Rows of a SELECT. `sql` names its values as `{name:Type}`; the engine binds them. */
  query<Row>(sql: string, parameters?: QueryParameters, settings?: QuerySettings): Promise<Row[]>;
  /** A statement without rows. */
  command(sql: string, parameters?: QueryParameters): Promise<void>;
  /** Rows as TabSeparated bytes; resolves when the table's settings say that they are on disk. */
  insert(into: InsertInto, tabSeparated: string | Uint8Array): Promise<void>;
  /** Waits for what runs, then lets go of the folder. */
  close(): Promise<void>;
}

/** Our own database: its tables are named in full in every statement. */
export const DATABASE = 'vigie';
/**
 * A number leaves as a number (all are below 2^53), no query runs for ever, and rows by the ten thousand are read with all
 * their columns at once.
 */
const READ_SETTINGS: QuerySettings = {
  output_format_json_quote_64bit_integers: 0,
  max_execution_time: 60,
  query_plan_max_limit_for_lazy_materialization: 1000,
};

interface Clients {
  readonly reads: ClickHouseClient;
  readonly writes: ClickHouseClient;
  readonly insert: Engine['insert'];
  /** After both are closed. */
  settled(): Promise<void>;
}

/**
 * chDB on `folder`, which is created. Throws `in-use` when somebody else has it. What waits on the standard input of the
 * process, chDB takes for more rows of an insert: whoever opens a store sees to it that nothing does.
 */
export async function openEmbedded(folder: string): Promise<Engine> {
  mkdirSync(folder, { recursive: true });
  // Loaded when used: the library is large, and a server installation never needs it.
  const [{ createChdbConnection }, { drainPending }] = await Promise.all([
    import('chdb/connection'),
    import('chdb'),
  ]);
  await drainPending();
  // Client and chDB each declare the same contract: to the compiler two that have nothing to do with each other.
  const clientOver = (connection: ReturnType<typeof createChdbConnection>): ClickHouseClient =>
    createClient({ connection: connection as unknown as Connection });
  try {
    const writing = createChdbConnection({ path: folder });
    const writes = clientOver(writing);
    const rowFiles = openRowFiles(join(folder, 'rows'));
    return createEngine({
      writes,
      reads: clientOver(createChdbConnection({ path: folder })),
      async insert(insert, values) {
        if (rowFiles.suit(values)) {
          await rowFiles.with(values, (path) => writes.command({ query: insertSql(insert, path) }));
          return;
        }
        const { table, columns, settings = {} } = insert;
        // The bytes as they are: the client makes text of them, and that one text with the statement, on this thread.
        const into = { table: `${DATABASE}.${table}`, columns, settings: { ...settings } };
        try {
          await writing.chdb.rawInsert({ ...into, values, format: 'TabSeparated' });
        } catch (error) {
          throw parseError(messageOf(error));
        }
      },
      settled: async () => void (await drainPending()),
    });
  } catch (error) {
    const message = messageOf(error);
    const holder = lockHolder(folder);
    if (holder !== null) {
      const text = `${folder}: another process (${holder}) is using this telemetry store; stop it, or choose another data folder`;
      throw new TelemetryError('in-use', text, error);
    }
    if (/one active data directory/i.test(message)) {
      throw new TelemetryError('in-use', `${folder}: this process has another telemetry store open`, error);
    }
    throw new TelemetryError('engine', `${folder}: the telemetry store does not open: ${message}`, error);
  }
}

/**
 * The living process that chDB's lock file names, when it is not this one. chDB locks it for as long as the process lives,
 * and tells who was in the way to the standard error stream only.
 */
function lockHolder(folder: string): number | null {
  let pid = Number.NaN;
  try {
    pid = Number(/^PID: (\d+)/m.exec(readFileSync(join(folder, 'status'), 'utf8'))?.[1]);
    if (!Number.isInteger(pid) || pid === process.pid) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Somebody else's process is alive too: EPERM. Anything else: there is none.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null;
  }
}

/** A ClickHouse server, `http://user:password@host:8123`. */
export function openServer(url: string): Engine {
  const client = createClient({ url, request_timeout: 120_000, max_open_connections: 8 });
  return createEngine({
    ...{ reads: client, writes: client },
    async insert(into, tabSeparated) {
      const values = Readable.from([tabSeparated], { objectMode: false });
      const { stream } = await client.exec({ query: insertSql(into), values });
      stream.resume();
    },
    settled: async () => {},
  });
}

/** `path`: of a file that has the rows, when they do not come with the statement. */
function insertSql({ table, columns, settings = {} }: InsertInto, path?: string): string {
  const list = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  const set = list.length === 0 ? '' : ` SETTINGS ${list.join(', ')}`;
  const from = path === undefined ? '' : ` FROM INFILE '${path}'`;
  return `INSERT INTO ${DATABASE}.${table} (${columns.join(', ')})${from}${set} FORMAT TabSeparated`;
}

function createEngine({ reads, writes, insert, settled }: Clients): Engine {
  const running = new Set<Promise<unknown>>();
  let closed = false;
  async function tracked<T>(work: () => Promise<T>): Promise<T> {
    if (closed) throw new TelemetryError('closed', 'the telemetry store is closed');
    const promise = work();
    running.add(promise);
    try {
      return await promise;
    } finally {
      running.delete(promise);
    }
  }
  return {
    query: <Row>(sql: string, parameters: QueryParameters = {}, settings: QuerySettings = {}) =>
      tracked(async () => {
        const set = Object.entries({ ...READ_SETTINGS, ...settings }).map((it) => it.join(' = '));
        const result = await reads.query({
          query: `${sql} SETTINGS ${set.join(', ')}`,
          query_params: { ...parameters },
          format: 'JSONEachRow',
        });
        return result.json<Row>();
      }),
    command: (sql, parameters = {}) =>
      tracked(async () => {
        await writes.command({ query: sql, query_params: { ...parameters } });
      }),
    insert: (into, tabSeparated) => tracked(() => insert(into, tabSeparated)),
    async close() {
      if (closed) return;
      closed = true;
      await Promise.allSettled([...running]);
      await writes.close();
      if (reads !== writes) await reads.close();
      await settled();
    },
  };
}
