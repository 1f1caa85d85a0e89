import type { DeviceWords, FoundDevice } from './device.ts';

/**
 * Full text over what a device is called, has and is said to be. A term is found by its beginning, so each text gives
 * itself and what follows each of its separators: `plc-7.hall.example` is found by `plc-7`, `hall` and `7.h`.
 * Terms go into a tsvector as they are: PostgreSQL's own parsers take addresses and MACs apart.
 */
const MOST_TERMS = 1024;
/** Of a lexeme; PostgreSQL takes 2046 bytes. */
const LONGEST_TERM = 256;
const MOST_QUERY_TERMS = 8;
/** Attributes that people look for. */
const SEARCHED = ['model', 'os', 'serial', 'firmware', 'location'] as const;
const SEPARATOR = /[-._/:,;()[\]{}'"@+=|\\]+/g;

/** The terms of a device, each once. */
export function searchTerms(found: FoundDevice, words: DeviceWords): string[] {
  const terms = new Set<string>();
  const addWhole = (text: string) => {
    const term = text.toLowerCase().slice(0, LONGEST_TERM);
    if (term !== '' && terms.size < MOST_TERMS) terms.add(term);
  };
  const addText = (text: string) => {
    for (const word of text.split(/\s+/)) {
      addWhole(word);
      for (const { index, 0: separator } of word.matchAll(SEPARATOR)) {
        addWhole(word.slice(index + separator.length));
      }
    }
  };
  for (const mac of found.macs) {
    addWhole(mac);
    addWhole(mac.replaceAll(':', ''));
  }
  for (const { ip } of found.addresses) addWhole(ip);
  if (words.name !== null) addText(words.name);
  for (const { value } of found.names) addText(value);
  addText(found.vendor ?? '');
  for (const name of SEARCHED) {
    for (const { value } of found.attributes[name] ?? []) addText(value);
  }
  for (const tag of words.tags) addText(tag);
  addText(words.notes);
  return [...terms];
}

/**
 * What somebody typed as text of a tsquery: every word must be the beginning of a term. MACs may be written with hyphens
 * or as Cisco does. `null`: nothing to look for.
 */
export function searchQuery(typed: string): string | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_QUERY_TERMS);
  if (words.length === 0) return null;
  return words
    .map((word) => alternatives(word.slice(0, LONGEST_TERM)).map(prefix).join(' | '))
    .map((any) => `(${any})`)
    .join(' & ');
}

function alternatives(word: string): string[] {
  const looksLikeMac = /^[0-9a-f]{2}(-[0-9a-f]{1,2})+-?$|^[0-9a-f]{4}(\.[0-9a-f]{1,4})+\.?$/.test(word);
  return looksLikeMac ? [word, word.replace(/[-.]/g, '')] : [word];
}

/** Quoted as tsquery wants it: quotes and backslashes doubled. */
function prefix(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`;
}
