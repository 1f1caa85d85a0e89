/** A hint on how hard a password is to guess; the rule is another thing: `src/model/account-limits.ts`. */

export const STRENGTHS = ['weak', 'fair', 'good', 'strong'] as const;
export type Strength = (typeof STRENGTHS)[number];

export interface Judged {
  readonly strength: Strength;
  /** Why it is weak, when there is a reason to name. */
  readonly reason: 'common' | 'personal' | null;
}

/** Bits from which on it is called so. */
const LEAST_BITS: readonly (readonly [Strength, number])[] = [
  ['strong', 80],
  ['good', 62],
  ['fair', 45],
];
/** A letter after a letter is part of a word: it says less than its alphabet. */
const IN_WORD = 0.6;
const SHORTEST_PERSONAL = 4;
const ROWS = ['qwertyuiop', 'azertyuiop', 'qwertzuiop', 'asdfghjkl', 'qsdfghjklm', 'zxcvbnm', '1234567890'];

/** `personal`: words that somebody who knows the person tries first: name, email. */
export function judgePassword(password: string, personal: readonly string[] = []): Judged {
  const low = password.toLowerCase();
  const words = personal
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= SHORTEST_PERSONAL);
  if (words.some((word) => low.includes(word))) return { strength: 'weak', reason: 'personal' };
  const alphabet = alphabetOf(password);
  let bits = 0;
  let easy = 0;
  for (let at = 0; at < password.length; at++) {
    if (at > 0 && follows(low[at - 1], low[at])) {
      easy++;
      bits += 0.5;
    } else bits += Math.log2(alphabet) * (at > 0 && inWord(low[at - 1], low[at]) ? IN_WORD : 1);
  }
  // The same characters again and again.
  bits *= Math.min(1, new Set(low).size / 7);
  const strength = LEAST_BITS.find(([, least]) => bits >= least)?.[0] ?? 'weak';
  const isCommon = strength === 'weak' && (easy > password.length / 2 || new Set(low).size < 5);
  return { strength, reason: isCommon ? 'common' : null };
}

function alphabetOf(text: string): number {
  const sets: readonly (readonly [RegExp, number])[] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/ /, 1],
    [/[^a-zA-Z\d ]/, 30],
  ];
  return Math.max(
    2,
    sets.reduce((sum, [set, size]) => sum + (set.test(text) ? size : 0), 0),
  );
}

const isLetter = (char: string): boolean => /\p{L}/u.test(char);
const inWord = (before: string, char: string): boolean => isLetter(before) && isLetter(char);

/** The same again, the next one up or down, or its neighbour on the keyboard. */
function follows(before: string, char: string): boolean {
  if (Math.abs(before.charCodeAt(0) - char.charCodeAt(0)) <= 1) return true;
  return ROWS.some((row) => {
    const at = row.indexOf(before);
    return at >= 0 && (row[at + 1] === char || row[at - 1] === char);
  });
}
