/** How often one may ask, as a setting. */

/** Requests a minute. */
export interface RateLimits {
  readonly token: number;
  readonly session: number;
  /** Of a client address, for requests without valid credentials. */
  readonly address: number;
  /** Of a client address, on the routes that take a password, a code or a link. */
  readonly signIn: number;
}

export const RATE_LIMITS: RateLimits = { token: 100, session: 3000, address: 300, signIn: 20 };
export const RATE_KINDS = ['token', 'session', 'address', 'signIn'] as const;
