import { frenchSpaces } from '../../../../base/french-spaces.ts';
import { EN } from './en.ts';
import { FR } from './fr.ts';
import type { Lang } from './lang.ts';
import { formatCount } from './numbers.ts';

export type WordKey = keyof typeof EN;
/** The part of a `.one`/`.other` pair before the dot. */
export type PluralKey = {
  [K in WordKey]: K extends `${infer Stem}.other` ? Stem : never;
}[WordKey];

const spaced = Object.fromEntries(Object.entries(FR).map(([key, text]) => [key, frenchSpaces(text)]));

/** Both catalogues, ready to show. */
export const WORDS: Readonly<Record<Lang, Readonly<Record<WordKey, string>>>> = {
  en: EN,
  fr: spaced as Record<WordKey, string>,
};

/** `{name}` in `text` replaced by the parameter of that name; unknown names stay. */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => (name in params ? String(params[name]) : hole));
}

export function word(
  key: WordKey,
  lang: Lang,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(WORDS[lang][key], params);
}

/** `1 device`, `2,000 devices`. French counts 0 and 1 as one. */
export function plural(key: PluralKey, n: number, lang: Lang): string {
  const one = lang === 'fr' ? n < 2 : n === 1;
  return word(`${key}.${one ? 'one' : 'other'}` as WordKey, lang, { n: formatCount(n, lang) });
}
