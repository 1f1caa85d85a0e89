/** Our catalogues, by language and part. Each is loaded when somebody needs it, and only in the language in use. */
import type { Language } from './language.ts';
import { frenchWords, type Words } from './typography.ts';

/** `pages` are those of the network, `accounts` those of people and of signing in. */
export const LATER_PARTS = ['pages', 'accounts'] as const;
export type LaterPart = (typeof LATER_PARTS)[number];
export type Part = 'first' | LaterPart;

const LOADERS: Readonly<Record<Part, Readonly<Record<Language, () => Promise<Words>>>>> = {
  first: {
    en: async () => (await import('./en/index.ts')).en,
    fr: async () => (await import('./fr/index.ts')).fr,
  },
  pages: {
    en: async () => (await import('./en/pages/index.ts')).pages,
    fr: async () => (await import('./fr/pages/index.ts')).pages,
  },
  accounts: {
    en: async () => ({ accounts: (await import('./en/accounts/index.ts')).accounts }),
    fr: async () => ({ accounts: (await import('./fr/accounts/index.ts')).accounts }),
  },
};

/** As they are written. */
export const catalogue = (language: Language, part: Part): Promise<Words> => LOADERS[part][language]();

/** As they are shown. */
export async function wordsOf(language: Language, part: Part): Promise<Words> {
  const words = await catalogue(language, part);
  return language === 'fr' ? frenchWords(words) : words;
}
