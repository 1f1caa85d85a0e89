/** Every problem this API answers with. A code never changes its meaning; docs/api-problems.md explains each. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'A parameter, header or field is wrong' },
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'empty-upload': { status: 400, title: 'The upload has no bytes' },
  'not-a-capture': { status: 400, title: 'The upload is no capture file' },
  'upload-cut-off': { status: 400, title: 'The upload ended before its end' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'set-up-needed': { status: 401, title: 'Vigie has no administrator yet' },
  'wrong-credentials': { status: 401, title: 'The email, the password or the code is wrong' },
  'not-allowed': { status: 403, title: 'The role does not allow this' },
  'not-a-member': { status: 403, title: 'No organisation of yours has this id' },
  'set-up-link-ended': { status: 403, title: 'The set-up link is used up, ended or wrong' },
  'address-not-allowed': { status: 403, title: 'This address may not connect' },
  'wrong-origin': { status: 403, title: 'A page of another site asked for this' },
  'invitation-ended': { status: 404, title: 'The invitation is used up, withdrawn, ended or wrong' },
  'unknown-id': { status: 404, title: 'There is nothing with this id' },
  'unknown-path': { status: 404, title: 'There is no such route' },
  'wrong-method': { status: 405, title: 'This route has no such method' },
  'already-listening': { status: 409, title: 'This interface is listened on already' },
  'already-there': { status: 409, title: 'There is one already' },
  'site-in-use': { status: 409, title: 'Something belongs to the site' },
  'last-administrator': { status: 409, title: 'Nobody else could administer it' },
  'already-made': { status: 409, title: 'This was made already' },
  'still-running': { status: 409, title: 'The same request is under way, or was cut off' },
  'passkeys-not-here': { status: 409, title: 'Passkeys cannot be used at this address' },
  'two-factor-in-force': { status: 409, title: 'A second factor is set up already' },
  'two-factor-missing': { status: 409, title: 'No second factor is set up' },
  'cannot-import': { status: 409, title: 'The capture cannot be imported now' },
  'changed-meanwhile': { status: 412, title: 'Somebody changed it since it was read' },
  'body-too-large': { status: 413, title: 'The body is larger than allowed' },
  'unsupported-content-type': { status: 415, title: 'The body has a content type that is not read here' },
  'wrong-host': { status: 421, title: 'This name is not served' },
  'key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'cannot-listen': { status: 422, title: 'The interface cannot be listened on like this' },
  'too-many-requests': { status: 429, title: 'Too many requests in a minute' },
  'too-many-attempts': { status: 429, title: 'Too many wrong passwords or codes' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'not-ready': { status: 503, title: 'The server is starting or stopping' },
  'store-unavailable': { status: 503, title: 'A store does not answer' },
  'too-many-clients': { status: 503, title: 'Too many clients follow live' },
  'no-space': { status: 507, title: 'The disk of the server is full' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** A field of the request that is wrong: where it is, and what was expected there. */
export interface WrongField {
  readonly in: 'path' | 'query' | 'headers' | 'body';
  readonly path: string;
  /** As it was sent; `null` when it was not, or must not be shown. */
  readonly value: string | null;
  readonly expected: string;
}

interface ProblemOptions {
  readonly cause?: unknown;
  readonly fields?: readonly WrongField[];
  /** When to ask again: `Retry-After`. */
  readonly retryAfterS?: number;
}

/** Thrown by handlers; the error handler writes it as a problem document. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: readonly WrongField[];
  readonly retryAfterS: number | null;
  constructor(code: ProblemCode, detail: string, { cause, fields = [], retryAfterS }: ProblemOptions = {}) {
    super(detail, { cause });
    this.name = 'Problem';
    this.code = code;
    this.fields = fields;
    this.retryAfterS = retryAfterS ?? null;
  }
}

/** The thing, or the problem `unknown-id` that names it. */
export function found<Thing>(what: string, id: string | number, thing: Thing | null): Thing {
  if (thing !== null) return thing;
  throw new Problem('unknown-id', `${what} ${JSON.stringify(id)}: there is none with this id`);
}
