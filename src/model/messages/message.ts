/** Something to be said, before it is known in which language. */
import { frenchSpaces } from '../../base/french-spaces.ts';
import { EN } from './en.ts';
import { FR } from './fr.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];
export type MessageKey = keyof typeof EN;
/** A list is said with commas. */
export type Value = string | number | Message | readonly Value[];

export interface Message {
  readonly key: MessageKey;
  readonly params: Readonly<Record<string, Value>>;
}

type Name<Hole> = Hole extends `${infer Before}:${string}` ? Before : Hole;
type Holes<Text> = Text extends `${string}{${infer Hole}}${infer Rest}` ? Name<Hole> | Holes<Rest> : never;
type ParamsOf<Key extends MessageKey> = [Holes<(typeof EN)[Key]>] extends [never]
  ? []
  : [params: Readonly<Record<Holes<(typeof EN)[Key]> & string, Value>>];

/** The compiler asks for what the sentence leaves open. */
export function say<Key extends MessageKey>(key: Key, ...params: ParamsOf<Key>): Message {
  return { key, params: params[0] ?? {} };
}

/** What others said, in their own words. */
export const asItIs = (text: string): Message => say('as-it-is', { text });

const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en: EN, fr: FR };
const HOLE = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;
/** One of something is 1 in English, and less than 2 in French. */
const isOne = (language: Language, value: Value): boolean =>
  language === 'fr' ? Number(value) < 2 : Number(value) === 1;

export function inWords({ key, params }: Message, language: Language): string {
  const sentence = CATALOGUES[language][key];
  const ready = language === 'fr' ? frenchSpaces(sentence) : sentence;
  return ready.replace(HOLE, (_hole, name: string, one?: string, other?: string) => {
    const value = params[name] ?? '';
    if (one === undefined || other === undefined) return valueInWords(value, language);
    return isOne(language, value) ? one : other;
  });
}

function valueInWords(value: Value, language: Language): string {
  if (typeof value === 'string') return visible(value);
  if (typeof value === 'number') return String(value);
  if ('key' in value) return inWords(value, language);
  return value.map((each) => valueInWords(each, language)).join(', ');
}

/** What somebody sent may hold anything, and is shown in terminals: control and direction characters as JSON writes them. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
