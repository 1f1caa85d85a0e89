/** The options of `vigie server`. */
import { isIPv4 } from 'node:net';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { LOG_LEVELS, type LogLevel, type ServerCommand, STANDARD_INPUT } from './command.ts';
import { numberOf, type Parsed, usage } from './values.ts';

export const SERVER_OPTIONS = {
  port: { type: 'string' },
  listen: { type: 'string' },
  data: { type: 'string' },
  open: { type: 'string' },
  capture: { type: 'string' },
  'max-upload-gb': { type: 'string' },
  'log-level': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
} as const;

const DEFAULT_PORT = 8480;
const DEFAULT_LISTEN = '127.0.0.1';
const DEFAULT_UPLOAD_GB = 64;
const PORT = { min: 0, max: 65_535, whole: true };
const UPLOAD_GB = { min: 0.001, max: 1024, whole: false };
const GIB = 2 ** 30;

export function serverCommand(parsed: Parsed, lang: Lang): ServerCommand {
  const open = [...(parsed.lists.open ?? []), ...parsed.positionals];
  if (open.includes(STANDARD_INPUT)) {
    throw usage(
      lang,
      'vigie server imports files, not standard input; "vigie analyze -" reads that.',
      'vigie server importe des fichiers, pas l’entrée standard ; « vigie analyze - » la lit.',
    );
  }
  return {
    kind: 'server',
    port: numberOf(parsed, 'port', PORT, lang) ?? DEFAULT_PORT,
    listen: loopback(parsed.texts.listen ?? DEFAULT_LISTEN, lang),
    data: parsed.texts.data ?? null,
    open,
    capture: [...new Set(parsed.lists.capture ?? [])],
    maxUploadBytes: Math.floor(
      (numberOf(parsed, 'max-upload-gb', UPLOAD_GB, lang) ?? DEFAULT_UPLOAD_GB) * GIB,
    ),
    logLevel: logLevel(parsed.texts['log-level'], lang),
    quiet: parsed.switches.quiet ?? false,
    lang,
  };
}

function loopback(address: string, lang: Lang): string {
  if (address === 'localhost' || address === '::1' || (isIPv4(address) && address.startsWith('127.')))
    return address;
  throw usage(
    lang,
    `--listen takes 127.0.0.1, ::1 or localhost, not "${address}": there are no accounts yet, and whoever reaches the console sees and changes everything. From another machine: ssh -L 8480:127.0.0.1:8480 THIS_HOST.`,
    `--listen prend 127.0.0.1, ::1 ou localhost, pas « ${address} » : il n’y a pas encore de comptes, et qui atteint la console voit et change tout. Depuis une autre machine : ssh -L 8480:127.0.0.1:8480 CET_HÔTE.`,
  );
}

function logLevel(text: string | undefined, lang: Lang): LogLevel | null {
  if (text === undefined) return null;
  const level = LOG_LEVELS.find((each) => each === text);
  if (level !== undefined) return level;
  const known = LOG_LEVELS.join(', ');
  throw usage(
    lang,
    `--log-level takes one of ${known}, not "${text}".`,
    `--log-level prend l’un de ${known}, pas « ${text} ».`,
  );
}
