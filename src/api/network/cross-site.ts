/**
 * Requests that pages of other sites make, with the cookies of whoever looks at them (CSRF). Browsers say where a request
 * comes from: `Origin` (RFC 6454) with each change and WebSocket, `Sec-Fetch-Site` (Fetch Metadata) with everything. Programs
 * say neither and need neither: no browser leaves both out.
 */

import type { FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import { Problem } from '../problems/problems.ts';

const READS = ['GET', 'HEAD', 'OPTIONS'];
/** `none`: typed, or from a bookmark. `same-site` is another server of the same domain, or another port of localhost. */
const OURS = ['same-origin', 'none'];

export interface CameFrom {
  readonly method: string;
  readonly headers: FastifyRequest['headers'];
  /** Data, not a page of the console. */
  readonly isData: boolean;
  /** Of the server as this client sees it: `https://vigie.example`. The first is named in messages. */
  readonly origins: readonly string[];
}

/** Throws `wrong-origin`. */
export function refuseOtherSites({ method, headers, isData, origins }: CameFrom): void {
  const { origin, upgrade } = headers;
  const site = headers['sec-fetch-site'];
  const isOther = typeof site === 'string' && !OURS.includes(site);
  if (READS.includes(method) && upgrade === undefined) {
    // Following a link to an export is fine; reading data into another site's page is not.
    if (isData && isOther && headers['sec-fetch-mode'] !== 'navigate') {
      throw new Problem('wrong-origin', say('network.fetch-site', { site }));
    }
    return;
  }
  if (origin === undefined) {
    if (!isOther) return;
    throw new Problem('wrong-origin', say('network.fetch-site', { site }));
  }
  if (origins.includes(origin.toLowerCase())) return;
  throw new Problem('wrong-origin', say('network.origin', { origin, expected: origins[0] }));
}
