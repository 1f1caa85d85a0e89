/** Prometheus text exposition format 0.0.4 of the counters that the stores and imports have. */
import type { WriteCounters } from '../../store/telemetry/writes/writer.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Metric = readonly [name: string, type: 'counter' | 'gauge', help: string, value: number];

export interface MetricSources {
  readonly counters: WriteCounters;
  readonly imports: number;
  readonly version: string;
  readonly uptimeSeconds: number;
}

export function metricsText({ counters, imports, version, uptimeSeconds }: MetricSources): string {
  const metrics: readonly Metric[] = [
    ['uptime_seconds', 'gauge', 'Since the API began to serve.', uptimeSeconds],
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
    ['telemetry_failing', 'gauge', '1 while the last write has failed.', counters.lastError === null ? 0 : 1],
  ];
  const lines = metrics.flatMap(([name, type, help, value]) => [
    `# HELP vigie_${name} ${help}`,
    `# TYPE vigie_${name} ${type}`,
    `vigie_${name} ${value}`,
  ]);
  const build = `vigie_build_info{version="${version.replace(/["\\\n]/g, '')}"} 1`;
  return `${[...lines, '# HELP vigie_build_info Of this program.', '# TYPE vigie_build_info gauge', build].join('\n')}\n`;
}
