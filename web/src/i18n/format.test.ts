import { describe, expect, it } from 'vitest';
import { createFormat, type Format } from './format.ts';

const en = createFormat('en');
const fr = createFormat('fr');
/** Spaces that do not break, made visible. */
const shown = (text: string): string => text.replace(/\u00a0/g, '_').replace(/\u202f/g, '~');

describe('numbers and times', () => {
  it('says bytes in binary units and rates in decimal ones', () => {
    expect([0, 512, 1024, 1023.9, 1536, 902_823_936].map((bytes) => shown(en.bytes(bytes)))).toEqual([
      '0_B',
      '512_B',
      '1.0_KiB',
      '1.0_KiB',
      '1.5_KiB',
      '861_MiB',
    ]);
    expect(shown(fr.bytes(1536))).toBe('1,5_Kio');
    expect([shown(en.rate(999)), shown(en.rate(12_400_000)), shown(fr.rate(12_400_000))]).toEqual([
      '999_bit/s',
      '12.4_Mbit/s',
      '12,4_Mbit/s',
    ]);
  });

  it('separates thousands as each language does', () => {
    expect([en.count(1_284_311), shown(fr.count(1_284_311))]).toEqual(['1,284,311', '1~284~311']);
  });

  it('never says nothing of what is there, nor all of what is not', () => {
    expect([0, 0.00001, 0.088, 0.42, 0.9996, 1].map((share) => en.percent(share))).toEqual([
      '0%',
      '<0.1%',
      '8.8%',
      '42%',
      '99.9%',
      '100%',
    ]);
    expect(shown(fr.percent(0.42))).toBe('42~%');
  });

  it('says durations in two units at most', () => {
    expect(
      [0, 0.0042, 0.85, 12.34, 1923, 18_120, 273_600].map((seconds) => shown(en.duration(seconds))),
    ).toEqual(['0_ms', '4.2_ms', '850_ms', '12.3_s', '32_min_03_s', '5_h_02_min', '3_d_4_h']);
  });

  it('says durations of years in years and days, as calendars have them', () => {
    const days = (format: Format, ...counts: number[]) =>
      counts.map((count) => shown(format.duration(count * 86_400 + 7200)));
    expect(days(en, 364, 365, 366, 1830)).toEqual(['364_d_2_h', '1_y', '1_y_1_d', '5_y_4_d']);
    expect(days(fr, 364, 400, 1830, 400_000)).toEqual([
      '364_j_2_h',
      '1_an_35_j',
      '5_ans_4_j',
      '1~095_ans_59_j',
    ]);
    // From New Year to New Year is whole years, whichever of them had a leap day; nobody has 365 days beside a year.
    for (let from = 1990; from < 2030; from++) {
      for (let years = 1; years <= 40; years++) {
        const seconds = (Date.UTC(from + years, 0) - Date.UTC(from, 0)) / 1000;
        expect(shown(en.duration(seconds))).toMatch(new RegExp(`^${years}_y(_1_d)?$`));
        expect(shown(en.duration(seconds - 172_800))).not.toMatch(/_365_d$/);
      }
    }
  });

  it('says how long ago', () => {
    const now = Date.parse('2026-11-20T08:00:00Z');
    expect(en.relative(now - 180_000, now)).toBe('3 min ago');
    expect(shown(fr.relative(now - 7 * 86_400_000, now)).replace(/[_~]/g, ' ')).toBe('il y a 7 j');
  });

  it('joins words', () => {
    expect([en.any(['PLC', 'RTU']), fr.any(['automate', 'RTU']), en.all(['a', 'b', 'c'])]).toEqual([
      'PLC or RTU',
      'automate ou RTU',
      'a, b and c',
    ]);
  });
});
