/** Whatever is thrown becomes a problem document, in the language of whoever asked. */
import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import { inWords, say } from '../../model/messages/message.ts';
import type { Refusals } from '../network/refusals.ts';
import type { ProblemDocument } from '../schemas.ts';
import { languageOf } from './language.ts';
import { problemOf } from './problem-of.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';

/** No defect, and no news to whoever reads the log. */
const EXPECTED: readonly ProblemCode[] = ['not-ready', 'too-many-clients'];
/** Who asks must not, or not like this: counted, for whoever watches. */
const REFUSALS = [401, 403, 421, 429];

export interface ProblemNeeds {
  readonly log: FastifyBaseLogger;
  readonly refusals: Refusals;
}

/** Writes the problem; the log, which is in English, gets what is our own fault, with its cause. */
export function sendProblem(
  reply: FastifyReply,
  error: unknown,
  { log, refusals }: ProblemNeeds,
): FastifyReply {
  const { request } = reply;
  const problem = problemOf(error, ['GET', 'HEAD'].includes(request.method) ? 'query' : 'body');
  const { code, said, fields, retryAfterS } = problem;
  const { status } = PROBLEMS[code];
  const title = say(`title.${code}`);
  if (REFUSALS.includes(status)) refusals.count(code);
  if (status >= 500 && !EXPECTED.includes(code))
    log.error({ code, err: problem.cause ?? problem }, inWords(title, 'en'));
  const { language, isOfAccount } = languageOf(request);
  const document: ProblemDocument = {
    type: `urn:vigie:problem:${code}`,
    title: inWords(title, language),
    status,
    code,
    detail: inWords(said, language),
    errors: fields.map((field) => ({ ...field, expected: inWords(field.expected, language) })),
  };
  if (retryAfterS !== null) reply.header('retry-after', retryAfterS);
  if (!isOfAccount) reply.header('vary', 'accept-language');
  // As bytes: the schemas of the routes are those of their successes, and JSON has no charset (RFC 8259 §11).
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-language', language)
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(document)));
}
