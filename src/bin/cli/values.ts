/** Values of options, and the mistakes people make with them. */
import { EXIT, InputError } from '../../base/errors.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { frenchSpaces } from '../../features/analyze/outputs/text/words.ts';

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
    `--${name} takes a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not "${text}".`,
    `--${name} prend un nombre${whole ? ' entier' : ''} de ${min} à ${max}, pas « ${text} ».`,
  );
}
