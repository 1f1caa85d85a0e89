import type { Lang } from './lang.ts';

/** Between digits in French: narrow, never broken over two lines (U+202F). */
const THIN = '\u202f';
/** Between a number and its unit (U+00A0). */
const SPACE = '\u00a0';

/** `1,284,311`, French `1 284 311`. Whole numbers. */
export function formatCount(value: number, lang: Lang): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, lang === 'fr' ? THIN : ',');
}

/** At most `decimals` decimals, trailing zeros kept, thousands separated. */
export function formatDecimal(value: number, decimals: number, lang: Lang): string {
  const [whole, part] = value.toFixed(decimals).split('.');
  const count = formatCount(Number(whole), lang);
  return part === undefined ? count : `${count}${lang === 'fr' ? ',' : '.'}${part}`;
}

const PREFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** IEC 80000-13: `512 B`, `1.5 KiB`, `861 MiB`; French `512 o`, `1,5 Kio`, `861 Mio`. One decimal under 100. */
export function formatBytes(bytes: number, lang: Lang): string {
  const unit = lang === 'fr' ? 'o' : 'B';
  let value = bytes;
  let step = 0;
  // 1023.95 would be shown as 1,024: it is the next unit's 1.0.
  while (value >= 1023.5 && step < PREFIXES.length - 1) {
    value /= 1024;
    step++;
  }
  const decimals = step > 0 && value < 99.95 ? 1 : 0;
  return `${formatDecimal(value, decimals, lang)}${SPACE}${PREFIXES[step]}${unit}`;
}

/** `42%`, French `42 %`; one decimal between 0 and 10, `<0.1%` for what is there but tiny. */
export function formatPercent(share: number, lang: Lang): string {
  const percent = share * 100;
  const sign = lang === 'fr' ? `${THIN}%` : '%';
  if (percent > 0 && percent < 0.1) return `<${formatDecimal(0.1, 1, lang)}${sign}`;
  // 99.96 % is not all of it.
  const rounded = percent > 99.9 && percent < 100 ? 99.9 : percent;
  const decimals = rounded === 0 || rounded === 100 || (rounded >= 10 && rounded <= 99) ? 0 : 1;
  return formatDecimal(rounded, decimals, lang) + sign;
}

/** `850 ms`, `12.3 s`, `32 min 03 s`, `5 h 02 min`, `3 d 4 h` (French `3 j 4 h`), `5 y 306 d`. */
export function formatDuration(seconds: number, lang: Lang): string {
  if (seconds < 1)
    return `${formatDecimal(seconds * 1000, seconds > 0 && seconds < 0.01 ? 1 : 0, lang)}${SPACE}ms`;
  if (seconds < 60) return `${formatDecimal(seconds, 1, lang)}${SPACE}s`;
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${SPACE}min ${two(whole % 60)}${SPACE}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${SPACE}h ${two(minutes % 60)}${SPACE}min`;
  const { years, days } = yearsAndDays(Math.floor(hours / 24));
  const inDays = `${days}${SPACE}${lang === 'fr' ? 'j' : 'd'}`;
  if (years === 0) return `${inDays} ${hours % 24}${SPACE}h`;
  const year = lang === 'en' ? 'y' : years === 1 ? 'an' : 'ans';
  return `${formatCount(years, lang)}${SPACE}${year}${days === 0 ? '' : ` ${inDays}`}`;
}

/** Of the Gregorian calendar, on average; and what three years without a leap day lack of it. */
const DAYS_OF_A_YEAR = 365.2425;
const LEAP = 0.75;

/** Whole days as people count them: 365 or 366 days are a year. The console has the same (web/src/i18n/format.ts). */
function yearsAndDays(whole: number): { readonly years: number; readonly days: number } {
  const years = Math.floor((whole + LEAP) / DAYS_OF_A_YEAR);
  return { years, days: years === 0 ? whole : Math.max(0, Math.round(whole - years * DAYS_OF_A_YEAR)) };
}

/** `2026-11-20 11:09:59` of an ISO 8601 time; the caller says UTC once. `–` when there is none. */
export function formatTime(iso: string | null): string {
  return iso === null ? '–' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}
