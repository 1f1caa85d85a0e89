import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { InputError } from '../../base/errors.ts';
import { DEFAULT_TOP } from '../../features/analyze/outputs/terminal/terminal.ts';
import { LANGS, type Lang } from '../../features/analyze/outputs/text/lang.ts';
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
  type AnalyzeCommand,
  type Command,
  type DemoCommand,
  type ListenCommand,
  type OpenCommand,
  TOPICS,
  type Topic,
} from './command.ts';
import { SERVER_OPTIONS, serverCommand } from './server-arguments.ts';
import { auditCommand, STATE_OPTIONS, secretsCommand } from './state-arguments.ts';
import { nearest } from './suggest.ts';
import { numberOf, type Parsed, usage } from './values.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

const COMMON = { help: { type: 'boolean', short: 'h' }, lang: { type: 'string' } } as const satisfies Options;

const OPTIONS = {
  server: { ...COMMON, ...SERVER_OPTIONS },
  analyze: {
    ...COMMON,
    json: { type: 'boolean' },
    csv: { type: 'string' },
    html: { type: 'string' },
    filter: { type: 'string', short: 'f' },
    quiet: { type: 'boolean', short: 'q' },
    'max-flows': { type: 'string' },
    top: { type: 'string' },
  },
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
  open: {
    ...COMMON,
    filter: { type: 'string', short: 'f' },
    quiet: { type: 'boolean', short: 'q' },
    'max-flows': { type: 'string' },
    top: { type: 'string' },
  },
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

/** `--lang` wherever it stands, so that even a mistake is explained in the language asked for. */
function languageOf(argv: readonly string[], fallback: Lang): Lang {
  const end = argv.indexOf('--');
  const seen = end < 0 ? argv : argv.slice(0, end);
  const at = seen.findLastIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  if (at < 0) return fallback;
  const value = seen[at] === '--lang' ? (seen[at + 1] ?? '') : seen[at].slice('--lang='.length);
  const lang = LANGS.find((each) => each === value);
  if (lang !== undefined) return lang;
  throw usage(
    fallback,
    `--lang takes ${LANGS.join(' or ')}, not "${value}".`,
    `--lang prend ${LANGS.join(' ou ')}, pas « ${value} ».`,
  );
}

function parse(topic: Topic, argv: readonly string[], lang: Lang): Parsed {
  const options: Options = OPTIONS[topic];
  // Tokens say exactly what was typed; the messages of strict mode do not and are English only.
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const texts: Record<string, string> = {};
  const lists: Record<string, string[]> = {};
  const switches: Record<string, boolean> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) throw unknownOption(topic, rawName, Object.keys(options), lang);
    if (option.type === 'boolean') {
      if (value !== undefined) {
        throw usage(
          lang,
          `${rawName} takes no value, got "${value}".`,
          `${rawName} ne prend pas de valeur, reçu « ${value} ».`,
        );
      }
      switches[name] = true;
    } else {
      // `--csv --json`: the next option is not a value; a value that begins with a dash is written `--csv=-x`.
      if (value === undefined || value === '' || (!token.inlineValue && /^-./.test(value))) {
        throw usage(
          lang,
          `${rawName} needs a value: ${rawName} VALUE.`,
          `Il manque une valeur à ${rawName} : ${rawName} VALEUR.`,
        );
      }
      texts[name] = value;
      lists[name] = [...(lists[name] ?? []), value];
    }
  }
  return { texts, lists, switches, positionals };
}

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

const MAX_FLOWS = { min: 1, max: 2 ** 26, whole: true };
const TOP = { min: 1, max: 1_000_000, whole: true };
const INTERVAL_SECONDS = { min: 0.1, max: 86_400, whole: false };
const DURATION_SECONDS = { min: 0.1, max: 31_536_000, whole: false };
/** Enough for an Ethernet, IPv6 and TCP header; at most libpcap's MAXIMUM_SNAPLEN. */
const SNAPLEN = { min: 64, max: 262_144, whole: true };
const RING_MB = { min: 1, max: 65_536, whole: true };
const MINUTES = { min: 1, max: 1440, whole: true };
const SEED = { min: 0, max: 2 ** 32 - 1, whole: true };

function analyzeCommand(parsed: Parsed, lang: Lang): AnalyzeCommand {
  if (parsed.positionals.length === 0) {
    throw usage(
      lang,
      'vigie analyze needs a capture: vigie analyze FILE… ("-" reads standard input).',
      'vigie analyze attend une capture : vigie analyze FICHIER… (« - » lit l’entrée standard).',
    );
  }
  onceStandardInput(parsed.positionals, lang);
  return {
    kind: 'analyze',
    files: parsed.positionals,
    json: parsed.switches.json ?? false,
    csv: parsed.texts.csv ?? null,
    html: parsed.texts.html ?? null,
    filter: parsed.texts.filter ?? null,
    quiet: parsed.switches.quiet ?? false,
    lang,
    maxFlows: numberOf(parsed, 'max-flows', MAX_FLOWS, lang),
    top: numberOf(parsed, 'top', TOP, lang) ?? DEFAULT_TOP,
  };
}

function onceStandardInput(files: readonly string[], lang: Lang): void {
  if (files.filter((file) => file === '-').length < 2) return;
  throw usage(
    lang,
    'Standard input ("-") can be read only once.',
    'L’entrée standard (« - ») ne peut être lue qu’une fois.',
  );
}

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

function openCommand(parsed: Parsed, lang: Lang): OpenCommand {
  onceStandardInput(parsed.positionals, lang);
  return {
    kind: 'open',
    files: parsed.positionals,
    filter: parsed.texts.filter ?? null,
    quiet: parsed.switches.quiet ?? false,
    lang,
    maxFlows: numberOf(parsed, 'max-flows', MAX_FLOWS, lang),
    top: numberOf(parsed, 'top', TOP, lang) ?? DEFAULT_TOP,
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
  const parsed = parse(topic, rest, lang);
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
