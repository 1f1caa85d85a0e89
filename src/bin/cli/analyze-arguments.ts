/** The arguments of `vigie analyze` and `vigie open`. */
import { isInputError } from '../../base/errors.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { type AnalyzeCommand, DEFAULT_TOP, type OpenCommand } from './command.ts';
import { COMMON, languageOf, type Options, parseOptions } from './parse-options.ts';
import { numberOf, type Parsed, usage } from './values.ts';

/** Of both. */
const READING = {
  filter: { type: 'string', short: 'f' },
  quiet: { type: 'boolean', short: 'q' },
  'max-flows': { type: 'string' },
  top: { type: 'string' },
} as const satisfies Options;

export const ANALYZE_OPTIONS = {
  ...COMMON,
  json: { type: 'boolean' },
  csv: { type: 'string' },
  html: { type: 'string' },
  ...READING,
} as const satisfies Options;

export const OPEN_OPTIONS = { ...COMMON, ...READING } as const satisfies Options;

export const MAX_FLOWS = { min: 1, max: 2 ** 26, whole: true };
const TOP = { min: 1, max: 1_000_000, whole: true };

export function analyzeCommand(parsed: Parsed, lang: Lang): AnalyzeCommand {
  if (parsed.positionals.length === 0) {
    throw usage(
      lang,
      'vigie analyze needs a capture: vigie analyze FILE… ("-" reads standard input).',
      'vigie analyze attend une capture : vigie analyze FICHIER… (« - » lit l’entrée standard).',
    );
  }
  return {
    ...openCommand(parsed, lang),
    kind: 'analyze',
    json: parsed.switches.json ?? false,
    csv: parsed.texts.csv ?? null,
    html: parsed.texts.html ?? null,
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

export function openCommand(parsed: Parsed, lang: Lang): OpenCommand {
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

/**
 * The command, when it reads captures and nothing is amiss in it; `null` leaves it to `parseCommandLine`, which says what is.
 * `fallback` is the language without `--lang`.
 */
export function readerOfCaptures(
  [name, ...rest]: readonly string[],
  fallback: Lang,
): AnalyzeCommand | OpenCommand | null {
  try {
    const lang = languageOf(rest, fallback);
    const options = name === 'analyze' ? ANALYZE_OPTIONS : OPEN_OPTIONS;
    const parsed = parseOptions(options, rest, lang, (option) => usage(lang, option, option));
    if (parsed.switches.help) return null;
    return name === 'analyze' ? analyzeCommand(parsed, lang) : openCommand(parsed, lang);
  } catch (error) {
    if (isInputError(error)) return null;
    throw error;
  }
}
