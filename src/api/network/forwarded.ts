/** Who asks, when proxies stand between: only those that are trusted are believed, from the nearest one on. */

import type { FastifyRequest } from 'fastify';
import { type Address, type Cidr, containsAny, parseAddress } from '../../base/cidr.ts';
import { say } from '../../model/messages/message.ts';
import { Problem } from '../problems/problems.ts';

export interface Forwarded {
  /** The nearest that is no trusted proxy; `null` when the connection has gone already. */
  readonly client: Address | null;
  /** What a trusted proxy says of its own client's connection; `null`: none said so. */
  readonly scheme: 'http' | 'https' | null;
  readonly host: string | null;
}

/** Longer than chains really are, and short enough to be walked for every request. */
const MOST_HOPS = 32;
const MARKS = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

/** Whether some proxy has written something into it. */
export const isMarked = (headers: FastifyRequest['headers']): boolean =>
  MARKS.some((name) => headers[name] !== undefined);

/**
 * Throws `malformed-request` when a trusted proxy says something that cannot be read: whose request it is is then unknown, and
 * nothing is guessed.
 */
export function forwarded(
  from: string | undefined,
  headers: FastifyRequest['headers'],
  trusted: readonly Cidr[],
): Forwarded {
  const peer = parseAddress(from ?? '');
  if (peer === null || !containsAny(trusted, peer)) return { client: peer, scheme: null, host: null };
  return {
    client: clientOf(peer, valuesOf(headers, 'x-forwarded-for'), trusted),
    scheme: schemeOf(valuesOf(headers, 'x-forwarded-proto').at(-1)),
    host: valuesOf(headers, 'x-forwarded-host').at(-1) ?? null,
  };
}

/** Each proxy adds whom it heard at the end: what stands before the first that is not trusted, anybody may have written. */
function clientOf(peer: Address, hops: readonly string[], trusted: readonly Cidr[]): Address {
  if (hops.length > MOST_HOPS) {
    throw new Problem('malformed-request', say('network.hops', { hops: hops.length, most: MOST_HOPS }));
  }
  let client = peer;
  for (const hop of hops.toReversed()) {
    const address = parseAddress(withoutPort(hop));
    if (address === null) {
      throw new Problem('malformed-request', say('network.hop', { hop }));
    }
    client = address;
    if (!containsAny(trusted, client)) break;
  }
  return client;
}

/** Some proxies write `192.0.2.7:50123` and `[2001:db8::7]:50123`. */
const withoutPort = (hop: string): string =>
  /^\[([^\]]+)\](?::\d{1,5})?$/.exec(hop)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(hop)?.[1] ?? hop;

function schemeOf(text: string | undefined): 'http' | 'https' | null {
  if (text === undefined) return null;
  const scheme = text.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return scheme;
  throw new Problem('malformed-request', say('network.proto', { proto: text }));
}

function valuesOf(headers: FastifyRequest['headers'], name: string): string[] {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
