/**
 * Text for the database. PostgreSQL takes neither NUL nor half a surrogate pair, in text or in jsonb, and packets hold
 * both: they become U+FFFD.
 */
const NOT_TAKEN = /\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g;
const REPLACEMENT = '\ufffd';

/** JSON that jsonb takes. `JSON.stringify` writes whole pairs as they are, so an escaped surrogate is half a pair. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(NOT_TAKEN, (found) => (found === '\\\\' ? found : REPLACEMENT));
}

/** The same for a text parameter. */
export function cleanText(text: string): string {
  return JSON.parse(toJson(text)) as string;
}
