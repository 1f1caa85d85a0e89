/** Serves the built console with answers that are made up: on loopback, for as long as a bench runs. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const UNKNOWN = {
  type: 'about:blank',
  title: 'Unknown',
  status: 404,
  code: 'unknown-id',
  detail: '',
  errors: [],
};

/** `answers` maps a path of the API, `/topology`, to the body of its answer; all others are unknown. */
export async function serveConsole(
  folder: string,
  answers: Readonly<Record<string, () => unknown>>,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/v1')) {
      const made = answers[pathname.slice('/api/v1'.length)];
      response.setHeader('content-type', 'application/json');
      response.statusCode = made === undefined ? 404 : 200;
      response.end(JSON.stringify(made === undefined ? UNKNOWN : made()));
      return;
    }
    const wanted = join(folder, normalize(pathname));
    const file = extname(wanted) !== '' && existsSync(wanted) ? wanted : join(folder, 'index.html');
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'",
    );
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
