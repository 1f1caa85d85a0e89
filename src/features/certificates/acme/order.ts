/** A certificate from an authority that asks for proof over HTTP (RFC 8555 §7.4, §8.3). */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { OutgoingAnswer } from '../../outgoing/outgoing.ts';
import { certificateRequest, isPair } from '../certificate.ts';
import type { Identity } from '../source.ts';
import { base64url, thumbprint } from './jws.ts';
import { AcmeError, type AcmeSession, printable, read } from './session.ts';

export interface OrderNeeds {
  readonly accountKey: KeyObject;
  readonly domains: readonly string[];
  /** By token: what is answered at `/.well-known/acme-challenge/TOKEN`, over plain HTTP. */
  readonly answers: Map<string, string>;
  readonly signal: AbortSignal;
}

const url = z.url();
const problem = z.object({ type: z.string().default(''), detail: z.string().default('') });
const orderSchema = z.object({
  status: z.enum(['pending', 'ready', 'processing', 'valid', 'invalid']),
  authorizations: z.array(url).max(100),
  finalize: url,
  certificate: url.optional(),
  error: problem.optional(),
});
const challengeSchema = z.object({
  type: z.string(),
  url,
  token: z.string().optional(),
  error: problem.optional(),
});
const authorizationSchema = z.object({
  identifier: z.object({ value: z.string() }),
  status: z.enum(['pending', 'valid', 'invalid', 'deactivated', 'expired', 'revoked']),
  challenges: z.array(challengeSchema).max(20),
});
/** §8.3: of the URL-safe alphabet, so that nothing else can be asked for under it. */
const TOKEN = /^[\w-]{1,256}$/;
const ASK_AGAIN_MS = 1000;
const MOST_WAIT_MS = 30_000;
const MOST_QUESTIONS = 60;

/** Rejects with an AcmeError or OutgoingError that says what was refused; the answers are taken away again. */
export async function orderCertificate(
  session: AcmeSession,
  { accountKey, domains, answers, signal }: OrderNeeds,
): Promise<Identity> {
  const created = await session.post(session.directory.newOrder, {
    identifiers: domains.map((value) => ({ type: 'dns', value })),
  });
  const orderUrl = locationOf(created, session.directory.newOrder);
  const order = read(orderSchema, created, session.directory.newOrder);
  for (const authorization of order.authorizations) {
    await prove(session, authorization, { accountKey, answers, signal });
  }
  await until(session, orderUrl, signal, orderSchema, ({ status }) => status !== 'pending');
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await session.post(order.finalize, { csr: base64url(certificateRequest(keys, domains)) });
  const done = await until(session, orderUrl, signal, orderSchema, ({ status }) =>
    ['valid', 'invalid'].includes(status),
  );
  if (done.status !== 'valid' || done.certificate === undefined) {
    throw new AcmeError(`${orderUrl}: the order is ${done.status}: ${printable(done.error?.detail ?? '')}`);
  }
  const { body } = await session.post(done.certificate, null);
  const cert = new TextDecoder().decode(body);
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  if (!isPair({ key, cert })) {
    throw new AcmeError(`${done.certificate}: the certificate is not of the key that was asked for`);
  }
  return { key, cert };
}

async function prove(
  session: AcmeSession,
  authorizationUrl: string,
  { accountKey, answers, signal }: Pick<OrderNeeds, 'accountKey' | 'answers' | 'signal'>,
): Promise<void> {
  const { status, challenges } = read(
    authorizationSchema,
    await session.post(authorizationUrl, null),
    authorizationUrl,
  );
  if (status === 'valid') return;
  const challenge = challenges.find(({ type }) => type === 'http-01');
  if (challenge?.token === undefined || !TOKEN.test(challenge.token)) {
    throw new AcmeError(`${authorizationUrl}: no http-01 challenge among those offered`);
  }
  answers.set(challenge.token, `${challenge.token}.${thumbprint(accountKey)}`);
  try {
    await session.post(challenge.url, {});
    const judged = await until(
      session,
      authorizationUrl,
      signal,
      authorizationSchema,
      (it) => it.status !== 'pending',
    );
    if (judged.status === 'valid') return;
    const why = judged.challenges.find(({ error }) => error !== undefined)?.error?.detail ?? '';
    throw new AcmeError(
      `${judged.identifier.value}: the authority could not be shown that it is ours (${judged.status}): ${printable(why)}`,
    );
  } finally {
    answers.delete(challenge.token);
  }
}

async function until<Schema extends z.ZodType>(
  session: AcmeSession,
  where: string,
  signal: AbortSignal,
  schema: Schema,
  isDone: (thing: z.output<Schema>) => boolean,
): Promise<z.output<Schema>> {
  for (let questions = 0; questions < MOST_QUESTIONS; questions++) {
    const answer = await session.post(where, null);
    const thing = read(schema, answer, where);
    if (isDone(thing)) return thing;
    const seconds = Number(answer.headers['retry-after']);
    const ms = seconds > 0 ? seconds * 1000 : ASK_AGAIN_MS;
    await wait(Math.min(ms, MOST_WAIT_MS), undefined, { signal });
  }
  throw new AcmeError(`${where}: still not decided after ${MOST_QUESTIONS} questions`);
}

function locationOf({ headers }: OutgoingAnswer, base: string): string {
  if (headers.location === undefined) throw new AcmeError(`${base}: no Location in the answer`);
  return new URL(headers.location, base).href;
}
