import { DEVICE_TYPES, type DeviceType } from '../../../model/device-types.ts';
import { say } from '../../../model/messages/message.ts';
import { wrongField } from '../../../model/messages/refusal.ts';
import { cleanText } from '../json.ts';
import type { DeviceWords } from './device.ts';

/** What somebody changes; absent stays as it is. */
export interface DevicePatch {
  /** `null` or blank: the name that was found. */
  readonly name?: string | null;
  /** `null`: the type that was found. */
  readonly type?: DeviceType | null;
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly flagged?: boolean;
  /** `null`: where it was seen. */
  readonly siteId?: string | null;
}

export const WORD_LIMITS = { name: 200, notes: 10_000, tag: 64, tags: 32 } as const;

/** The words after the change. Throws one sentence naming what is too long or unknown. */
export function applyPatch(words: DeviceWords, patch: DevicePatch): DeviceWords {
  const { name = words.name, type = words.type, notes = words.notes, tags = words.tags } = patch;
  if (type !== null && !DEVICE_TYPES.includes(type)) {
    throw wrongField('type', String(type), say('expected.one-of', { values: DEVICE_TYPES }));
  }
  const cleanTags = [...new Set(tags.map((tag) => limited('tag', tag, WORD_LIMITS.tag)).filter(Boolean))];
  if (cleanTags.length > WORD_LIMITS.tags) {
    throw wrongField('tags', null, say('expected.values-most', { most: WORD_LIMITS.tags }));
  }
  return {
    name: name === null ? null : limited('name', name, WORD_LIMITS.name) || null,
    type,
    notes: limited('notes', notes, WORD_LIMITS.notes),
    tags: cleanTags,
    flagged: patch.flagged ?? words.flagged,
    siteId: patch.siteId === undefined ? words.siteId : patch.siteId,
  };
}

/** Trimmed, in characters that the database takes. Throws when longer than `most` UTF-16 units. */
export function limited(what: string, text: string, most: number): string {
  const clean = cleanText(text).trim();
  if (clean.length <= most) return clean;
  throw wrongField(what, clean, say('expected.characters-most', { most }));
}
