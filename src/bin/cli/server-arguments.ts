/** The options of `vigie server`. */

import { RATE_KINDS, RATE_LIMITS, type RateLimits } from '../../api/guard/rate-limits.ts';
import { parseAddress } from '../../base/cidr.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { SITE_LIMITS } from '../../model/site-limits.ts';
import { LOG_LEVELS, type LogLevel, type ServerCommand, STANDARD_INPUT } from './command.ts';
import { NETWORK_OPTIONS, networkOptions } from './network-arguments.ts';
import { labelOf, numberOf, type Parsed, usage, withEnvironment } from './values.ts';

export const SERVER_OPTIONS = {
  port: { type: 'string' },
  listen: { type: 'string' },
  ...NETWORK_OPTIONS,
  data: { type: 'string' },
  open: { type: 'string' },
  capture: { type: 'string' },
  site: { type: 'string' },
  'max-upload-gb': { type: 'string' },
  'rate-limit': { type: 'string' },
  'log-level': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
} as const;

const DEFAULT_PORT = 8480;
const DEFAULT_LISTEN = '127.0.0.1';
const DEFAULT_UPLOAD_GB = 64;
const PORT = { min: 0, max: 65_535, whole: true };
const UPLOAD_GB = { min: 0.001, max: 1024, whole: false };
const GIB = 2 ** 30;

/** Those that a container or a unit file sets without a command line of its own. */
const FROM_ENVIRONMENT = ['port', 'listen', ...Object.keys(NETWORK_OPTIONS)];

export function serverCommand(
  typed: Parsed,
  lang: Lang,
  env: Readonly<Record<string, string | undefined>>,
): ServerCommand {
  const parsed = withEnvironment(typed, FROM_ENVIRONMENT, env);
  const network = networkOptions(parsed, lang);
  const port = numberOf(parsed, 'port', PORT, lang) ?? DEFAULT_PORT;
  if (port !== 0 && port === network.redirectPort) {
    throw usage(
      lang,
      `${labelOf(parsed, 'http-redirect')} ${port} is the port of the console: choose another.`,
      `${labelOf(parsed, 'http-redirect')} ${port} est le port de la console : choisissez-en un autre.`,
    );
  }
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
    port,
    listen: listenAddress(parsed, lang),
    network,
    data: parsed.texts.data ?? null,
    open,
    capture: [...new Set(parsed.lists.capture ?? [])],
    site: siteName(parsed, open.length + (parsed.lists.capture ?? []).length > 0, lang),
    maxUploadBytes: Math.floor(
      (numberOf(parsed, 'max-upload-gb', UPLOAD_GB, lang) ?? DEFAULT_UPLOAD_GB) * GIB,
    ),
    rates: rateLimits(parsed.lists['rate-limit'] ?? [], lang),
    logLevel: logLevel(parsed.texts['log-level'], lang),
    quiet: parsed.switches.quiet ?? false,
    lang,
  };
}

/** Whom it would be for must be there: a site alone is made in the console. */
function siteName(parsed: Parsed, isForSomething: boolean, lang: Lang): string | null {
  const name = parsed.texts.site?.trim();
  if (name === undefined) return null;
  if (name === '' || name.length > SITE_LIMITS.name) {
    throw usage(
      lang,
      `--site takes a name of 1 to ${SITE_LIMITS.name} characters.`,
      `--site prend un nom de 1 à ${SITE_LIMITS.name} caractères.`,
    );
  }
  if (isForSomething) return name;
  throw usage(
    lang,
    '--site says where captures are taken: it needs --open or --capture beside it.',
    '--site dit où des captures sont prises : il lui faut --open ou --capture.',
  );
}

function listenAddress(parsed: Parsed, lang: Lang): string {
  const address = parsed.texts.listen ?? DEFAULT_LISTEN;
  if (address === 'localhost' || parseAddress(address) !== null) return address;
  throw usage(
    lang,
    `${labelOf(parsed, 'listen')} takes an address of this host, 0.0.0.0 or :: for all of them, or localhost, not "${address}".`,
    `${labelOf(parsed, 'listen')} prend une adresse de cette machine, 0.0.0.0 ou :: pour toutes, ou localhost, pas « ${address} ».`,
  );
}

function rateLimits(given: readonly string[], lang: Lang): RateLimits {
  const limits = { ...RATE_LIMITS };
  for (const text of given.flatMap((each) => each.split(','))) {
    const [, name = '', digits = ''] = /^([^=]*)=(\d{1,9})$/.exec(text) ?? [];
    const kind = RATE_KINDS.find((each) => each === name);
    if (kind === undefined || Number(digits) < 1) {
      const kinds = RATE_KINDS.join(', ');
      throw usage(
        lang,
        `--rate-limit takes KIND=N, KIND one of ${kinds}, N from 1; not "${text}".`,
        `--rate-limit prend SORTE=N, SORTE parmi ${kinds}, N à partir de 1 ; pas « ${text} ».`,
      );
    }
    limits[kind] = Number(digits);
  }
  return limits;
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
