/** What is asked of somebody's URL, checked before anything is looked up or sent. */
import { OutgoingError } from './outgoing-error.ts';

export const OUTGOING_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type OutgoingMethod = (typeof OUTGOING_METHODS)[number];

export interface OutgoingMessage {
  /** `http:` or `https:`, without credentials. */
  readonly url: URL;
  readonly method: OutgoingMethod;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

const LONGEST_URL = 8192;
const MOST_HEADERS = 50;
const LONGEST_HEADER = 8192;
/** RFC 9110 §5.6.2, and a value without control characters: nothing begins a second header or a second request. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** The connection's own, RFC 9110 §7.6.1, and those that say where the request goes and where it ends. */
const OURS = [
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'te', 'trailer'],
  ...['upgrade', 'expect', 'proxy-connection', 'proxy-authorization', 'accept-encoding', 'http2-settings'],
];

/** Of another origin only what says how to read and answer goes there: a token may be in any other header. */
const HARMLESS = ['accept', 'accept-language', 'content-type', 'user-agent'];

/** Throws `invalid`, which names what is wrong and never repeats a value that may be secret. */
export function outgoingMessage(
  url: string | URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | null,
): OutgoingMessage {
  const known = OUTGOING_METHODS.find((each) => each === method);
  if (known === undefined)
    throw invalid(`method ${JSON.stringify(method)}: expected one of ${OUTGOING_METHODS.join(', ')}`);
  if (body !== null && (known === 'GET' || known === 'HEAD'))
    throw invalid(`body: expected none with ${known}`);
  return {
    url: outgoingUrl(url),
    method: known,
    headers: checkedHeaders(headers),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
}

/** Throws `invalid`. */
export function outgoingUrl(text: string | URL): URL {
  const url = URL.canParse(String(text)) ? new URL(text) : null;
  if (url === null || url.href.length > LONGEST_URL) {
    throw invalid(`URL: expected an http or https address of at most ${LONGEST_URL} characters`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`URL scheme ${JSON.stringify(url.protocol.slice(0, -1))}: expected http or https`);
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(`${url.origin}: expected no user name or password in the URL`);
  }
  return url;
}

function checkedHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(given);
  if (entries.length > MOST_HEADERS)
    throw invalid(`headers: ${entries.length}, expected at most ${MOST_HEADERS}`);
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'Vigie' };
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    if (!TOKEN.test(lower)) throw invalid(`header ${JSON.stringify(name)}: expected a name of RFC 9110`);
    if (OURS.includes(lower)) throw invalid(`header ${lower}: expected none, the connection has its own`);
    if (value.length > LONGEST_HEADER || !VALUE.test(value)) {
      throw invalid(
        `header ${lower}: expected at most ${LONGEST_HEADER} characters, none of them a line end or control`,
      );
    }
    headers[lower] = value;
  }
  return headers;
}

const REDIRECTS = [301, 302, 303, 307, 308];

export const isRedirect = (status: number, location: string | undefined): location is string =>
  location !== undefined && REDIRECTS.includes(status);

/**
 * The message that a redirect asks for (RFC 9110 §15.4, as browsers do it). Throws `redirect` when it leads from https to
 * http, to something that is no such URL, or would hand a body to another origin.
 */
export function redirected(message: OutgoingMessage, status: number, location: string): OutgoingMessage {
  const { url, method } = message;
  const next = nextUrl(url, location);
  if (url.protocol === 'https:' && next.protocol === 'http:') {
    throw new OutgoingError('redirect', `${url.origin}: redirects from https to http; expected https`);
  }
  const becomesGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST');
  const isElsewhere = next.origin !== url.origin;
  if (isElsewhere && !becomesGet && (message.body !== null || !['GET', 'HEAD'].includes(method))) {
    throw new OutgoingError(
      'redirect',
      `${url.origin}: redirects a ${method} to another origin; expected the address where it ends`,
    );
  }
  const headers = Object.entries(message.headers).filter(
    ([name]) => (!isElsewhere || HARMLESS.includes(name)) && !(becomesGet && name.startsWith('content-')),
  );
  return {
    url: next,
    method: becomesGet ? 'GET' : method,
    headers: Object.fromEntries(headers),
    body: becomesGet ? null : message.body,
  };
}

function nextUrl(base: URL, location: string): URL {
  try {
    return outgoingUrl(new URL(location, base));
  } catch {
    throw new OutgoingError('redirect', `${base.origin}: redirects to what is no http or https address`);
  }
}

const invalid = (message: string): OutgoingError => new OutgoingError('invalid', message);
