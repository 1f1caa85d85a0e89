/** What every request passes first, before it is known who asks. */

import type { FastifyRequest } from 'fastify';
import { formatAddress } from '../../base/cidr.ts';
import { say } from '../../model/messages/message.ts';
import { Problem } from '../problems/problems.ts';
import { refuseOtherSites } from './cross-site.ts';
import { type Forwarded, forwarded, isMarked } from './forwarded.ts';
import { mayAsk, type NetworkPolicy } from './policy.ts';
import { isServed, nameOfHost } from './served-name.ts';

/** A request as it was when it left its client, before any proxy. */
export interface Peer {
  /** Of the client; empty when its connection has gone already. */
  readonly address: string;
  /** The client's own connection is TLS: its cookies are `Secure`. */
  readonly isSecure: boolean;
  /** `Host` as the client wrote it, in lower case: `vigie.example:8480`. */
  readonly host: string;
  /** Of the console as the client sees it: `https://vigie.example:8480`. */
  readonly origin: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Where it comes from; `isSecure` says which cookies are `Secure`. */
    peer: Peer;
  }
}

/** Of a request that was refused before this was known. */
export const UNKNOWN_PEER: Peer = { address: '', isSecure: false, host: '', origin: '' };

type Request = Pick<FastifyRequest, 'raw' | 'peer'>;

export interface Network {
  /**
   * Sets `peer`. Throws `address-not-allowed`, `wrong-host`, `wrong-origin` or `malformed-request`. To be called once, first
   * of all.
   */
  admit(request: Request, isData: boolean): void;
}

export function createNetwork(policy: NetworkPolicy): Network {
  const ownOrigin = policy.publicUrl?.origin ?? null;

  function peerFrom({ client, scheme, host }: Forwarded, isEncrypted: boolean, own = ''): Peer {
    const seen = (host ?? own).toLowerCase();
    // A proxy that ends TLS for the public URL may not say so: that it is https says enough.
    const isPublic = policy.publicUrl?.protocol === 'https:' && policy.publicUrl.host === seen;
    const isSecure = (scheme === null ? isEncrypted : scheme === 'https') || isPublic;
    return {
      address: client === null ? '' : formatAddress(client),
      isSecure,
      host: seen,
      origin: originOf(`${isSecure ? 'https' : 'http'}://${seen}`),
    };
  }

  const originsOf = ({ origin }: Peer): readonly string[] =>
    ownOrigin === null || ownOrigin === origin ? [origin] : [origin, ownOrigin];

  return {
    admit(request, isData) {
      const { raw } = request;
      const { remoteAddress, localAddress, encrypted = false } = socketOf(raw);
      const from = forwarded(remoteAddress, raw.headers, policy.trustedProxies);
      const peer = peerFrom(from, encrypted, raw.headers.host);
      request.peer = peer;
      if (!mayAsk(policy, from.client, isMarked(raw.headers))) {
        throw new Problem('address-not-allowed', say('network.address', { address: peer.address }));
      }
      const name = nameOfHost(peer.host);
      if (name === null || !isServed(name, localAddress, policy)) {
        throw new Problem(
          'wrong-host',
          say('network.host', {
            host: peer.host,
            expected: policy.publicUrl?.host ?? say('network.own-hosts'),
          }),
        );
      }
      const { method = 'GET', headers } = raw;
      refuseOtherSites({ method, headers, isData, origins: originsOf(peer) });
    },
  };
}

interface SocketFacts {
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly encrypted?: boolean;
}

/** A request that was made inside has no socket. */
const socketOf = ({ socket }: { readonly socket?: SocketFacts }): SocketFacts => socket ?? {};

/** Without the port that is understood. */
const originOf = (text: string): string => (URL.canParse(text) ? new URL(text).origin : text);
