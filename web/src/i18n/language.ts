/** Which language; remembered, else the browser's. `public/before-paint.js` reads the same key. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'vigie.language';

export function isLanguage(text: string | null | undefined): text is Language {
  return text === 'en' || text === 'fr';
}

export function firstLanguage(): Language {
  const marked = document.documentElement.lang;
  return isLanguage(marked) ? marked : 'en';
}

export function rememberLanguage(language: Language): void {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage that is switched off: this visit only.
  }
}
