/**
 * Numbers, sizes and times as each language writes them. Bytes in binary units (IEC 80000-13: KiB, French Kio), rates
 * in decimal ones (kbit/s), everywhere.
 */
import type { Language } from './language.ts';

/** Between a number and its unit, never broken. */
const SPACE = '\u00a0';
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P'];
const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' };

export type Instant = string | number;
export const millis = (at: Instant): number => (typeof at === 'number' ? at : Date.parse(at));

export interface Format {
  readonly language: Language;
  /** `1,284,311`; French `1 284 311`. */
  count(value: number): string;
  /** Short, for the axis of a chart: `1.3 M`. */
  compact(value: number): string;
  /** `512 B`, `1.5 KiB`, `861 MiB`; French `512 o`, `1,5 Kio`. */
  bytes(value: number): string;
  /** From bits a second: `12.4 Mbit/s`. */
  rate(bitsPerSecond: number): string;
  /** A share from 0 to 1; `<0.1%` for what is there but tiny. */
  percent(share: number): string;
  /** `850 ms`, `12.3 s`, `32 min 03 s`, `5 h 02 min`, `3 d 4 h`, `5 y 12 d`. */
  duration(seconds: number): string;
  /** A step of a chart, whole minutes, hours or days: `1 min`, `30 days`. */
  step(seconds: number): string;
  /** Day and time to the second, in the reader's zone. */
  instant(at: Instant): string;
  /** From one time to another, without repeating what they share. */
  span(from: Instant, to: Instant): string;
  /** `3 min ago`; `now` in milliseconds. */
  relative(at: Instant, now: number): string;
  /** `PLC, HMI and RTU` or `PLC, HMI or RTU`. */
  all(items: readonly string[]): string;
  any(items: readonly string[]): string;
}

function scaled(value: number, base: number, prefixes: readonly string[]): readonly [number, string] {
  let rest = value;
  let step = 0;
  // 1023.95 would be shown as 1,024: it is the next unit's 1.0.
  while (rest >= base - 0.5 && step < prefixes.length - 1) {
    rest /= base;
    step++;
  }
  return [rest, prefixes[step]];
}

const AGES: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const STEPS: readonly (readonly [string, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export function createFormat(language: Language): Format {
  const locale = LOCALE[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const and = new Intl.ListFormat(locale, { type: 'conjunction' });
  const or = new Intl.ListFormat(locale, { type: 'disjunction' });
  const withUnit = (value: number, base: number, prefixes: readonly string[], unit: string): string => {
    const [number, prefix] = scaled(value, base, prefixes);
    const decimals = prefix !== '' && number < 99.95;
    return `${(decimals ? tenth : whole).format(number)}${SPACE}${prefix}${unit}`;
  };
  return {
    language,
    count: (value) => whole.format(value),
    compact: (value) => compact.format(value),
    bytes: (value) => withUnit(value, 1024, BINARY, language === 'fr' ? 'o' : 'B'),
    rate: (value) => withUnit(value, 1000, DECIMAL, 'bit/s'),
    percent(share) {
      const percent = share * 100;
      const sign = language === 'fr' ? '\u202f%' : '%';
      if (percent > 0 && percent < 0.1) return `<${tenth.format(0.1)}${sign}`;
      // 99.96 % is not all of it.
      const rounded = percent > 99.9 && percent < 100 ? 99.9 : percent;
      const plain = rounded === 0 || rounded === 100 || (rounded >= 10 && rounded <= 99);
      return (plain ? whole : tenth).format(rounded) + sign;
    },
    duration: (seconds) => duration(seconds, whole, tenth, UNITS[language]),
    step(seconds) {
      const [unit, size] = STEPS.find(([, least]) => seconds >= least) ?? STEPS[STEPS.length - 1];
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(
        seconds / size,
      );
    },
    instant: (at) => dateTime.format(millis(at)),
    span: (from, to) => dateTime.formatRange(millis(from), millis(to)),
    relative(at, now) {
      const age = millis(at) - now;
      const [unit, size] = AGES.find(([, least]) => Math.abs(age) >= least) ?? ['second', 1000];
      return ago.format(Math.trunc(age / size), unit);
    },
    all: (items) => and.format(items),
    any: (items) => or.format(items),
  };
}

interface Units {
  readonly day: string;
  readonly year: string;
  readonly years: string;
}

const UNITS: Readonly<Record<Language, Units>> = {
  en: { day: 'd', year: 'y', years: 'y' },
  fr: { day: 'j', year: 'an', years: 'ans' },
};
/** Of the Gregorian calendar, on average; and what three years without a leap day lack of it. */
const DAYS_OF_A_YEAR = 365.2425;
const LEAP = 0.75;

function duration(
  seconds: number,
  whole: Intl.NumberFormat,
  tenth: Intl.NumberFormat,
  { day, year, years }: Units,
): string {
  if (seconds < 1)
    return `${(seconds > 0 && seconds < 0.01 ? tenth : whole).format(seconds * 1000)}${SPACE}ms`;
  if (seconds < 60) return `${tenth.format(seconds)}${SPACE}s`;
  const rounded = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return `${minutes}${SPACE}min${SPACE}${two(rounded % 60)}${SPACE}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${SPACE}h${SPACE}${two(minutes % 60)}${SPACE}min`;
  const days = Math.floor(hours / 24);
  const count = Math.floor((days + LEAP) / DAYS_OF_A_YEAR);
  if (count === 0) return `${days}${SPACE}${day}${SPACE}${hours % 24}${SPACE}h`;
  const rest = Math.max(0, Math.round(days - count * DAYS_OF_A_YEAR));
  const inYears = `${whole.format(count)}${SPACE}${count === 1 ? year : years}`;
  return rest === 0 ? inYears : `${inYears}${SPACE}${rest}${SPACE}${day}`;
}
