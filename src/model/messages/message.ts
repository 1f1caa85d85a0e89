/** Something to be said, before it is known in which language. */
import { frenchSpaces } from '../../base/french-spaces.ts';
import { EN } from './en.ts';
import { FILTER_EN } from './filter-en.ts';
import { FILTER_FR } from './filter-fr.ts';
import { FR } from './fr.ts';
import { READING_EN } from './reading-en.ts';
import { READING_FR } from './reading-fr.ts';
import { WRITING_EN } from './writing-en.ts';
import { WRITING_FR } from './writing-fr.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];
type English = ReturnType<typeof EN> &
  ReturnType<typeof READING_EN> &
  ReturnType<typeof FILTER_EN> &
  ReturnType<typeof WRITING_EN>;
export type MessageKey = keyof English;
/** A list is said with commas. */
export type Value = string | number | Message | readonly Value[];

export interface Message {
  readonly key: MessageKey;
  readonly params: Readonly<Record<string, Value>>;
}

type Name<Hole> = Hole extends `${infer Before}:${string}` ? Before : Hole;
type Holes<Text> = Text extends `${string}{${infer Hole}}${infer Rest}` ? Name<Hole> | Holes<Rest> : never;
type ParamsOf<Key extends MessageKey> = [Holes<English[Key]>] extends [never]
  ? []
  : [params: Readonly<Record<Holes<English[Key]> & string, Value>>];

/** The compiler asks for what the sentence leaves open. */
export function say<Key extends MessageKey>(key: Key, ...params: ParamsOf<Key>): Message {
  return { key, params: params[0] ?? {} };
}

/** What others said, in their own words. */
export const asItIs = (text: string): Message => say('as-it-is', { text });

/** Both say everything. Functions, since most runs of `analyze` have nothing to say: V8 compiles none of it then. */
const CATALOGUES: Readonly<Record<Language, () => Readonly<Record<MessageKey, string>>>> = {
  en: () => ({ ...EN(), ...READING_EN(), ...FILTER_EN(), ...WRITING_EN() }),
  fr: () => ({ ...FR(), ...READING_FR(), ...FILTER_FR(), ...WRITING_FR() }),
};
const opened: Partial<Record<Language, Readonly<Record<string, string>>>> = {};

export function catalogue(language: Language): Readonly<Record<string, string>> {
  opened[language] ??= CATALOGUES[language]();
  return opened[language];
}

/** Whether something can be said by this name. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(catalogue('en'), key);

const HOLE = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;
/** One of something is 1 in English, and less than 2 in French. */
const isOne = (language: Language, value: Value): boolean =>
  language === 'fr' ? Number(value) < 2 : Number(value) === 1;

/** `show`: how text from outside is shown. */
export function inWords({ key, params }: Message, language: Language, show = visible): string {
  // What an older Vigie wrote down may have a name that is gone.
  const sentence = catalogue(language)[key] ?? key;
  const ready = language === 'fr' ? frenchSpaces(sentence) : sentence;
  return ready.replace(HOLE, (_hole, name: string, one?: string, other?: string) => {
    const value = params[name] ?? '';
    if (one === undefined || other === undefined) return valueInWords(value, language, show);
    return isOne(language, value) ? one : other;
  });
}

/** The same with text from outside as it came, for who makes it harmless afterwards. */
export const inRawWords = (message: Message, language: Language): string =>
  inWords(message, language, (text) => text);

function valueInWords(value: Value, language: Language, show: (text: string) => string): string {
  if (typeof value === 'string') return show(value);
  if (typeof value === 'number') return String(value);
  if ('key' in value) return inWords(value, language, show);
  return value.map((each) => valueInWords(each, language, show)).join(', ');
}

/** What somebody sent may hold anything, and is shown in terminals: control and direction characters as JSON writes them. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
