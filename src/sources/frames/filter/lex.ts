import { type Message, say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';

/** A word, a parenthesis, or the end (`text` empty). `at` counts characters from 0. */
export interface Token {
  readonly kind: 'word' | '(' | ')' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Longest expression read; a screenful, and it bounds everything made from it. */
export const MAX_EXPRESSION_LENGTH = 8192;

/** `!`, `&&`, `||` anywhere, parentheses, and between them words up to the next space. */
const TOKEN = /\s*(?:([()])|(!|&&|\|\|)|([^\s()!&|]+)|(\S))/y;
const SYNONYM: ReadonlyMap<string, string> = new Map([
  ['!', 'not'],
  ['&&', 'and'],
  ['||', 'or'],
]);

/** Splits a filter into tokens, ending with one `end` token. Words are lower-cased, `!` reads `not`. */
export function lex(expression: string): Token[] {
  if (expression.length > MAX_EXPRESSION_LENGTH) {
    throw new ReadingRefusal(
      say('filter.too-long', { found: expression.length, most: MAX_EXPRESSION_LENGTH }),
    );
  }
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; ; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(expression);
    if (match === null) break; // only white space is left
    const [whole, parenthesis, operator, word, stray] = match;
    const text = parenthesis ?? operator ?? word ?? stray;
    const start = at + whole.length - text.length;
    if (stray !== undefined) throw filterError(start, stray, say('filter.doubled', { sign: stray }));
    if (parenthesis === '(' || parenthesis === ')') tokens.push({ kind: parenthesis, text, at: start });
    else tokens.push({ kind: 'word', text: SYNONYM.get(text) ?? text.toLowerCase(), at: start });
  }
  tokens.push({ kind: 'end', text: '', at: expression.trimEnd().length });
  return tokens;
}

/** `filter, character 6 ('hst'): expected …`. Characters count from 1 for people. */
export function filterError(at: number, word: string, expected: Message): ReadingRefusal {
  const shown = word.length > 60 ? `${word.slice(0, 60)}…` : word;
  const where = { at: at + 1, expected };
  return new ReadingRefusal(
    word === '' ? say('filter.at-end', where) : say('filter.at', { ...where, word: shown }),
  );
}
