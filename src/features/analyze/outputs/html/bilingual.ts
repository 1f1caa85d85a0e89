import { LANGS, type Lang } from '../text/lang.ts';
import { type WordKey, word } from '../text/words.ts';
import { escapeHtml } from './escape.ts';

/** Text in every language; the reader's toggle swaps them without any other work. */
export type Bilingual = (lang: Lang) => string;

export const say =
  (key: WordKey): Bilingual =>
  (lang) =>
    word(key, lang);

/** `data-en`, `data-fr` for the script to swap into `target` (`text`, or the name of an attribute). */
function alternatives(text: Bilingual, prefix: string): string {
  return LANGS.map((lang) => ` data-${prefix}${lang}="${escapeHtml(text(lang))}"`).join('');
}

/** A span that shows `text` in the language of the page. */
export function span(text: Bilingual, lang: Lang, className = ''): string {
  const shown = escapeHtml(text(lang));
  if (LANGS.every((each) => text(each) === text(lang))) {
    return className === '' ? shown : `<span class="${className}">${shown}</span>`;
  }
  const named = className === '' ? '' : ` class="${className}"`;
  return `<span${named}${alternatives(text, '')}>${shown}</span>`;
}

/** An `aria-label` that follows the language. */
export function label(text: Bilingual, lang: Lang): string {
  return ` aria-label="${escapeHtml(text(lang))}"${alternatives(text, 'label-')}`;
}

/** A `placeholder` that follows the language. */
export function placeholder(text: Bilingual, lang: Lang): string {
  return ` placeholder="${escapeHtml(text(lang))}"${alternatives(text, 'hint-')}`;
}
