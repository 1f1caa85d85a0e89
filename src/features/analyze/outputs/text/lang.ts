export const LANGS = ['en', 'fr'] as const;
export type Lang = (typeof LANGS)[number];

/** The variables that decide the language of messages, POSIX.1-2017 §8.2 order. */
export interface LocaleEnvironment {
  readonly LC_ALL?: string | undefined;
  readonly LC_MESSAGES?: string | undefined;
  readonly LANG?: string | undefined;
}

/** `fr` for `fr`, `fr_CA.UTF-8`, `fr-CH`…; English for everything else. Empty variables do not count. */
export function langFromEnvironment(env: LocaleEnvironment): Lang {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^fr([_.@-]|$)/i.test(locale) ? 'fr' : 'en';
}
