import { CONSOLE_POLICY } from '../answers/headers.ts';
import type { Api, ApiContext } from '../deps.ts';
import { docsPage } from './page.ts';
import { STYLE } from './style.ts';

/** The API for people: the OpenAPI document as a page without scripts. */
export function docsRoutes(app: Api, _context: ApiContext): void {
  let page: string | null = null;

  app.get('/api/v1/docs', { schema: { hide: true } }, (_request, reply) => {
    page ??= docsPage(app.swagger());
    return reply
      .header('content-security-policy', CONSOLE_POLICY)
      .type('text/html; charset=utf-8')
      .send(page);
  });

  app.get('/api/v1/docs/style.css', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(STYLE),
  );
}
