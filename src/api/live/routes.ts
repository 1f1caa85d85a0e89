import type { FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import type { Principal } from '../../model/principal.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { languageOf } from '../problems/language.ts';
import { Problem } from '../problems/problems.ts';
import { createLiveClient, type FeedEvent } from './client.ts';

const MOST_CLIENTS = 100;
const CHECK_EVERY_MS = 20_000;
/** RFC 6455 §7.4.2: 4000 and above are for applications; 4401 as in 401. */
const SHUT_OUT = 4401;

const hello = ({ imports, listening }: Org, version: string): FeedEvent => ({
  kind: 'hello',
  version,
  imports: imports.list(),
  listening: listening.list(),
});

/** How soon somebody who was shut out hears no more. */
const LOOK_AT_ACCOUNTS_EVERY_MS = 1000;

export function liveRoutes(app: Api, { org, feed, version, backend }: ApiContext): void {
  let clients = 0;

  /** Who was let in may have been shut out since: signed out, disabled, removed, ended. */
  async function stillIn({ headers, peer }: FastifyRequest, orgId: string): Promise<Principal | null> {
    const { authorization, cookie } = headers;
    const { accounts } = backend();
    const found = await accounts.authenticate({ authorization, cookie, orgId, from: peer.address });
    const principal = 'principal' in found ? found.principal : null;
    return principal?.permissions.includes('inventory:read') === true ? principal : null;
  }

  app.get(
    '/ws/live',
    {
      websocket: true,
      schema: { hide: true },
      preHandler: async (request) => {
        org(request);
        if (clients >= MOST_CLIENTS) {
          throw new Problem('too-many-clients', say('server.too-many-clients', { clients }));
        }
      },
    },
    (socket, request) => {
      clients++;
      const mine = org(request);
      const client = createLiveClient(socket, () => languageOf(request).language);
      client.tell(hello(mine, version));
      const leave = feed.follow(mine.id, client.tell);
      let epoch = backend().state.accounts.epoch();
      let lookedAtMs = Date.now();
      const look = async (): Promise<void> => {
        const now = backend().state.accounts.epoch();
        // A session or token may also end by itself.
        if (now === epoch && Date.now() - lookedAtMs < CHECK_EVERY_MS) return;
        epoch = now;
        lookedAtMs = Date.now();
        const principal = await stillIn(request, mine.id);
        if (principal === null) socket.close(SHUT_OUT, 'signed out');
        // They may speak another language since.
        else request.principal = principal;
      };
      // While the stores are away nobody is shut out, and nobody hears anything.
      const looks = setInterval(() => void look().catch(() => {}), LOOK_AT_ACCOUNTS_EVERY_MS);
      looks.unref();
      const checks = setInterval(client.check, CHECK_EVERY_MS);
      checks.unref();
      socket.on('pong', client.answered);
      // It is told and tells nothing: what it sends is read and thrown away.
      socket.on('message', client.answered);
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        clients--;
        clearInterval(checks);
        clearInterval(looks);
        leave();
      });
    },
  );
}
