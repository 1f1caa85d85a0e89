/** Why a request to somebody's URL was not made, or has no answer. Programs act on it, and it is counted by it. */
export const OUTGOING_REASONS = [
  /** The URL, the method or a header is not one that is sent. */
  'invalid',
  /** The name, or the address itself, leads to where no request may go. */
  'address-refused',
  'name-not-found',
  /** No connection, or it broke off. Which of them would tell strangers about the network inside. */
  'unreachable',
  'certificate',
  'timeout',
  'too-large',
  /** Too many, or one to where it may not lead. */
  'redirect',
  /** As many as there may be are under way. */
  'busy',
  'aborted',
] as const;
export type OutgoingReason = (typeof OUTGOING_REASONS)[number];

/**
 * The message names the origin of the URL (never its path or query, which may be secret), what was found and what was
 * expected; nothing that the other side, or the resolver of this network, answered.
 */
export class OutgoingError extends Error {
  readonly reason: OutgoingReason;
  constructor(reason: OutgoingReason, message: string) {
    super(message);
    this.name = 'OutgoingError';
    this.reason = reason;
  }
}
