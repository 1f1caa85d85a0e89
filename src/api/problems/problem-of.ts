/** Whatever is thrown is one of our problems. */
import { InputError } from '../../base/errors.ts';
import { asItIs, say } from '../../model/messages/message.ts';
import { Refusal, saidOf } from '../../model/messages/refusal.ts';
import { TelemetryError } from '../../store/telemetry/errors.ts';
import { Problem } from './problems.ts';

/** `part`: where the fields of this request are that a store may refuse. */
export function problemOf(error: unknown, part: 'query' | 'body'): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal)
    return new Problem('invalid-request', error.said, {
      fields: error.field === null ? [] : [{ in: part, ...error.field }],
    });
  if (error instanceof InputError) return new Problem('invalid-request', saidOf(error));
  if (error instanceof TelemetryError)
    return error.code === 'invalid'
      ? new Problem('invalid-request', asItIs(error.message))
      : new Problem('store-unavailable', say('server.telemetry-silent'), { cause: error });
  return ofFastify(error) ?? new Problem('internal-error', say('server.defect'), { cause: error });
}

/** Fastify's own refusals. */
function ofFastify(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? error.code : null;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem('body-too-large', say('server.body-too-large'));
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    const type = error.message.replace(/^[^:]*: ?/, '');
    return new Problem('unsupported-content-type', say('server.media-type', { type }));
  }
  return 'statusCode' in error && Number(error.statusCode) < 500
    ? new Problem('malformed-request', say('server.unreadable', { reason: error.message }))
    : null;
}
