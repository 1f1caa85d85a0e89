/** The language that the page speaks now, for what is not drawn: requests. It touches no document, so workers and tests may have it. */
let spoken = 'en';
export const spokenLanguage = (): string => spoken;
export function setSpokenLanguage(language: string): void {
  spoken = language;
}
