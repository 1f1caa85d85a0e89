/**
 * The one way out: every request to a URL that a person or a document named goes through here. What a URL leads to is
 * resolved once, every address is checked, and the connection goes to one of those (docs/decisions/0019-network.md).
 */
import type { Cidr } from '../../base/cidr.ts';
import { type Destination, findDestination, type Lookup, lookupBySystem } from './destination.ts';
import { type Answer, exchange } from './exchange.ts';
import { isRedirect, type OutgoingMessage, outgoingMessage, redirected } from './message.ts';
import { OUTGOING_REASONS, OutgoingError, type OutgoingReason } from './outgoing-error.ts';

export interface OutgoingRequest {
  readonly url: string | URL;
  /** GET without it. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Of the answer's body; 1 MiB without it. */
  readonly maxBytes?: number;
  /** For all of it: names, redirects, the last byte. 10 s without it. */
  readonly timeoutMs?: number;
  /** How many are followed; 5 without it, 0 hands a redirect out as it is. */
  readonly redirects?: number;
  readonly signal?: AbortSignal;
}

export interface OutgoingAnswer extends Answer {
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

export interface OutgoingCounters {
  readonly answered: number;
  readonly failed: Readonly<Record<OutgoingReason, number>>;
}

export interface Outgoing {
  /** Rejects with an OutgoingError and nothing else. A status of 400 or 500 is an answer. */
  request(request: OutgoingRequest): Promise<OutgoingAnswer>;
  counters(): OutgoingCounters;
}

export interface OutgoingNeeds {
  /** Special ranges that may be reached all the same. */
  readonly allow: readonly Cidr[];
  readonly lookup?: Lookup;
  /** PEM of the authorities that are trusted; `null`: those of Node.js (NODE_EXTRA_CA_CERTS adds to them). */
  readonly ca?: string | null;
}

const DEFAULT_BYTES = 1 << 20;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_REDIRECTS = 5;
/** At once; more are refused, so that a slow webhook cannot take all memory. */
const MOST_AT_ONCE = 64;

export function createOutgoing({ allow, lookup = lookupBySystem, ca = null }: OutgoingNeeds): Outgoing {
  const failed = Object.fromEntries(OUTGOING_REASONS.map((reason) => [reason, 0])) as Record<
    OutgoingReason,
    number
  >;
  let answered = 0;
  let underWay = 0;

  async function follow(request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingAnswer> {
    const { url, method = 'GET', headers = {}, body = null } = request;
    const { maxBytes = DEFAULT_BYTES, redirects = DEFAULT_REDIRECTS } = request;
    let message: OutgoingMessage = outgoingMessage(url, method, headers, body);
    for (let hops = 0; ; hops++) {
      const destination: Destination = await untilAborted(
        findDestination(message.url, { lookup, allow }),
        signal,
      );
      const answer = await exchange(message, destination, { maxBytes, ca, signal });
      const { location } = answer.headers;
      if (redirects === 0 || !isRedirect(answer.status, location))
        return { ...answer, url: message.url.href };
      if (hops === redirects) {
        throw new OutgoingError('redirect', `${message.url.origin}: more than ${redirects} redirects`);
      }
      message = redirected(message, answer.status, location);
    }
  }

  return {
    async request(request) {
      const { timeoutMs = DEFAULT_TIMEOUT_MS } = request;
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
      try {
        if (underWay >= MOST_AT_ONCE) {
          throw new OutgoingError('busy', `${underWay} requests are under way, and no more can`);
        }
        underWay++;
        try {
          const answer = await follow(request, signal);
          answered++;
          return answer;
        } finally {
          underWay--;
        }
      } catch (error) {
        const problem = outgoingError(error, { deadline, signal, timeoutMs });
        failed[problem.reason]++;
        throw problem;
      }
    },
    counters: () => ({ answered, failed: { ...failed } }),
  };
}

function outgoingError(
  error: unknown,
  { deadline, signal, timeoutMs }: { deadline: AbortSignal; signal: AbortSignal; timeoutMs: number },
): OutgoingError {
  if (error instanceof OutgoingError) return error;
  if (deadline.aborted) return new OutgoingError('timeout', `no whole answer within ${timeoutMs} ms`);
  if (signal.aborted) return new OutgoingError('aborted', 'the request is not needed any more');
  throw error;
}

/** The resolver of the system cannot be stopped: it is left alone. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
