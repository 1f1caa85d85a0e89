/** Whatever is thrown becomes a problem document. */
import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import { InputError } from '../../base/errors.ts';
import { TelemetryError } from '../../store/telemetry/errors.ts';
import type { Refusals } from '../network/refusals.ts';
import type { ProblemDocument } from '../schemas.ts';
import { PROBLEMS, Problem, type ProblemCode } from './problems.ts';
import { InvalidRequest } from './validation.ts';

/** Fastify's own refusals. */
const OF_FASTIFY: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-content-type',
};
/** No defect, and no news to whoever reads the log. */
const EXPECTED: readonly ProblemCode[] = ['not-ready', 'too-many-clients'];

function problemOf(error: unknown): { readonly code: ProblemCode; readonly detail: string } {
  if (error instanceof Problem) return { code: error.code, detail: error.message };
  if (error instanceof InvalidRequest || error instanceof InputError) {
    return { code: 'invalid-request', detail: error.message };
  }
  if (error instanceof TelemetryError) {
    if (error.code === 'invalid') return { code: 'invalid-request', detail: error.message };
    return {
      code: 'store-unavailable',
      detail: 'The telemetry store does not answer; try again in a moment.',
    };
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const code = OF_FASTIFY[error.code];
    if (code !== undefined) return { code, detail: error.message };
  }
  if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) {
    return { code: 'malformed-request', detail: error.message };
  }
  return { code: 'internal-error', detail: 'The server could not answer this; its log says why.' };
}

/** Who asks must not, or not like this: counted, for whoever watches. */
const REFUSALS = [401, 403, 421, 429];

export interface ProblemNeeds {
  readonly log: FastifyBaseLogger;
  readonly refusals: Refusals;
}

/** Writes the problem; the log gets what is our own fault, with its cause. */
export function sendProblem(
  reply: FastifyReply,
  error: unknown,
  { log, refusals }: ProblemNeeds,
): FastifyReply {
  const { code, detail } = problemOf(error);
  const { status, title } = PROBLEMS[code];
  if (REFUSALS.includes(status)) refusals.count(code);
  if (status >= 500 && !EXPECTED.includes(code)) {
    log.error({ code, err: error instanceof Problem ? (error.cause ?? error) : error }, title);
  }
  const document: ProblemDocument = {
    type: `urn:vigie:problem:${code}`,
    title,
    status,
    code,
    detail,
    errors: error instanceof InvalidRequest || error instanceof Problem ? error.fields : [],
  };
  if (error instanceof Problem && error.retryAfterS !== null) reply.header('retry-after', error.retryAfterS);
  // As bytes: the schemas of the routes are those of their successes, and JSON has no charset (RFC 8259 §11).
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(document)));
}
