import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../../src/api/problems/problems.ts';
import { REFUSAL_REASONS } from '../../../src/features/accounts/single-sign-on/refusal.ts';
import { SEVERITIES } from '../../../src/model/analysis.ts';
import { AUDIT_ACTIONS } from '../../../src/model/audit.ts';
import { DEVICE_TYPES } from '../../../src/model/device-types.ts';
import { en } from './en/index.ts';
import { frenchSpaces, frenchWords, type Words } from './typography.ts';
import { catalogue, LATER_PARTS } from './words.ts';

/** `frame.search.label` → text. */
function flat(words: Words, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}
/** All parts; French without what is made of it when it is loaded. */
async function all(language: 'en' | 'fr') {
  const parts = await Promise.all(
    (['first', ...LATER_PARTS] as const).map((part) => catalogue(language, part)),
  );
  return flat(Object.assign({}, ...parts));
}
const english = await all('en');
const french = await all('fr');
const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map((match) => match[1]).sort();

describe('words', () => {
  it('are the same in both languages', () => {
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('are all there, with the same holes', () => {
    const empty = [...english, ...french].filter(([, text]) => text.trim() === '').map(([key]) => key);
    const other = [...english.keys()].filter(
      (key) => JSON.stringify(holes(english.get(key) ?? '')) !== JSON.stringify(holes(french.get(key) ?? '')),
    );
    expect({ empty, other }).toEqual({ empty: [], other: [] });
  });

  it('separate the thousands of what they count', () => {
    expect([...english, ...french].filter(([, text]) => text.includes('{{count}}'))).toEqual([]);
  });

  it('have one and other of each plural', () => {
    const keys = [...english.keys()];
    const lonely = keys
      .filter((key) => /_(?:one|other)$/.test(key))
      .map((key) => key.replace(/_(?:one|other)$/, ''))
      .filter((stem) => !english.has(`${stem}_one`) || !english.has(`${stem}_other`));
    expect(lonely).toEqual([]);
  });

  it('say what happened, what was kept and what to do for every problem of the API', () => {
    expect(Object.keys(en.problems)).toEqual(expect.arrayContaining(Object.keys(PROBLEMS)));
  });

  it('name every action of the audit log', () => {
    const named = (action: string) => english.has(`audit.action.${action}`);
    expect(AUDIT_ACTIONS.filter((action) => !named(action))).toEqual([]);
  });

  it('say every reason why an identity provider did not let somebody in', () => {
    const said = (reason: string) => english.has(`accounts.entrance.signIn.providerReasons.${reason}`);
    expect(REFUSAL_REASONS.filter((reason) => !said(reason))).toEqual([]);
  });

  it('name every type of device and every severity', () => {
    expect(Object.keys(en.ui.type).sort()).toEqual([...DEVICE_TYPES].sort());
    expect(Object.keys(en.ui.severity)).toEqual([...SEVERITIES]);
  });
});

describe('French typography', () => {
  it('uses the curly apostrophe and guillemets', () => {
    const wrong = [...french].filter(([, text]) => /\w'\w|"|“/.test(text)).map(([key]) => key);
    expect(wrong).toEqual([]);
  });

  it('has a space before : ; ? ! % and inside guillemets', () => {
    const bare = [...french]
      .filter(([, text]) =>
        /[^\s«][;?!»](?=\s|$)|«\S|\S:(?=\s|$)/.test(text.replace(/\{\{\w+(?:, number)?\}\}/g, 'x')),
      )
      .map(([key]) => key);
    expect(bare).toEqual([]);
  });

  it('makes those spaces unbreakable', () => {
    expect(frenchSpaces('Quoi ? « Oui » : 5 %')).toBe('Quoi\u202f? «\u00a0Oui\u00a0»\u00a0: 5\u202f%');
  });

  it('says a million as it says two', () => {
    expect(frenchWords({ row_one: 'ligne', row_other: 'lignes' })).toEqual({
      row_one: 'ligne',
      row_other: 'lignes',
      row_many: 'lignes',
    });
  });
});
