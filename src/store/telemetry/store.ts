/**
 * The telemetry store: conversations of captures, their volume over time, and every question about them.
 * Embedded (chDB) or on a ClickHouse server, with the same SQL.
 */
import { join } from 'node:path';
import type { ConversationRow, TrafficRow } from '../../model/traffic.ts';
import { type Engine, openEmbedded, openServer } from './engine.ts';
import { TelemetryError } from './errors.ts';
import { migrate } from './migrate.ts';
import { type Bandwidth, type BandwidthQuery, bandwidth } from './reads/bandwidth.ts';
import { createDeviceNames } from './reads/device-names.ts';
import type { FlowFilter } from './reads/flow-filter.ts';
import type { StoredFlow } from './reads/flow-row.ts';
import { exportFlows, type FlowPage, type FlowQuery, listFlows, oneFlow } from './reads/flows.ts';
import { createOrgReader } from './reads/org-reader.ts';
import type { Scope } from './reads/range.ts';
import { type DeviceServices, deviceServices } from './reads/services.ts';
import {
  type Dashboard,
  dashboard,
  type ProtocolVolume,
  protocolVolumes,
  type Talker,
  type TopQuery,
  topTalkers,
  type VlanVolume,
  vlanVolumes,
} from './reads/talkers.ts';
import {
  deviceMatrix,
  type Matrix,
  type MatrixQuery,
  type Topology,
  type TopologyQuery,
  topology,
  vlanMatrix,
} from './reads/topology.ts';
import { createTotals, NO_TOTALS, type Totals } from './reads/totals.ts';
import { type Batch, insertBatch, MAX_BATCH_ROWS } from './writes/batch.ts';
import { deleteCaptureRows } from './writes/deletion.ts';
import { checkEncoded } from './writes/encoded.ts';
import { checkId, conversationLine, encodeLines, type Target, trafficLine } from './writes/rows.ts';
import { openSpool } from './writes/spool.ts';
import {
  type Acknowledged,
  createWriter,
  WRITER_LIMITS,
  type WriteCounters,
  type Writer,
  type WriterLimits,
} from './writes/writer.ts';

export type TelemetryOptions = {
  readonly limits?: Partial<WriterLimits>;
} & (
  | { /** Created when missing; one store, and one process, at a time. */ readonly dataFolder: string }
  | {
      /** `http://user:password@host:8123` */
      readonly clickhouseUrl: string;
      /** Where batches wait while the server is away; of this process alone. */
      readonly spoolFolder: string;
    }
);

/** One organisation's telemetry. Reads throw `invalid` for a question that cannot be, `engine` errors as they are. */
export interface OrgTelemetry {
  /**
   * Resolves when the rows are synced to disk, in the tables or in the spool; `dropped` when the queue is full (see
   * `room`). `batch` numbers the batches of one capture and kind: one that was written before is `known` and changes
   * nothing. At most 100,000 rows.
   */
  writeConversations(capture: string, batch: number, rows: readonly ConversationRow[]): Promise<Acknowledged>;
  writeTraffic(capture: string, batch: number, rows: readonly TrafficRow[]): Promise<Acknowledged>;
  /** As the two above, for rows that a `RowEncoder` of this organisation made ready. Its `body` is the store's from then on. */
  writeEncoded(batch: Batch): Promise<Acknowledged>;
  /** Takes a capture out of tables and roll-ups. Done again it changes nothing. */
  deleteCapture(capture: string): Promise<void>;
  flows(query?: FlowQuery): Promise<FlowPage>;
  flow(capture: string, row: number): Promise<StoredFlow | null>;
  exportFlows(filter?: FlowFilter): AsyncGenerator<StoredFlow>;
  topTalkers(query?: TopQuery): Promise<Talker[]>;
  bandwidth(query?: BandwidthQuery): Promise<Bandwidth>;
  services(query: Scope & { readonly device: string }): Promise<DeviceServices>;
  protocols(query?: Scope): Promise<ProtocolVolume[]>;
  vlans(query?: Scope): Promise<VlanVolume[]>;
  topology(query?: TopologyQuery): Promise<Topology>;
  deviceMatrix(query?: MatrixQuery): Promise<Matrix<string>>;
  vlanMatrix(query?: Scope): Promise<Matrix<number | null>>;
  dashboard(query?: Scope): Promise<Dashboard>;
}

export interface Telemetry {
  /** Nothing is read or written without an organisation. */
  forOrg(org: string): OrgTelemetry;
  counters(): WriteCounters;
  /** Resolves when a batch of `bytes` (default 16 MiB) would find room: for imports, which can wait. */
  room(bytes?: number): Promise<void>;
  /** Resolves when nothing waits, in memory or in the spool. */
  drained(): Promise<void>;
  /** Writes what waits, for at most `withinMs` (default 8,000), then closes. */
  close(withinMs?: number): Promise<void>;
}

/** Opens the store, brings its schema up to date and starts the writer. Throws `in-use`, `migration` or `engine`. */
export async function open(options: TelemetryOptions): Promise<Telemetry> {
  const embedded = 'dataFolder' in options;
  const engine = embedded
    ? await openEmbedded(join(options.dataFolder, 'clickhouse'))
    : openServer(options.clickhouseUrl);
  try {
    await migrate(engine);
    const spool = await openSpool(embedded ? join(options.dataFolder, 'spool') : options.spoolFolder);
    // A server may have other writers.
    const totals = embedded ? createTotals() : NO_TOTALS;
    const limits = { ...WRITER_LIMITS, ...options.limits };
    const writer = createWriter({
      async insert(batch) {
        totals.forget(batch.org);
        try {
          return await insertBatch(engine, batch);
        } finally {
          totals.forget(batch.org);
        }
      },
      ...{ spool, limits },
    });
    writer.start();
    return {
      forOrg: (org) => forOrg(engine, writer, checkId('organisation', org), totals),
      counters: () => writer.counters(),
      room: (bytes = 16 * 2 ** 20) => writer.room(bytes),
      drained: () => writer.drained(),
      async close(withinMs = 8000) {
        await writer.stop(withinMs);
        await spool.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Exported for the test that listens to every statement. */
export function forOrg(
  engine: Engine,
  writer: Writer,
  org: string,
  totals: Totals = NO_TOTALS,
): OrgTelemetry {
  const read = createOrgReader(engine, org);
  const names = createDeviceNames(read);
  function write<Row>(
    target: Target,
    line: (org: string, capture: string, row: Row) => string,
    { capture, number, rows }: { capture: string; number: number; rows: readonly Row[] },
  ): Promise<Acknowledged> {
    checkId('capture', capture);
    if (!Number.isInteger(number) || number < 0 || number > 2 ** 32 - 1) {
      throw new TelemetryError('invalid', `batch: expected a whole number from 0, found ${number}`);
    }
    if (rows.length === 0) return Promise.resolve('known');
    if (rows.length > MAX_BATCH_ROWS) {
      throw new TelemetryError(
        'invalid',
        `batch: expected at most ${MAX_BATCH_ROWS} rows, found ${rows.length}`,
      );
    }
    const body = encodeLines(rows, (row) => line(org, capture, row));
    const batch: Batch = { org, capture, target, number, rows: rows.length, body };
    return writer.write(batch);
  }
  return {
    writeConversations: async (capture, number, rows) =>
      write('conversations', conversationLine, { capture, number, rows }),
    writeTraffic: async (capture, number, rows) => write('traffic', trafficLine, { capture, number, rows }),
    writeEncoded: async (batch) => writer.write(checkEncoded(org, batch)),
    deleteCapture: async (capture) => {
      checkId('capture', capture);
      await writer.exclusive(async () => {
        totals.forget(org);
        await deleteCaptureRows(engine, org, capture, writer.isStopping).finally(() => totals.forget(org));
      });
    },
    flows: (query = {}) => listFlows(read, query, (key, count) => totals.of(org, key, count)),
    flow: (capture, row) => oneFlow(read, capture, row),
    exportFlows: (filter = {}) => exportFlows(read, filter),
    topTalkers: async (query = {}) => topTalkers(read, query),
    bandwidth: async (query = {}) => bandwidth(read, query),
    services: (query) => deviceServices(read, query),
    protocols: async (query = {}) => protocolVolumes(read, query),
    vlans: async (query = {}) => vlanVolumes(read, query),
    topology: (query = {}) => topology(read, names, query),
    deviceMatrix: (query = {}) => deviceMatrix(read, names, query),
    vlanMatrix: async (query = {}) => vlanMatrix(read, query),
    dashboard: (query = {}) => dashboard(read, query),
  };
}
