import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { one, parseSearch, several, stringifySearch } from './search.ts';

describe('search parameters', () => {
  it('are plain text, several values of a name one after the other', () => {
    const search = { type: ['plc', 'rtu'], from: '2026-11-20T08:00:00.000Z', subnet: '192.0.2.0/24' };
    const text = stringifySearch(search);
    expect(text).toBe('?type=plc&type=rtu&from=2026-11-20T08:00:00.000Z&subnet=192.0.2.0/24');
    expect(parseSearch(text)).toEqual(search);
  });

  it('leave out what is absent or empty', () => {
    expect(stringifySearch({ q: '', sort: undefined })).toBe('');
  });

  it('come back as they went, whatever is in them', () => {
    const value = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(value, fc.array(value, { minLength: 2 }))),
        (search) => {
          expect({ ...parseSearch(stringifySearch(search)) }).toEqual({ ...search });
        },
      ),
    );
  });

  it('give the first value, or all', () => {
    const search = parseSearch('?vlan=10&vlan=20&q=plc');
    expect([one(search, 'vlan'), one(search, 'q'), one(search, 'tag')]).toEqual(['10', 'plc', undefined]);
    expect([several(search, 'vlan'), several(search, 'q'), several(search, 'tag')]).toEqual([
      ['10', '20'],
      ['plc'],
      [],
    ]);
  });
});
