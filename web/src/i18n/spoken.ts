/** The language that the page speaks now, for what is not drawn: requests. */
import type { Language } from './language.ts';

let spoken: Language = 'en';
export const spokenLanguage = (): Language => spoken;
export function setSpokenLanguage(language: Language): void {
  spoken = language;
}
