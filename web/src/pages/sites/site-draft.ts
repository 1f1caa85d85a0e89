/** What is typed about a site, and what is sent of it. */
import type { z } from 'zod';
import type { newSite } from '../../../../src/api/sites/schemas.ts';
import type { Site } from '../../data/sites.ts';

export type SiteFields = z.input<typeof newSite>;
export type Draft = Readonly<Record<'name' | 'note' | 'timeZone' | 'latitude' | 'longitude', string>>;
export type DraftProblem = 'nameMissing' | 'timeZoneWrong' | 'latitudeWrong' | 'longitudeWrong' | 'placeHalf';

/** As the API limits them. */
export const MOST = { name: 100, note: 2000 } as const;

const text = (value: number | null): string => (value === null ? '' : String(value));

export function draftOf(site: Site | null): Draft {
  if (site === null) return { name: '', note: '', timeZone: '', latitude: '', longitude: '' };
  const { name, note, timeZone, latitude, longitude } = site;
  return { name, note, timeZone: timeZone ?? '', latitude: text(latitude), longitude: text(longitude) };
}

/** A French keyboard has a comma on its numbers. */
const degrees = (typed: string): number | null =>
  typed.trim() === '' ? null : Number(typed.trim().replace(',', '.'));
const isWithin = (value: number | null, most: number): boolean =>
  value === null || (value >= -most && value <= most);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** What is wrong with each field; nothing is sent then. */
export function problemsOf(draft: Draft): Partial<Record<keyof Draft, DraftProblem>> {
  const [latitude, longitude] = [degrees(draft.latitude), degrees(draft.longitude)];
  const zone = draft.timeZone.trim();
  return {
    ...(draft.name.trim() === '' ? { name: 'nameMissing' as const } : {}),
    ...(zone === '' || isTimeZone(zone) ? {} : { timeZone: 'timeZoneWrong' as const }),
    ...(isWithin(latitude, 90)
      ? latitude === null && longitude !== null
        ? { latitude: 'placeHalf' as const }
        : {}
      : { latitude: 'latitudeWrong' as const }),
    ...(isWithin(longitude, 180)
      ? longitude === null && latitude !== null
        ? { longitude: 'placeHalf' as const }
        : {}
      : { longitude: 'longitudeWrong' as const }),
  };
}

export function fieldsOf({ name, note, timeZone, latitude, longitude }: Draft): SiteFields {
  return {
    name: name.trim(),
    note: note.trim(),
    timeZone: timeZone.trim() === '' ? null : timeZone.trim(),
    latitude: degrees(latitude),
    longitude: degrees(longitude),
  };
}
