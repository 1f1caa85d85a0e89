import type { Api, ApiContext, Org } from '../deps.ts';
import { Problem } from '../problems.ts';
import { createLiveClient } from './client.ts';
import type { LiveEvent } from './schemas.ts';

const MOST_CLIENTS = 100;
const CHECK_EVERY_MS = 20_000;

const hello = ({ imports, listening }: Org, version: string): LiveEvent => ({
  kind: 'hello',
  version,
  imports: imports.list(),
  listening: listening.list(),
});

export function liveRoutes(app: Api, { org, feed, version }: ApiContext): void {
  let clients = 0;

  app.get(
    '/ws/live',
    {
      websocket: true,
      schema: { hide: true },
      preHandler: async (request) => {
        org(request);
        if (clients >= MOST_CLIENTS) {
          throw new Problem('too-many-clients', `${clients} clients follow live already, and no more can`);
        }
      },
    },
    (socket, request) => {
      clients++;
      const mine = org(request);
      const client = createLiveClient(socket);
      client.tell(hello(mine, version));
      const leave = feed.follow(mine.id, client.tell);
      const checks = setInterval(client.check, CHECK_EVERY_MS);
      checks.unref();
      socket.on('pong', client.answered);
      // It is told and tells nothing: what it sends is read and thrown away.
      socket.on('message', client.answered);
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        clients--;
        clearInterval(checks);
        leave();
      });
    },
  );
}
