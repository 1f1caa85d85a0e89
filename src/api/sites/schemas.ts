import { z } from 'zod';
import type { MessageKey } from '../../model/messages/message.ts';
import { isTimeZone, SITE_LIMITS } from '../../model/site-limits.ts';
import { count, id, instant, list } from '../schemas.ts';

const name = z.string().trim().min(1).max(SITE_LIMITS.name);
const degrees = (most: number) => z.number().min(-most).max(most).nullable();
const rest = {
  note: z.string().max(SITE_LIMITS.note).exactOptional(),
  /** IANA. */
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected.time-zone' satisfies MessageKey)
    .nullable()
    .exactOptional(),
  /** WGS 84: both, or neither. */
  latitude: degrees(90).exactOptional(),
  longitude: degrees(180).exactOptional(),
};
interface Place {
  readonly latitude?: number | null;
  readonly longitude?: number | null;
}
const isWhole = ({ latitude, longitude }: Place): boolean =>
  (latitude === undefined) === (longitude === undefined) && (latitude === null) === (longitude === null);
const WHOLE = {
  path: ['longitude'],
  message: 'expected.both-degrees' satisfies MessageKey,
};

export const newSite = z.strictObject({ name, ...rest }).refine(isWhole, WHOLE);
/** Absent stays as it is. */
export const sitePatch = z.strictObject({ name: name.exactOptional(), ...rest }).refine(isWhole, WHOLE);

/** A place of the organisation: captures belong to one, devices are of those whose captures saw them. */
export const site = z.object({
  id,
  name: z.string(),
  note: z.string(),
  timeZone: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  createdAt: instant,
  version: count,
  /** That belong to it. */
  captures: count,
  /** That somebody said are here. */
  placedDevices: count,
});
export const siteList = z.object({ items: list(site) });
