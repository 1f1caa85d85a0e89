import { type Logger, pino } from 'pino';
import type { LogLevel } from '../cli/command.ts';

/**
 * The log: one JSON document a line on standard error. A person at a terminal sees warnings only, unless asked. What
 * could be a secret never gets that far: requests are logged without their query, connection URLs not at all.
 */
export function createLog(level: LogLevel | null, isTerminal: boolean): Logger {
  return pino(
    {
      level: level ?? (isTerminal ? 'warn' : 'info'),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['req', 'res', '*.headers', '*.postgresUrl', '*.clickhouseUrl'], remove: true },
    },
    // Written at once: what is said before the process ends must be there.
    pino.destination({ fd: 2, sync: true }),
  );
}
