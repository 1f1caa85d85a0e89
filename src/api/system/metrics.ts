/** Prometheus text exposition format 0.0.4 of the counters that the stores and imports have. */
import type { TryGuard } from '../../features/accounts/try-guard.ts';
import type { ListeningView } from '../../features/live/listening.ts';
import type { OutgoingCounters } from '../../features/outgoing/outgoing.ts';
import type { WriteCounters } from '../../store/telemetry/writes/writer.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Metric = readonly [name: string, type: 'counter' | 'gauge', help: string, value: number];

export interface MetricSources {
  readonly counters: WriteCounters;
  readonly imports: number;
  readonly listening: readonly Pick<ListeningView, 'interface' | 'received' | 'dropped' | 'rowsDropped'>[];
  /** Requests and connections, by reason. */
  readonly refused: ReadonlyMap<string, number>;
  readonly outgoing: OutgoingCounters | null;
  /** Wrong passwords and codes. */
  readonly tries: TryGuard['counters'];
  readonly memoryBytes: number;
  readonly version: string;
  readonly uptimeSeconds: number;
}

export function metricsText(sources: MetricSources): string {
  const { counters, imports, listening, refused, outgoing, tries, memoryBytes, version, uptimeSeconds } =
    sources;
  const metrics: readonly Metric[] = [
    ['uptime_seconds', 'gauge', 'Since the API began to serve.', uptimeSeconds],
    ['memory_bytes', 'gauge', 'Resident memory of this process.', memoryBytes],
    ['imports_running', 'gauge', 'Imports that wait or run now.', imports],
    ['telemetry_queued_batches', 'gauge', 'Batches that wait in memory.', counters.queuedBatches],
    ['telemetry_queued_rows', 'gauge', 'Rows that wait in memory.', counters.queuedRows],
    ['telemetry_queued_bytes', 'gauge', 'Bytes that wait in memory.', counters.queuedBytes],
    ['telemetry_written_rows_total', 'counter', 'Rows written to the tables.', counters.writtenRows],
    ['telemetry_spooled_rows_total', 'counter', 'Rows that went to the spool first.', counters.spooledRows],
    ['telemetry_dropped_rows_total', 'counter', 'Rows dropped, the queue being full.', counters.droppedRows],
    ['telemetry_refused_rows_total', 'counter', 'Rows the engine never accepts.', counters.refusedRows],
    ['telemetry_spool_batches', 'gauge', 'Batches that wait on disk.', counters.spoolBatches],
    ['telemetry_spool_bytes', 'gauge', 'Bytes that wait on disk.', counters.spoolBytes],
    [
      'telemetry_spool_damaged_bytes',
      'gauge',
      'Bytes of the spool that are lost.',
      counters.spoolDamagedBytes,
    ],
    ['telemetry_failures_total', 'counter', 'Writes that were refused or cut off.', counters.failures],
    ['sign_in_wrong_total', 'counter', 'Wrong passwords, codes and passkeys.', tries.wrong],
    ['sign_in_held_back_total', 'counter', 'Tries that were not made: too many were wrong.', tries.refused],
    ['sign_in_addresses', 'gauge', 'Addresses with wrong tries that are remembered.', tries.addresses],
    [
      'sign_in_addresses_forgotten_total',
      'counter',
      'Addresses forgotten, the table being full.',
      tries.forgotten,
    ],
    ['telemetry_failing', 'gauge', '1 while the last write has failed.', counters.lastError === null ? 0 : 1],
  ];
  const lines = metrics.flatMap(([name, type, help, value]) => [
    `# HELP vigie_${name} ${help}`,
    `# TYPE vigie_${name} ${type}`,
    `vigie_${name} ${value}`,
  ]);
  const capture = listening.length === 0 ? [] : captureLines(listening);
  const network = [
    ...byReason('http_refused', 'Requests and connections that were refused.', [...refused]),
    ...(outgoing === null ? [] : outgoingLines(outgoing)),
  ];
  const build = `vigie_build_info{version="${labelText(version)}"} 1`;
  return `${[...lines, ...capture, ...network, '# HELP vigie_build_info Of this program.', '# TYPE vigie_build_info gauge', build].join('\n')}\n`;
}

const labelText = (text: string): string => text.replace(/["\\\n]/g, '');

const outgoingLines = ({ answered, failed }: OutgoingCounters): string[] => [
  '# HELP vigie_outgoing_answered_total Requests to others that had an answer.',
  '# TYPE vigie_outgoing_answered_total counter',
  `vigie_outgoing_answered_total ${answered}`,
  ...byReason('outgoing_failed', 'Requests to others that were refused or had none.', Object.entries(failed)),
];

function byReason(name: string, help: string, counts: readonly (readonly [string, number])[]): string[] {
  return [
    `# HELP vigie_${name}_total ${help}`,
    `# TYPE vigie_${name}_total counter`,
    ...counts.map(([reason, count]) => `vigie_${name}_total{reason="${labelText(reason)}"} ${count}`),
  ];
}

/** Since each listening began. */
function captureLines(listening: MetricSources['listening']): string[] {
  const series = [
    ['capture_received_frames', 'Frames that the kernel put in the ring.', 'received'],
    ['capture_dropped_frames', 'Frames that found the ring full.', 'dropped'],
    ['capture_dropped_rows', 'Rows that found the queue of the telemetry store full.', 'rowsDropped'],
  ] as const;
  return series.flatMap(([name, help, field]) => [
    `# HELP vigie_${name}_total ${help}`,
    `# TYPE vigie_${name}_total counter`,
    ...listening.map((it) => `vigie_${name}_total{interface="${labelText(it.interface)}"} ${it[field]}`),
  ]);
}
