/** Talking to an authority (RFC 8555 §6): nonces, signatures, its problems. Everything it answers is checked. */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Outgoing, OutgoingAnswer } from '../../outgoing/outgoing.ts';
import { signedBody } from './jws.ts';

export interface AcmeSession {
  /** Of `newAccount` with the account's key; every later request is this account's. */
  signIn(contact: readonly string[]): Promise<void>;
  /** Signed; an empty payload reads. Rejects with an AcmeError when the authority refuses. */
  post(url: string, payload: object | null): Promise<OutgoingAnswer>;
  readonly directory: Directory;
}

/** What the authority refused, in its words made printable, or what is wrong with its answer. */
export class AcmeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AcmeError';
  }
}

const httpsUrl = z.url({ protocol: /^https$/ });
const directorySchema = z.object({ newNonce: httpsUrl, newAccount: httpsUrl, newOrder: httpsUrl });
export type Directory = z.infer<typeof directorySchema>;
const problemSchema = z.object({ type: z.string().default('about:blank'), detail: z.string().default('') });

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 256 * 1024;
/** An authority may refuse any nonce and give a new one (§6.5). */
const MOST_NONCES = 10;
const BAD_NONCE = 'urn:ietf:params:acme:error:badNonce';
const LONGEST_TEXT = 300;

export async function openSession(
  directoryUrl: string,
  { outgoing, accountKey, signal }: { outgoing: Outgoing; accountKey: KeyObject; signal: AbortSignal },
): Promise<AcmeSession> {
  const limits = { maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS, signal };
  const nonces: string[] = [];
  let kid: string | null = null;

  const found = await outgoing.request({ url: directoryUrl, ...limits });
  if (found.status !== 200) throw refusal(found, directoryUrl);
  const directory = read(directorySchema, found, directoryUrl);

  function keepNonce({ headers }: OutgoingAnswer): void {
    const nonce = headers['replay-nonce'];
    if (nonce !== undefined && /^[\w-]+$/.test(nonce)) nonces.push(nonce);
  }

  async function nonce(): Promise<string> {
    if (nonces.length === 0) {
      keepNonce(await outgoing.request({ url: directory.newNonce, method: 'HEAD', ...limits }));
    }
    const next = nonces.pop();
    if (next === undefined) throw new AcmeError(`${directory.newNonce}: no Replay-Nonce in the answer`);
    return next;
  }

  async function post(url: string, payload: object | null): Promise<OutgoingAnswer> {
    for (let tries = 1; ; tries++) {
      const body = signedBody(
        accountKey,
        { nonce: await nonce(), url, kid },
        payload === null ? '' : JSON.stringify(payload),
      );
      const answer = await outgoing.request({
        ...{ url, method: 'POST', body, redirects: 0, ...limits },
        headers: { 'content-type': 'application/jose+json' },
      });
      nonces.length = 0;
      keepNonce(answer);
      if (answer.status < 300) return answer;
      if (tries < MOST_NONCES && problemOf(answer)?.type === BAD_NONCE) continue;
      throw refusal(answer, url);
    }
  }

  return {
    directory,
    post,
    async signIn(contact) {
      const answer = await post(directory.newAccount, { termsOfServiceAgreed: true, contact });
      const { location } = answer.headers;
      if (location === undefined) throw new AcmeError(`${directory.newAccount}: no Location in the answer`);
      kid = new URL(location, directory.newAccount).href;
    },
  };
}

/** The answer's JSON, checked. Throws an AcmeError. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  { body }: OutgoingAnswer,
  url: string,
): z.output<Schema> {
  const result = schema.safeParse(jsonOf(body));
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new AcmeError(`${url}: not what RFC 8555 says at ${path.join('.') || 'its beginning'}: ${message}`);
}

function refusal(answer: OutgoingAnswer, url: string): AcmeError {
  const problem = problemOf(answer);
  const why = problem === null ? '' : `: ${printable(problem.type)}: ${printable(problem.detail)}`;
  return new AcmeError(`${url}: refused with ${answer.status}${why}`);
}

function problemOf({ body }: OutgoingAnswer): z.infer<typeof problemSchema> | null {
  return problemSchema.safeParse(jsonOf(body)).data ?? null;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}

/** For the log. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_TEXT);
