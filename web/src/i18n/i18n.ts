/** i18next with our two catalogues, of which only the one in use is loaded, part by part. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { English } from './en/index.ts';
import { firstLanguage, type Language, rememberLanguage } from './language.ts';
import { setSpokenLanguage } from './spoken.ts';
import { type LaterPart, type Part, wordsOf } from './words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: English };
    returnNull: false;
  }
}

/** Parts that a page has asked for: another language needs them as well. */
const wanted = new Set<Part>(['first']);
const loads = new Map<string, Promise<void>>();

/** Once for each; a load that failed is tried again. */
function loadPart(language: Language, part: Part): Promise<void> {
  const name = `${language} ${part}`;
  const going = loads.get(name);
  if (going !== undefined) return going;
  const load = wordsOf(language, part).then(
    (words) => void i18next.addResourceBundle(language, 'translation', words, true, true),
  );
  loads.set(name, load);
  load.catch(() => loads.delete(name));
  return load;
}

/** Loads a module together with the words that it says. */
export async function withWords<Module>(part: LaterPart, module: Promise<Module>): Promise<Module> {
  wanted.add(part);
  const [loaded] = await Promise.all([module, loadPart(firstLanguage(), part)]);
  return loaded;
}

export async function startI18n(): Promise<void> {
  const language = firstLanguage();
  setSpokenLanguage(language);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    // Whoever writes the sentence sees the hole.
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => match[0],
  });
  await loadPart(language, 'first');
}

export async function changeLanguage(language: Language): Promise<void> {
  // A page that was opened meanwhile wants its words in this language too.
  for (let ready = 0; ready < wanted.size; ) {
    ready = wanted.size;
    await Promise.all([...wanted].map((part) => loadPart(language, part)));
  }
  rememberLanguage(language);
  setSpokenLanguage(language);
  await i18next.changeLanguage(language);
}
