import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, sampleAnalysis } from '../../../../../test/fixtures/analysis.ts';
import { frenchSpaces } from '../../../../base/french-spaces.ts';
import { EN } from './en.ts';
import { findingText } from './finding-text.ts';
import { FR } from './fr.ts';
import { langFromEnvironment } from './lang.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatTime } from './numbers.ts';
import { displayWidth, printable, shorten } from './printable.ts';
import { plural, WORDS } from './words.ts';

const THIN = '\u202f';
const NBSP = '\u00a0';

describe('the catalogues', () => {
  it('have the same keys in the same order', () => {
    expect(Object.keys(FR)).toEqual(Object.keys(EN));
  });

  it('have the same parameters in both languages', () => {
    const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const key of Object.keys(EN) as (keyof typeof EN)[])
      expect(holes(FR[key]), key).toEqual(holes(EN[key]));
  });

  it('have .one and .other of every plural', () => {
    for (const key of Object.keys(EN)) {
      const stem = key.replace(/\.(one|other)$/, '');
      if (stem !== key) expect([`${stem}.one` in EN, `${stem}.other` in EN], key).toEqual([true, true]);
    }
  });

  it('never let a French line break before : ; ? ! or inside guillemets', () => {
    for (const text of Object.values(WORDS.fr)) expect(text).not.toMatch(/ [:;?!»]|« /);
    expect(frenchSpaces('Quoi ? « Rien » : non ; si !')).toBe(
      `Quoi${THIN}? «${NBSP}Rien${NBSP}»${NBSP}: non${THIN}; si${THIN}!`,
    );
  });
});

describe('numbers', () => {
  it('separates thousands', () => {
    expect(formatCount(1284311, 'en')).toBe('1,284,311');
    expect(formatCount(1284311, 'fr')).toBe(`1${THIN}284${THIN}311`);
    expect(formatCount(999, 'en')).toBe('999');
  });

  it('writes bytes in IEC units and never as 1,024 of one', () => {
    const all = [0, 1023, 1024, 1536, 1023.6 * 1024, 903118402, 2 ** 60].map((n) => formatBytes(n, 'en'));
    expect(all).toEqual(
      ['0 B', '1,023 B', '1.0 KiB', '1.5 KiB', '1.0 MiB', '861 MiB', '1.0 EiB'].map((t) =>
        t.replace(' ', NBSP),
      ),
    );
    expect(formatBytes(1536, 'fr')).toBe(`1,5${NBSP}Kio`);
  });

  it('never calls nearly all "100%" nor something "0%"', () => {
    expect([0, 0.00001, 0.042, 0.5, 0.9999, 1].map((n) => formatPercent(n, 'en'))).toEqual([
      '0%',
      '<0.1%',
      '4.2%',
      '50%',
      '99.9%',
      '100%',
    ]);
  });

  it('writes durations from milliseconds to years', () => {
    const all = [0, 0.0004, 0.85, 12.34, 1923.4, 18120, 273600, 184_284_000].map((n) =>
      formatDuration(n, 'en').replaceAll(NBSP, ' '),
    );
    expect(all).toEqual([
      '0 ms',
      '0.4 ms',
      '850 ms',
      '12.3 s',
      '32 min 03 s',
      '5 h 02 min',
      '3 d 4 h',
      '5 y 306 d',
    ]);
    expect(formatDuration(273600, 'fr')).toContain('j');
  });

  it('shows times to the second, a dash without one', () => {
    expect(formatTime('2026-11-20T11:09:59.000001Z')).toBe('2026-11-20 11:09:59');
    expect(formatTime(null)).toBe('–');
  });

  it('counts nothing and one as singular in French', () => {
    expect([0, 1, 2].map((n) => plural('map.peers', n, 'fr'))).toEqual(['0 pair', '1 pair', '2 pairs']);
    expect([0, 1, 2].map((n) => plural('map.peers', n, 'en'))).toEqual(['0 peers', '1 peer', '2 peers']);
  });
});

describe('text from packets', () => {
  it('loses its terminal escapes', () => {
    expect(printable('\u001b[31mred\u001b[0m')).toBe('red');
    expect(printable('\u001b]0;title\u0007after')).toBe('after');
    expect(printable('\u009b2Jx\u001b(B\u001bcy')).toBe('xy');
    expect(printable('a\rb\nc\td\u202ee\u200bf')).toBe('a·b·c·d·e·f');
  });

  it('has nothing left that moves the cursor, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES), (noise, name) => {
        expect(printable(noise + name + noise)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('is measured in cells and cut to them', () => {
    expect(displayWidth('工場')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(shorten('工場の制御盤', 6)).toBe('工場…');
    expect(shorten('abc', 3)).toBe('abc');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, width) => {
        expect(displayWidth(shorten(printable(text), width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('language', () => {
  it('comes from LC_ALL, then LC_MESSAGES, then LANG', () => {
    expect(langFromEnvironment({ LANG: 'fr_CA.UTF-8' })).toBe('fr');
    expect(langFromEnvironment({ LC_ALL: 'C', LANG: 'fr_FR.UTF-8' })).toBe('en');
    expect(langFromEnvironment({ LC_ALL: '', LC_MESSAGES: 'fr', LANG: 'en_US' })).toBe('fr');
    expect(langFromEnvironment({ LANG: 'frr_DE' })).toBe('en');
    expect(langFromEnvironment({})).toBe('en');
  });

  it('of a finding is French with all its parameters, English without', () => {
    const [dhcp, duplicate, scan] = sampleAnalysis().findings;
    expect(findingText(dhcp, 'en')).toBe(dhcp.message);
    expect(findingText(dhcp, 'fr')).toBe(
      `2 serveurs DHCP répondent sur le VLAN 10${NBSP}: 192.0.2.8, 192.0.2.31.`,
    );
    expect(findingText({ ...duplicate, params: { ...duplicate.params, vlan: -1 } }, 'fr')).toBe(
      '00:00:5e:00:53:0b, 00:00:5e:00:53:0d utilisent l’adresse 192.0.2.12 en même temps.',
    );
    expect(findingText(scan, 'fr')).toBe(
      `192.0.2.14 a essayé 412 ports TCP de 198.51.100.22${THIN}; 409 n’ont pas accepté.`,
    );
    expect(findingText({ ...dhcp, params: {} }, 'fr')).toBe(dhcp.message);
  });
});
