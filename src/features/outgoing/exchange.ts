/** One request and its answer, to an address that was checked before. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { formatAddress, parseAddress } from '../../base/cidr.ts';
import type { Destination } from './destination.ts';
import type { OutgoingMessage } from './message.ts';
import { OutgoingError, type OutgoingReason } from './outgoing-error.ts';

export interface Answer {
  readonly status: number;
  /** By lower-case name; several of one name joined as Node.js joins them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

const MOST_HEADER_BYTES = 16 * 1024;
/** Codes of OpenSSL and of Node.js that blame the certificate. */
const OF_CERTIFICATE =
  /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

/**
 * Rejects with an OutgoingError, or with what `signal` was aborted with. The connection is made for this request, to one of
 * `destination`, and is closed after it: none that another request has opened is used.
 */
export function exchange(
  { url, method, headers, body }: OutgoingMessage,
  { addresses }: Destination,
  {
    maxBytes,
    ca,
    signal,
  }: { readonly maxBytes: number; readonly ca: string | null; readonly signal: AbortSignal },
): Promise<Answer> {
  const isTls = url.protocol === 'https:';
  const lookup: LookupFunction = (_name, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0].address, addresses[0].family);
  };
  return new Promise((resolve, reject) => {
    const fail = (reason: OutgoingReason, what: string): void => {
      reject(new OutgoingError(reason, `${url.origin}: ${what}`));
      request.destroy();
    };
    const request = (isTls ? httpsRequest : httpRequest)(url, {
      method,
      headers: { ...headers, ...(body === null ? {} : { 'content-length': body.byteLength }) },
      agent: isTls ? new HttpsAgent({ maxCachedSessions: 0 }) : new HttpAgent(),
      lookup,
      signal,
      maxHeaderSize: MOST_HEADER_BYTES,
      ...(ca === null ? {} : { ca }),
    });
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        const peer = parseAddress(socket.remoteAddress ?? '');
        if (peer !== null && addresses.some(({ address }) => address === formatAddress(peer))) return;
        fail('address-refused', 'the connection leads to another address than the one that was checked');
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason);
      else if (error.code === 'HPE_HEADER_OVERFLOW')
        fail('too-large', `more than ${MOST_HEADER_BYTES} bytes of headers`);
      else if (OF_CERTIFICATE.test(error.code ?? ''))
        fail('certificate', `its certificate is not accepted (${error.code})`);
      else fail('unreachable', 'no answer; expected an HTTP server');
    });
    request.on('response', (response) => {
      collect(response, maxBytes).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: bytes }),
        (error: unknown) => {
          if (signal.aborted) reject(signal.reason);
          else if (error instanceof TooLarge)
            fail('too-large', `more than ${maxBytes} bytes, the most that is taken`);
          else fail('unreachable', 'the answer broke off');
        },
      );
    });
    request.end(body ?? undefined);
  });
}

class TooLarge extends Error {}

async function collect(response: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // Declared is believed only when it says too much: then nothing needs to be read.
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw new TooLarge();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw new TooLarge();
    pieces.push(piece);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
