/** Values of options, and the mistakes people make with them. */
import { EXIT, InputError } from '../../base/errors.ts';
import { frenchSpaces } from '../../base/french-spaces.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';

/** Every mistake ends with exit 64 (EX_USAGE of sysexits) and one line that says what to type instead. */
export function usage(lang: Lang, english: string, french: string): InputError {
  return new InputError(lang === 'fr' ? frenchSpaces(french) : english, EXIT.usage);
}

/** What parseArgs found, each kind of value on its own. */
export interface Parsed {
  /** The last of each name. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  /** All of each name, in the order given. */
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>;
  readonly switches: Readonly<Record<string, boolean | undefined>>;
  readonly positionals: readonly string[];
  /** Where a value comes from that was not typed: `VIGIE_TLS`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a message calls an option: as it was typed, or the variable that it came from. */
export const labelOf = ({ variables }: Parsed, name: string): string => variables?.[name] ?? `--${name}`;

/** Options that were not typed, from `VIGIE_` and their name in capitals. An empty variable is none. */
export function withEnvironment(
  parsed: Parsed,
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Parsed {
  const texts: Record<string, string | undefined> = { ...parsed.texts };
  const lists: Record<string, readonly string[] | undefined> = { ...parsed.lists };
  const variables: Record<string, string> = {};
  for (const name of names) {
    const variable = `VIGIE_${name.toUpperCase().replaceAll('-', '_')}`;
    const value = env[variable];
    if (texts[name] !== undefined || value === undefined || value === '') continue;
    texts[name] = value;
    lists[name] = [value];
    variables[name] = variable;
  }
  return { ...parsed, texts, lists, variables };
}

/** A number within bounds, or the usage error that names them. `null` when the option is not there. */
export function numberOf(
  parsed: Parsed,
  name: string,
  { min, max, whole }: { readonly min: number; readonly max: number; readonly whole: boolean },
  lang: Lang,
): number | null {
  const text = parsed.texts[name];
  if (text === undefined) return null;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw usage(
    lang,
    `${labelOf(parsed, name)} takes a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not "${text}".`,
    `${labelOf(parsed, name)} prend un nombre${whole ? ' entier' : ''} de ${min} à ${max}, pas « ${text} ».`,
  );
}
