/** i18next with our two catalogues, of which only the one in use is loaded. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { English } from './en/index.ts';
import { firstLanguage, type Language, rememberLanguage } from './language.ts';
import { frenchWords, type Words } from './typography.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: English };
    returnNull: false;
  }
}

async function wordsOf(language: Language): Promise<Words> {
  if (language === 'fr') return frenchWords((await import('./fr/index.ts')).fr);
  return (await import('./en/index.ts')).en;
}

async function accountWordsOf(language: Language): Promise<Words> {
  if (language === 'fr') return frenchWords((await import('./fr/accounts/index.ts')).accounts);
  return (await import('./en/accounts/index.ts')).accounts;
}

/** Pages that few open bring their words along, so that the first load is without them. */
let withAccounts = false;

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await wordsOf(language));
  }
  if (withAccounts && !i18next.exists('accounts.roleHints.admin', { lng: language })) {
    i18next.addResourceBundle(
      language,
      'translation',
      { accounts: await accountWordsOf(language) },
      true,
      true,
    );
  }
}

/** Loads a module of signing in, people or tokens together with its words, `accounts.…`. */
export async function withAccountWords<Module>(module: Promise<Module>): Promise<Module> {
  withAccounts = true;
  const [loaded] = await Promise.all([module, load(firstLanguage())]);
  return loaded;
}

export async function startI18n(): Promise<void> {
  const language = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await wordsOf(language) } },
    interpolation: { escapeValue: false },
    returnNull: false,
    // Whoever writes the sentence sees the hole.
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => match[0],
  });
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  rememberLanguage(language);
  await i18next.changeLanguage(language);
}
