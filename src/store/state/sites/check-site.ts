import { say } from '../../../model/messages/message.ts';
import { wrongField } from '../../../model/messages/refusal.ts';
import { isTimeZone, SITE_LIMITS } from '../../../model/site-limits.ts';
import { limited } from '../devices/patch.ts';
import type { Site, SitePatch } from './site.ts';

type Fields = Pick<Site, 'name' | 'note' | 'timeZone' | 'latitude' | 'longitude'>;
export const NO_FIELDS: Fields = { name: '', note: '', timeZone: null, latitude: null, longitude: null };

/** The site after the change. Throws one sentence naming the field that cannot be. */
export function applySite(before: Fields, patch: SitePatch): Fields {
  const { timeZone = before.timeZone, latitude = before.latitude, longitude = before.longitude } = patch;
  const name = limited('name', patch.name ?? before.name, SITE_LIMITS.name).replace(/\s+/g, ' ');
  if (name === '') throw wrongField('name', '', say('expected.characters-least', { least: 1 }));
  if (timeZone !== null && !isTimeZone(timeZone)) {
    throw wrongField('timeZone', timeZone, say('expected.time-zone'));
  }
  if ((latitude === null) !== (longitude === null)) {
    const [missing, given] = latitude === null ? ['latitude', 'longitude'] : ['longitude', 'latitude'];
    throw wrongField(missing, null, say('expected.number-because', { given }));
  }
  checkDegrees('latitude', latitude, 90);
  checkDegrees('longitude', longitude, 180);
  const note = limited('note', patch.note ?? before.note, SITE_LIMITS.note);
  return { name, note, timeZone, latitude, longitude };
}

function checkDegrees(field: string, value: number | null, most: number): void {
  if (value === null || (value >= -most && value <= most)) return;
  throw wrongField(field, String(value), say('expected.degrees', { least: -most, most }));
}

/** What makes two names the same: not their case, nor how their letters are composed. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
