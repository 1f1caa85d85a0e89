/** What our sentences need before they are shown: French spaces, and French's plural for millions. */
export interface Words {
  readonly [key: string]: string | Words;
}

/** Imprimerie nationale: U+00A0 before a colon and inside guillemets, U+202F before ; ? ! %. */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ ([;?!%])/g, '\u202f$1')
    .replace(/ :/g, '\u00a0:')
    .replace(/« /g, '«\u00a0')
    .replace(/ »/g, '\u00a0»');
}

/** `_many` (a million and its multiples) is said as `_other`: our figures are written in digits. */
export function frenchWords(words: Words): Words {
  const ready: Record<string, string | Words> = {};
  for (const [key, value] of Object.entries(words)) {
    ready[key] = typeof value === 'string' ? frenchSpaces(value) : frenchWords(value);
    if (key.endsWith('_other')) ready[key.replace(/_other$/, '_many')] = ready[key];
  }
  return ready;
}
