/** Plain HTTP that says where HTTPS is, and answers an authority that asks whether a name is ours. */
import type { RequestListener } from 'node:http';
import type { NetworkPolicy } from '../../../api/network/policy.ts';
import { mayConnect } from '../../../api/network/policy.ts';
import { isServed, nameOfHost } from '../../../api/network/served-name.ts';

export interface RedirectNeeds {
  readonly policy: NetworkPolicy;
  /** Of HTTPS. */
  readonly tlsPort: () => number;
  /** By token, RFC 8555 §8.3. */
  readonly answers: ReadonlyMap<string, string>;
  readonly onRefused: (reason: 'connection-not-allowed' | 'wrong-host') => void;
}

const CHALLENGE = /^\/\.well-known\/acme-challenge\/([\w-]{1,256})$/;
const HTTPS_PORT = 443;

export function redirectListener({ policy, tlsPort, answers, onRefused }: RedirectNeeds): RequestListener {
  return ({ url = '/', headers, socket }, response) => {
    const answer = (status: number, more: Record<string, string>, text: string): void => {
      response
        .writeHead(status, {
          ...{
            'content-type': 'text/plain; charset=utf-8',
            'cache-control': 'no-store',
            connection: 'close',
          },
          ...{ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" },
          ...more,
        })
        .end(text);
    };
    const token = CHALLENGE.exec(url)?.[1];
    const proof = token === undefined ? undefined : answers.get(token);
    // For everybody: an authority asks from where it likes.
    if (proof !== undefined) return answer(200, {}, proof);
    if (!mayConnect(policy, socket.remoteAddress ?? '')) {
      onRefused('connection-not-allowed');
      return answer(403, {}, 'This address may not connect.\n');
    }
    const name = nameOfHost(headers.host ?? '');
    if (name === null || !isServed(name, socket.localAddress, policy)) {
      onRefused('wrong-host');
      return answer(421, {}, 'This name is not served.\n');
    }
    const location = `${policy.publicUrl?.origin ?? originAt(name, tlsPort())}${url.startsWith('/') ? url : '/'}`;
    answer(308, { location }, `${location}\n`);
  };
}

const originAt = (name: string, port: number): string =>
  `https://${name.includes(':') ? `[${name}]` : name}${port === HTTPS_PORT ? '' : `:${port}`}`;
