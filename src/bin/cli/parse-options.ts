/** Options of any command, as they are typed. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { InputError } from '../../base/errors.ts';
import { LANGS, type Lang } from '../../features/analyze/outputs/text/lang.ts';
import { type Parsed, usage } from './values.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

/** What every command has. */
export const COMMON = {
  help: { type: 'boolean', short: 'h' },
  lang: { type: 'string' },
} as const satisfies Options;

/** `--lang` wherever it stands, so that even a mistake is explained in the language asked for. */
export function languageOf(argv: readonly string[], fallback: Lang): Lang {
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

/** What was typed behind the command. `unknown` says what is wrong with an option, as it was typed, that is not in `options`. */
export function parseOptions(
  options: Options,
  argv: readonly string[],
  lang: Lang,
  unknown: (rawName: string) => InputError,
): Parsed {
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
    if (option === undefined) throw unknown(rawName);
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
