/** Imprimerie nationale: U+00A0 before a colon and inside guillemets, U+202F before ; ? ! % */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ ([;?!%])/g, '\u202f$1')
    .replace(/ :/g, '\u00a0:')
    .replace(/« /g, '«\u00a0')
    .replace(/ »/g, '\u00a0»');
}
