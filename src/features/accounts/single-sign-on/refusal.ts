/** Why somebody did not get in with an identity provider: one word for whoever waits, the reason itself for the log. */
import { InputError } from '../../../base/errors.ts';
import { OutgoingError } from '../../outgoing/outgoing-error.ts';

/** The console has a sentence for each. None of them tells whether an account is here. */
export const REFUSAL_REASONS = [
  /** Cancelled there, or the provider does not let this person in. */
  'denied',
  /** The way back is not one that this browser began within ten minutes, or was gone before. */
  'expired',
  /** No answer from the provider: network, certificate, an address that may not be asked. */
  'unreachable',
  /** The times of its ID token do not fit the clock of this server. */
  'clock',
  /** Not linked yet, and the provider vouches for no email. */
  'no-email',
  /** Nobody here, somebody disabled, or an email that is not trusted to say who it is. */
  'unknown',
  /** Anything else. */
  'failed',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface Refusal {
  readonly outcome: 'refused';
  readonly reason: RefusalReason;
  /** What an administrator reads in the log; `null`: there is nothing more to say. */
  readonly why: string | null;
}

export const refusal = (reason: RefusalReason, why: string | null = null): Refusal => ({
  outcome: 'refused',
  reason,
  why,
});

/** Errors of authorization responses that are a person's or the provider's no (RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6). */
const NO = ['access_denied', 'login_required', 'consent_required', 'interaction_required'];

/** The provider sent an error instead of a code. */
export function ofAnswer(error: string): Refusal {
  const said = /^[\x20-\x7e]{1,100}$/.test(error) ? error : 'something else than an error code';
  return refusal(NO.includes(error) ? 'denied' : 'failed', `the provider answered: ${said}`);
}

/** Something was thrown on the way there or back. */
export function ofError(error: unknown): Refusal {
  const why = reasonOf(error);
  const chain = [...causes(error)];
  if (chain.some((each) => each instanceof OutgoingError)) return refusal('unreachable', why);
  // Of oauth4webapi: `iat`, `nbf` or `exp`, with a tolerance.
  if (chain.some((each) => 'code' in each && each.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED'))
    return refusal('clock', why);
  return refusal('failed', why);
}

function* causes(error: unknown): Generator<Error> {
  for (let each = error; each instanceof Error; each = each.cause) yield each;
}

/** For the log: names of errors and their codes. No token and no code is in them. */
function reasonOf(error: unknown): string {
  if (error instanceof InputError) return 'the email that the provider sent is no address';
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.name}${code}: ${error.message}${cause}`.slice(0, 500);
}
