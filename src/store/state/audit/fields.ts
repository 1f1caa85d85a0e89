/** What is kept of before and after. */
import { createHash } from 'node:crypto';
import type { AuditFields } from '../../../model/audit.ts';
import { toJson } from '../json.ts';

/** Of one field, in characters of JSON; what is longer is cut, and its hash kept. */
const LONGEST_FIELD = 4096;
const MOST_FIELDS = 100;
/** A second fence behind `Secret`: fields with such names are never written down. */
const SECRET_NAME = /pass(word|phrase|code)|secret|token|credential|private.?key|recovery|mac.?key|cookie/i;

/** The fields that differ, on both sides; `null` for a side that was not there. */
export function changedFields(
  before: object | null,
  after: object | null,
): { readonly before: AuditFields | null; readonly after: AuditFields | null } {
  if (before === null || after === null) return { before: kept(before), after: kept(after) };
  const sides = { before: new Map(Object.entries(before)), after: new Map(Object.entries(after)) };
  const isSame = (name: string) => canonical(sides.before.get(name)) === canonical(sides.after.get(name));
  const names = new Set([...sides.before.keys(), ...sides.after.keys()].filter((name) => !isSame(name)));
  const pick = (side: ReadonlyMap<string, unknown>) =>
    kept(Object.fromEntries([...side].filter(([name]) => names.has(name))));
  return { before: pick(sides.before), after: pick(sides.after) };
}

function kept(side: object | null): AuditFields | null {
  if (side === null) return null;
  const fields = Object.entries(side).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    fields
      .slice(0, MOST_FIELDS)
      .map(([name, value]) => [name, SECRET_NAME.test(name) ? '***' : short(value)]),
  );
}

function short(value: unknown): unknown {
  const text = canonical(value);
  if (text.length <= LONGEST_FIELD) return value;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { cut: text.slice(0, LONGEST_FIELD), characters: text.length, sha256 };
}

/** JSON whose bytes are the same for the same value: names in order, no white space, characters that the database takes. */
export function canonical(value: unknown): string {
  return toJson(inOrder(JSON.parse(JSON.stringify(value ?? null))));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([name, each]) => [name, inOrder(each)]));
}
