import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from './LinkedText.tsx';

describe('a sentence with addresses', () => {
  it('is cut around each that stands there as a whole', () => {
    expect(partsOf('192.0.2.1 tried 9 ports of 192.0.2.10.', ['192.0.2.1', '192.0.2.10'])).toEqual([
      '192.0.2.1',
      ' tried 9 ports of ',
      '192.0.2.10',
      '.',
    ]);
    const macs = ['00:00:5e:00:53:01', '2001:db8::1'];
    expect(partsOf('00:00:5e:00:53:01, 2001:db8::1: both', macs)).toEqual([
      '00:00:5e:00:53:01',
      ', ',
      '2001:db8::1',
      ': both',
    ]);
    expect(partsOf('1192.0.2.1 and 192.0.2.1.5', ['192.0.2.1'])).toEqual(['1192.0.2.1 and 192.0.2.1.5']);
  });

  it('stays the same text', () => {
    const words = fc.array(fc.constantFrom('a', ' ', '.', ':', '192.0.2.1', '192.0.2.10'), { maxLength: 12 });
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join('');
        expect(partsOf(text, ['192.0.2.1', '192.0.2.10', '']).join('')).toBe(text);
      }),
    );
  });
});
