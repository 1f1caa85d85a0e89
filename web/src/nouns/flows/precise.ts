import type { Format } from '../../i18n/format.ts';
import { millis } from '../../i18n/format.ts';

/** Day and time with the microseconds of the capture, in the reader's zone: `20 Nov 2026, 08:00:02.300045`. */
export function preciseInstant(iso: string, format: Format): string {
  const digits = (/\.(\d+)/.exec(iso)?.[1] ?? '').padEnd(6, '0').slice(0, 6);
  const mark = format.language === 'fr' ? ',' : '.';
  return `${format.instant(Math.floor(millis(iso) / 1000) * 1000)}${mark}${digits}`;
}
