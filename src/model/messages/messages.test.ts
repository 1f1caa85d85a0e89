/** Both languages say everything, with the same holes, in their own typography. */
import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from 'vitest';
import { catalogue, inWords, type MessageKey, say } from './message.ts';

const EN = catalogue('en');
const FR = catalogue('fr');
const keys = Object.keys(EN) as MessageKey[];
const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

describe('the catalogues', () => {
  it('have the same messages, none of them empty', () => {
    expect(Object.keys(FR).sort()).toEqual([...keys].sort());
    expect(keys.filter((key) => EN[key].trim() === '' || FR[key].trim() === '')).toEqual([]);
  });

  it('leave the same open', () => {
    const different = keys.filter((key) => holes(FR[key]).join() !== holes(EN[key]).join());
    expect(different).toEqual([]);
  });

  it('are written in the typography of their language', () => {
    const bare = (text: string) => text.replace(/\{[^}]*\}/g, 'x');
    // An ETag has its quotes, a command too.
    const french = keys.filter((key) => /\w'\w|[“”]|"(?!3"|,|\$|\)|$)/.test(bare(FR[key])));
    const unspaced = keys.filter((key) => /[^ ][?!;»]|«[^ ]/.test(bare(FR[key])));
    const straight = keys.filter((key) => /\w'\w/.test(bare(EN[key])));
    // Sentences that programs have read since the first version.
    const asEver = ['pcapng.two-lengths', 'ring.page-size', 'ring.koffi'];
    expect({ french, unspaced, straight }).toEqual({ french: [], unspaced: [], straight: asEver });
    const untranslated = keys.filter((key) => FR[key] === EN[key] && /[a-z]{3}/.test(bare(EN[key])));
    expect(untranslated).toEqual([
      ...['expected.type.null', 'thing.capture', 'thing.interface', 'thing.invitation', 'thing.organisation'],
      ...['thing.session', 'thing.site'],
    ]);
  });
});

describe('a message', () => {
  it('is said with its numbers, lists and messages inside', () => {
    const expected = say('expected.characters-least', { least: 1 });
    const field = say('field.wrong', { in: say('in.body'), path: 'name', expected });
    expect(inWords(field, 'en')).toBe('body name: expected at least 1 character');
    expect(inWords(field, 'fr')).toBe('champ name\u00a0: attendu au moins 1 caractère');
    const names = say('expected.one-of', { values: ['asc', 'desc'] });
    expect(inWords(names, 'en')).toBe('one of asc, desc');
    expect(inWords(names, 'fr')).toBe('l’une de ces valeurs\u00a0: asc, desc');
    expect(inWords(say('import.bytes', { bytes: 0 }), 'fr')).toBe('0 octet');
    expect(inWords(say('import.bytes', { bytes: 0 }), 'en')).toBe('0 bytes');
  });

  it('of a later or an older Vigie is its name', () => {
    expect(inWords({ key: 'gone.long-ago' as MessageKey, params: {} }, 'fr')).toBe('gone.long-ago');
  });

  it('of the system is in English what the system says', () => {
    const texts = keys.filter((key) => /^errno\.E/.test(key)).map((key) => EN[key]);
    const system = [...getSystemErrorMap().values()].map(([name, text]) => `${name}, ${text}`);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((text) => !system.includes(text))).toEqual([]);
  });

  it('shows what cannot be seen, and takes no template from outside', () => {
    const said = say('there.none', { thing: say('thing.device'), id: 'a\u001b[31m\u202e{thing} : x' });
    expect(inWords(said, 'fr')).toBe(
      'appareil «\u00a0a\\u001b[31m\\u202e{thing} : x\u00a0»\u00a0: rien ne porte cet identifiant',
    );
  });
});
