/**
 * Every problem this API answers with. A code never changes its meaning; docs/api-problems.md explains each, and
 * src/model/messages has its title in each language.
 */
import { inWords, type Message, say } from '../../model/messages/message.ts';

export const PROBLEMS = {
  'invalid-request': { status: 400 },
  'malformed-request': { status: 400 },
  'empty-upload': { status: 400 },
  'not-a-capture': { status: 400 },
  'upload-cut-off': { status: 400 },
  'not-signed-in': { status: 401 },
  'set-up-needed': { status: 401 },
  'wrong-credentials': { status: 401 },
  'not-allowed': { status: 403 },
  'not-a-member': { status: 403 },
  'set-up-link-ended': { status: 403 },
  'address-not-allowed': { status: 403 },
  'wrong-origin': { status: 403 },
  'invitation-ended': { status: 404 },
  'unknown-id': { status: 404 },
  'unknown-path': { status: 404 },
  'wrong-method': { status: 405 },
  'already-listening': { status: 409 },
  'already-there': { status: 409 },
  'site-in-use': { status: 409 },
  'last-administrator': { status: 409 },
  'already-made': { status: 409 },
  'still-running': { status: 409 },
  'passkeys-not-here': { status: 409 },
  'two-factor-in-force': { status: 409 },
  'two-factor-missing': { status: 409 },
  'cannot-import': { status: 409 },
  'changed-meanwhile': { status: 412 },
  'body-too-large': { status: 413 },
  'unsupported-content-type': { status: 415 },
  'wrong-host': { status: 421 },
  'key-reused': { status: 422 },
  'cannot-listen': { status: 422 },
  'too-many-requests': { status: 429 },
  'too-many-attempts': { status: 429 },
  'internal-error': { status: 500 },
  'not-ready': { status: 503 },
  'store-unavailable': { status: 503 },
  'too-many-clients': { status: 503 },
  'no-space': { status: 507 },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** A field of the request that is wrong: where it is, and what was expected there. */
export interface WrongField {
  readonly in: 'path' | 'query' | 'headers' | 'body';
  readonly path: string;
  /** As it was sent; `null` when it was not, or must not be shown. */
  readonly value: string | null;
  readonly expected: Message;
}

interface ProblemOptions {
  readonly cause?: unknown;
  readonly fields?: readonly WrongField[];
  /** When to ask again: `Retry-After`. */
  readonly retryAfterS?: number;
}

/** Thrown by handlers; the error handler writes it as a problem document, in the language of whoever asked. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly said: Message;
  readonly fields: readonly WrongField[];
  readonly retryAfterS: number | null;
  constructor(code: ProblemCode, said: Message, { cause, fields = [], retryAfterS }: ProblemOptions = {}) {
    super(inWords(said, 'en'), { cause });
    this.name = 'Problem';
    this.code = code;
    this.said = said;
    this.fields = fields;
    this.retryAfterS = retryAfterS ?? null;
  }
}

/** `invalid-request`, or another code, that names the fields and says nothing else. */
export function wrongFields(fields: readonly WrongField[], code: ProblemCode = 'invalid-request'): Problem {
  const [first, ...others] = fields.map(sentenceOf);
  const all = others.reduce((a, b) => say('field.and', { a, b }), first ?? say('expected.other'));
  return new Problem(code, all, { fields });
}

function sentenceOf({ in: part, path, value, expected }: WrongField): Message {
  const place = { in: say(`in.${part}`), path: path === '' ? say('field.whole') : path, expected };
  return value === null ? say('field.wrong', place) : say('field.wrong-value', { ...place, value });
}

type MessageKey = Message['key'];
/** `device` of `thing.device`: what messages have a word for. */
export type Thing = MessageKey extends infer Key ? (Key extends `thing.${infer Name}` ? Name : never) : never;

export const unknownId = (thing: Thing, id: string | number): Problem =>
  new Problem('unknown-id', say('there.none', { thing: say(`thing.${thing}`), id }));

/** The thing, or the problem `unknown-id` that names it. */
export function found<Result>(thing: Thing, id: string | number, result: Result | null): Result {
  if (result !== null) return result;
  throw unknownId(thing, id);
}

/** `changed-meanwhile`: somebody else changed it, and it has another version now. */
export const changedMeanwhile = (thing: Thing, id: string | number, version: number): Problem =>
  new Problem('changed-meanwhile', say('changed.version', { thing: say(`thing.${thing}`), id, version }));

/** `already-there`: what was to be made has an id that is taken; `path` is the field that it came from. */
export const idTaken = (thing: Thing, id: string, path = 'id'): Problem =>
  new Problem('already-there', say('there.already', { thing: say(`thing.${thing}`), id }), {
    fields: [{ in: 'body', path, value: id, expected: say('expected.free-id') }],
  });
