/** The built server in a network: TLS, redirects, who may connect, and an authority's certificate. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PeerCertificate, connect as tlsConnect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { HAS_BROWSER, launch, visit } from '../fixtures/browser.ts';
import { freePort, HAS_PEBBLE, startPebble } from '../fixtures/pebble.ts';
import {
  ADMINISTRATOR,
  killAll,
  mustBeBuilt,
  type RunningServer,
  type StartOptions,
  startServerAs,
} from '../fixtures/server.ts';
import { testIdentity } from '../fixtures/web-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-network-'));
const running: RunningServer[] = [];

beforeAll(mustBeBuilt);
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

async function startAs(options: StartOptions): Promise<RunningServer> {
  const server = await startServerAs(options);
  running.push(server);
  return server;
}
const start = (...args: readonly string[]): Promise<RunningServer> => startAs({ args });

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

interface Ask extends RequestOptions {
  readonly ca?: string;
  readonly body?: string;
  readonly servername?: string;
}

/** One request, on a connection of its own, without asking who signed the certificate unless `ca` says. */
async function ask(url: string, options: Ask = {}): Promise<Answer> {
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  const { body, ca, ...more } = options;
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  const asked = send(url, { agent: false, ...trust, ...more });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const piece of response) text += piece;
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

async function certificateAt(url: string, servername?: string): Promise<PeerCertificate> {
  const { hostname, port } = new URL(url);
  const socket = tlsConnect({ host: hostname, port: Number(port), rejectUnauthorized: false, servername });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('never');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const metric = async (server: RunningServer, reason: string): Promise<number> => {
  const { text } = await ask(`${server.url}/metrics`, { headers: { cookie: server.cookie } });
  return Number(new RegExp(`^vigie_http_refused_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
};

/** An address of this host that is not loopback; none on a machine without a network. */
const OUTSIDE = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describe('TLS', () => {
  const data = join(folder, 'self-signed');
  let fingerprint = '';

  it('with a certificate of its own: the fingerprint is printed, cookies are Secure, live works', async () => {
    const redirect = await freePort();
    const server = await start('--data', data, '--tls', 'self-signed', '--http-redirect', String(redirect));
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    fingerprint = await server.said(/^certificate: SHA-256 (\S+)$/m);
    expect((await certificateAt(server.url)).fingerprint256).toBe(fingerprint);
    expect(statSync(join(data, 'tls', 'self-signed.pem')).mode & 0o777).toBe(0o600);
    expect(server.cookie).toMatch(/^__Secure-/);
    const signIn = await ask(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify(ADMINISTRATOR),
    });
    expect(signIn.status).toBe(200);
    const flags = signIn.headers['set-cookie']?.join().split('; ');
    expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax']));
    const { origin, host } = new URL(server.url);
    const socket = new WebSocket(`wss://${host}/api/v1/ws/live`, {
      ...{ rejectUnauthorized: false, origin },
      headers: { cookie: server.cookie },
    });
    const [hello] = await once(socket, 'message');
    expect(JSON.parse(String(hello)).kind).toBe('hello');
    socket.terminate();
    // Plain HTTP only says where HTTPS is: whatever is asked, under our names only, and never to where a page says.
    for (const path of ['/', '/devices?q=a%20b', '//evil.example/', '/api/v1/session']) {
      const { status, headers } = await ask(`http://127.0.0.1:${redirect}`, { path, method: 'POST' });
      expect([status, headers.location], path).toEqual([308, `${server.url}${path}`]);
    }
    const elsewhere = await ask(`http://127.0.0.1:${redirect}/`, { headers: { host: 'evil.example' } });
    expect([elsewhere.status, elsewhere.headers.location]).toEqual([421, undefined]);
    const nothing = await ask(`http://127.0.0.1:${redirect}/.well-known/acme-challenge/x`);
    expect(nothing.status).toBe(308);
  });

  it('keeps its certificate, and speaks no old TLS', async () => {
    const server = await start('--data', data, '--tls', 'self-signed');
    expect((await certificateAt(server.url)).fingerprint256).toBe(fingerprint);
    const { port } = new URL(server.url);
    const old = tlsConnect({
      ...{ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false },
      ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    });
    const [error] = await once(old, 'error');
    expect(String(error)).toMatch(/alert|protocol|version/i);
  });

  it("with the user's files: a new pair is shown on SIGHUP and by itself, half a pair never", async () => {
    const [first, second, third] = [1, 2, 3].map(() => testIdentity(['console.example', '127.0.0.1']));
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, first.cert);
    writeFileSync(keyFile, first.key);
    const files = ['--tls-cert', certFile, '--tls-key', keyFile];
    const server = await start('--data', join(folder, 'files'), ...files);
    const seen = async () =>
      (await ask(`${server.url}/healthz`, { ca: first.cert }).catch(() => null))?.status;
    expect(await seen()).toBe(200);
    // By a name of the certificate as well.
    const named = await ask(`${server.url}/healthz`, { headers: { host: 'console.example' } });
    expect([named.status, named.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    writeFileSync(certFile, second.cert);
    process.kill(server.pid, 'SIGHUP');
    await until(async () => /not the key of the certificate/.test(server.err()));
    expect(await seen()).toBe(200);
    writeFileSync(keyFile, second.key);
    process.kill(server.pid, 'SIGHUP');
    await until(
      async () => (await ask(`${server.url}/healthz`, { ca: second.cert }).catch(() => null)) !== null,
    );
    writeFileSync(certFile, third.cert);
    writeFileSync(keyFile, third.key);
    await until(
      async () => (await ask(`${server.url}/healthz`, { ca: third.cert }).catch(() => null)) !== null,
    );
  });

  it.skipIf(!HAS_PEBBLE)('from an authority that asks at the redirect port', async () => {
    const redirect = await freePort();
    const pebble = await startPebble(redirect);
    try {
      const domain = 'console.example.com';
      const server = await startAs({
        args: [
          ...['--data', join(folder, 'acme'), '--tls', 'acme', '--acme-domain', domain],
          ...['--acme-email', 'ada@example.com', '--acme-directory', pebble.directory],
          ...['--http-redirect', String(redirect), '--outgoing-allow', '127.0.0.0/8'],
        ],
        env: { NODE_EXTRA_CA_CERTS: pebble.caFile },
      });
      await until(async () => /Pebble/i.test(String((await certificateAt(server.url, domain)).issuer.CN)));
      const root = await pebble.root();
      const { port } = new URL(server.url);
      const trusted = await ask(`https://127.0.0.1:${port}/healthz`, {
        ca: root,
        servername: domain,
        headers: { host: domain },
      });
      expect(trusted.status).toBe(200);
      const { text } = await ask(`${server.url}/metrics`, { headers: { cookie: server.cookie } });
      expect(text).toMatch(/^vigie_outgoing_answered_total [1-9]/m);
    } finally {
      pebble.stop();
    }
  });
});

describe.skipIf(OUTSIDE === undefined)('beyond this machine', () => {
  const data = join(folder, 'beyond');
  const reaches = async (port: string): Promise<boolean> => {
    const socket = connect({ host: OUTSIDE, port: Number(port) });
    try {
      await once(socket, 'connect');
      // One that is refused is closed at once.
      socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const [first] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [null])]);
      return first instanceof Buffer;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  };

  it('nobody is heard until there is an administrator, and then without a restart', async () => {
    const server = await start('--data', data, '--listen', '0.0.0.0', '--tls', 'self-signed');
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
    expect(server.err()).toMatch(/--listen 0\.0\.0\.0 waits for the first administrator/);
    const { port } = new URL(server.url);
    // The fixture has made one by now.
    await server.said(/^now listening at https:\/\/\S+$/m);
    const there = await ask(`https://${OUTSIDE}:${port}/healthz`);
    expect(there.status).toBe(200);
    // What was open goes on being served, at the same port.
    expect((await ask(`${server.url}/healthz`)).status).toBe(200);
  });

  it('only who is allowed is heard: the others are closed before their first byte, and counted', async () => {
    const server = await start('--data', data, '--listen', '0.0.0.0', '--allow', '203.0.113.0/24');
    expect(server.err()).toMatch(/without TLS, passwords and sessions can be read/);
    const { port } = new URL(server.url);
    expect(await reaches(port)).toBe(false);
    const local = { ...server, url: `http://127.0.0.1:${port}` };
    expect(await metric(local, 'connection-not-allowed')).toBe(1);
    await server.stop();
    running.length = 0;
    const open = await start(
      '--data',
      data,
      '--listen',
      '0.0.0.0',
      '--allow',
      `${OUTSIDE}/32,203.0.113.0/24`,
    );
    expect(await reaches(new URL(open.url).port)).toBe(true);
  });
});

describe('behind a proxy', () => {
  it('believes the one that it trusts, about name, scheme and client', async () => {
    const port = await freePort();
    const server = await startAs({
      args: [
        ...[
          '--data',
          join(folder, 'proxied'),
          '--public-url',
          'https://vigie.example.com',
          '--port',
          String(port),
        ],
        ...['--trusted-proxy', '127.0.0.1', '--allow', '203.0.113.0/24,127.0.0.1', '--log-level', 'debug'],
      ],
      reachedAt: `http://127.0.0.1:${port}`,
    });
    expect(await server.said(/^ready: (\S+)$/m)).toBe('https://vigie.example.com/');
    const proxied = (headers: Record<string, string>, more: Ask = {}) =>
      ask(`${server.url}/api/v1/session`, {
        ...more,
        headers: {
          'x-forwarded-for': '203.0.113.9',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'vigie.example.com',
          ...headers,
        },
      });
    const { status, headers } = await proxied({});
    expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect((await proxied({ 'x-forwarded-for': '203.0.113.9, 198.51.100.1' })).status).toBe(403);
    expect((await proxied({ 'x-forwarded-host': 'evil.example' })).status).toBe(421);
    const signIn = (origin: string) =>
      proxied(
        { 'content-type': 'application/json', origin },
        { method: 'POST', body: JSON.stringify(ADMINISTRATOR) },
      );
    expect((await signIn('https://evil.example')).status).toBe(403);
    const signedIn = await signIn('https://vigie.example.com');
    expect([signedIn.status, signedIn.headers['set-cookie']?.join()]).toEqual([
      200,
      expect.stringContaining('Secure'),
    ]);
    expect(server.err()).toContain('"from":"203.0.113.9"');
  });
});

describe.skipIf(!HAS_BROWSER)('the console over TLS', () => {
  it('follows live, and a browser has nothing to complain about', async () => {
    const server = await start('--data', join(folder, 'browser'), '--tls', 'self-signed');
    const browser = await launch();
    try {
      const { page, complaints, close } = await visit(browser, `${server.url}/devices`);
      const sockets: string[] = [];
      page.on('websocket', (socket) => {
        socket.on('framereceived', ({ payload }) => sockets.push(`${socket.url()} ${payload}`));
      });
      await page.reload();
      await until(async () => sockets.length > 0);
      expect(sockets[0]).toMatch(/^wss:\/\/127\.0\.0\.1:\d+\/api\/v1\/ws\/live.* \{"kind":"hello"/);
      expect(complaints).toEqual([]);
      await close();
    } finally {
      await browser.close();
    }
  });
});
