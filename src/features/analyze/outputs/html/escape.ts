import { printable } from '../text/printable.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML content or a quoted attribute value; control and bidirectional characters are made visible. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

/**
 * JSON inside a script element. `<` never appears as such, so neither `</script` nor `<!--` can end or
 * change the element (HTML §13.1.2.1), nor the line separators that older engines refuse.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
