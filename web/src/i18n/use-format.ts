import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from './format.ts';
import { isLanguage, type Language } from './language.ts';

const made = new Map<Language, Format>();

export function formatOf(language: string): Format {
  const known = isLanguage(language) ? language : 'en';
  const format = made.get(known) ?? createFormat(known);
  made.set(known, format);
  return format;
}

/** Numbers, sizes and times in the language of the page. */
export function useFormat(): Format {
  return formatOf(useTranslation().i18n.language);
}
