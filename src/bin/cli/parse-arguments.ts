import type { InputError } from '../../base/errors.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { DEMO_MINUTES, DEMO_SEED } from '../../features/demo/defaults.ts';
import {
  ORG_OPTIONS,
  orgCommand,
  TOKEN_OPTIONS,
  tokenCommand,
  USER_OPTIONS,
  userCommand,
} from './account-arguments.ts';
import {
  ANALYZE_OPTIONS,
  analyzeCommand,
  MAX_FLOWS,
  OPEN_OPTIONS,
  openCommand,
} from './analyze-arguments.ts';
import { type Command, type DemoCommand, type ListenCommand, TOPICS, type Topic } from './command.ts';
import { COMMON, languageOf, type Options, parseOptions } from './parse-options.ts';
import { SERVER_OPTIONS, serverCommand } from './server-arguments.ts';
import { auditCommand, STATE_OPTIONS, secretsCommand } from './state-arguments.ts';
import { nearest } from './suggest.ts';
import { numberOf, type Parsed, usage } from './values.ts';

const OPTIONS = {
  server: { ...COMMON, ...SERVER_OPTIONS },
  analyze: ANALYZE_OPTIONS,
  listen: {
    ...COMMON,
    json: { type: 'boolean' },
    interval: { type: 'string' },
    filter: { type: 'string', short: 'f' },
    snaplen: { type: 'string' },
    'ring-mb': { type: 'string' },
    'no-promiscuous': { type: 'boolean' },
    'max-flows': { type: 'string' },
    duration: { type: 'string' },
    quiet: { type: 'boolean', short: 'q' },
  },
  open: OPEN_OPTIONS,
  demo: {
    ...COMMON,
    out: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string' },
    quiet: { type: 'boolean', short: 'q' },
  },
  user: { ...COMMON, ...USER_OPTIONS },
  token: { ...COMMON, ...TOKEN_OPTIONS },
  org: { ...COMMON, ...ORG_OPTIONS },
  audit: { ...COMMON, ...STATE_OPTIONS },
  secrets: { ...COMMON, ...STATE_OPTIONS },
  version: COMMON,
  help: COMMON,
} as const satisfies Record<Topic, Options>;

function unknownOption(topic: Topic, rawName: string, known: readonly string[], lang: Lang): InputError {
  const close = nearest(rawName.replace(/^-+/, ''), known);
  const elsewhere = TOPICS.find((other) => Object.hasOwn(OPTIONS[other], rawName.slice(2)));
  if (close === null && elsewhere !== undefined) {
    return usage(
      lang,
      `${rawName} belongs to "vigie ${elsewhere}", not "vigie ${topic}".`,
      `${rawName} appartient à « vigie ${elsewhere} », pas à « vigie ${topic} ».`,
    );
  }
  return close === null
    ? usage(
        lang,
        `Unknown option ${rawName}. "vigie help ${topic}" lists them.`,
        `Option inconnue ${rawName}. « vigie help ${topic} » les énumère.`,
      )
    : usage(
        lang,
        `Unknown option ${rawName}. Did you mean --${close}?`,
        `Option inconnue ${rawName}. Vouliez-vous dire --${close} ?`,
      );
}

const INTERVAL_SECONDS = { min: 0.1, max: 86_400, whole: false };
const DURATION_SECONDS = { min: 0.1, max: 31_536_000, whole: false };
/** Enough for an Ethernet, IPv6 and TCP header; at most libpcap's MAXIMUM_SNAPLEN. */
const SNAPLEN = { min: 64, max: 262_144, whole: true };
const RING_MB = { min: 1, max: 65_536, whole: true };
const MINUTES = { min: 1, max: 1440, whole: true };
const SEED = { min: 0, max: 2 ** 32 - 1, whole: true };

function listenCommand(parsed: Parsed, lang: Lang): ListenCommand {
  if (parsed.positionals.length === 0) {
    throw usage(
      lang,
      'vigie listen needs an interface: vigie listen eth0. "ip link" names them.',
      'vigie listen attend une interface : vigie listen eth0. « ip link » les nomme.',
    );
  }
  return {
    kind: 'listen',
    interfaces: [...new Set(parsed.positionals)],
    json: parsed.switches.json ?? false,
    intervalSeconds: numberOf(parsed, 'interval', INTERVAL_SECONDS, lang) ?? 5,
    filter: parsed.texts.filter ?? null,
    snaplen: numberOf(parsed, 'snaplen', SNAPLEN, lang),
    ringMb: numberOf(parsed, 'ring-mb', RING_MB, lang),
    promiscuous: !(parsed.switches['no-promiscuous'] ?? false),
    durationSeconds: numberOf(parsed, 'duration', DURATION_SECONDS, lang),
    maxFlows: numberOf(parsed, 'max-flows', MAX_FLOWS, lang),
    quiet: parsed.switches.quiet ?? false,
    lang,
  };
}

function demoCommand(parsed: Parsed, lang: Lang): DemoCommand {
  if (parsed.positionals.length > 0) {
    throw usage(
      lang,
      `vigie demo reads no file: it makes its own capture. Did you mean: vigie open ${parsed.positionals[0]}?`,
      `vigie demo ne lit pas de fichier : elle fabrique sa capture. Vouliez-vous dire : vigie open ${parsed.positionals[0]} ?`,
    );
  }
  return {
    kind: 'demo',
    out: parsed.texts.out ?? null,
    minutes: numberOf(parsed, 'minutes', MINUTES, lang) ?? DEMO_MINUTES,
    seed: numberOf(parsed, 'seed', SEED, lang) ?? DEMO_SEED,
    quiet: parsed.switches.quiet ?? false,
    lang,
  };
}

function helpCommand(topic: string | undefined, lang: Lang): Command {
  if (topic === undefined) return { kind: 'help', topic: null, lang };
  const known = TOPICS.find((each) => each === topic);
  if (known === undefined) throw unknownCommand(topic, lang);
  return { kind: 'help', topic: known, lang };
}

function unknownCommand(typed: string, lang: Lang): InputError {
  // A capture where the command belongs: say the whole line.
  if (/\.(pcap|pcapng|cap|dmp)(\.(gz|zst))?$|^-$|\//i.test(typed)) {
    return usage(
      lang,
      `"${typed}" is no command. Did you mean: vigie analyze ${typed}?`,
      `« ${typed} » n’est pas une commande. Vouliez-vous dire : vigie analyze ${typed} ?`,
    );
  }
  const close = nearest(typed, TOPICS);
  return close === null
    ? usage(
        lang,
        `Unknown command "${typed}". "vigie help" lists them.`,
        `Commande inconnue « ${typed} ». « vigie help » les énumère.`,
      )
    : usage(
        lang,
        `Unknown command "${typed}". Did you mean "vigie ${close}"?`,
        `Commande inconnue « ${typed} ». Vouliez-vous dire « vigie ${close} » ?`,
      );
}

/**
 * The command line after `vigie`. `fallback` is the language without `--lang`, from the locale.
 * Nothing at all asks for help. Throws InputError with exit code 64 and one line to show as it is.
 */
export function parseCommandLine(
  argv: readonly string[],
  fallback: Lang = 'en',
  env: Readonly<Record<string, string | undefined>> = {},
): Command {
  const lang = languageOf(argv, fallback);
  // `vigie --lang fr analyze …` is understood too; every other option belongs to a command.
  const [name, ...rest] = argv.slice(argv[0] === '--lang' ? 2 : argv[0]?.startsWith('--lang=') ? 1 : 0);
  if (name === undefined) return { kind: 'help', topic: null, lang };
  if (name === '--version' || name === '-V') return { kind: 'version', lang };
  if (name === '--help' || name === '-h')
    return helpCommand(
      rest.find((arg) => !arg.startsWith('-') && arg !== lang),
      lang,
    );
  const topic = TOPICS.find((each) => each === name);
  if (topic === undefined) {
    if (name.startsWith('-') && name !== '-') {
      throw usage(
        lang,
        `The command comes first: vigie analyze ${name} … "vigie help" lists the commands.`,
        `La commande vient d’abord : vigie analyze ${name} … « vigie help » énumère les commandes.`,
      );
    }
    throw unknownCommand(name, lang);
  }
  const options: Options = OPTIONS[topic];
  const parsed = parseOptions(options, rest, lang, (option) =>
    unknownOption(topic, option, Object.keys(options), lang),
  );
  if (parsed.switches.help) return { kind: 'help', topic, lang };
  switch (topic) {
    case 'server':
      return serverCommand(parsed, lang, env);
    case 'analyze':
      return analyzeCommand(parsed, lang);
    case 'listen':
      return listenCommand(parsed, lang);
    case 'open':
      return openCommand(parsed, lang);
    case 'demo':
      return demoCommand(parsed, lang);
    case 'user':
      return userCommand(parsed, lang);
    case 'token':
      return tokenCommand(parsed, lang);
    case 'org':
      return orgCommand(parsed, lang);
    case 'audit':
      return auditCommand(parsed, lang);
    case 'secrets':
      return secretsCommand(parsed, lang);
    case 'version':
      return { kind: 'version', lang };
    case 'help':
      return helpCommand(parsed.positionals[0], lang);
  }
}
