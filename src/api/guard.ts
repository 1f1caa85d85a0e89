/** Who may ask at all, while there are no accounts: pages of this server, and programs of this host. */
import type { FastifyRequest } from 'fastify';
import { Problem } from './problems.ts';

/**
 * Loopback only until accounts exist, and under these names only: a page elsewhere whose own name was made to mean
 * 127.0.0.1 (DNS rebinding) gets nothing.
 */
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;
const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Throws `wrong-host`; or `wrong-origin` when a page of another site would change something, or follow live: browsers
 * send such requests without asking. Programs send no Origin, and need none.
 */
export function guard(method: string, { host = '', origin, upgrade }: FastifyRequest['headers']): void {
  if (!LOOPBACK.test(host)) {
    throw new Problem('wrong-host', `Host ${JSON.stringify(host)}: expected localhost`);
  }
  if (origin === undefined || (READS.includes(method) && upgrade === undefined)) return;
  if (origin.toLowerCase() === `http://${host.toLowerCase()}`) return;
  throw new Problem(
    'wrong-origin',
    `Origin ${JSON.stringify(origin)}: expected http://${host}, the server itself`,
  );
}
