/** Behind nginx, configured as docs/exposing.md says: it ends TLS, and the console is reached under two names. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type AccountsUnderTest, PASSWORD, startAccounts } from '../../../test/fixtures/accounts-api.ts';
import { authenticator } from '../../../test/fixtures/authenticator.ts';
import { cidrs } from '../../../test/fixtures/bare-api.ts';
import { freePort } from '../../../test/fixtures/pebble.ts';
import { testIdentity } from '../../../test/fixtures/web-server.ts';
import { PLAIN_POLICY } from './policy.ts';

/** Debian's package `nginx-light`. With CI set its absence fails instead of skipping. */
const HAS_NGINX = process.env.CI !== undefined || spawnSync('nginx', ['-v']).error === undefined;
const NAME = 'vigie.example.com';
const EMAIL = 'platform@example.org';

const guide = readFileSync(new URL('../../../docs/exposing.md', import.meta.url), 'utf8');
const identity = testIdentity([NAME, 'localhost']);
let on: AccountsUnderTest;
let nginx: ChildProcess;
let port = 0;
let folder = '';

interface Answer {
  readonly status: number;
  readonly body: never;
  readonly headers: IncomingHttpHeaders;
}

/** A browser at one of the names. */
function visitor(name: string, more: Readonly<Record<string, string>> = {}) {
  const origin = `https://${name}:${port}`;
  const cookies = new Map<string, string>();
  const cookie = (): string => [...cookies].map((pair) => pair.join('=')).join('; ');
  async function ask(method: string, path: string, payload?: object): Promise<Answer> {
    const asked = request({
      ...{ host: '127.0.0.1', port, servername: name, ca: identity.cert, method, path: `/api/v1${path}` },
      headers: {
        ...{ host: `${name}:${port}`, cookie: cookie(), ...more },
        ...(method === 'GET' ? {} : { origin }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    asked.end(payload === undefined ? undefined : JSON.stringify(payload));
    const [response] = await once(asked, 'response');
    let text = '';
    for await (const piece of response) text += piece;
    for (const set of response.headers['set-cookie'] ?? []) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(key, value);
    }
    return {
      status: response.statusCode,
      body: text === '' ? null : JSON.parse(text),
      headers: response.headers,
    } as never;
  }
  return {
    origin,
    cookies,
    cookie,
    ask,
    signIn: () => ask('POST', '/session', { email: EMAIL, password: PASSWORD }),
  };
}

describe.skipIf(!HAS_NGINX)('behind nginx', () => {
  beforeAll(async () => {
    port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'vigie-nginx-'));
    on = await startAccounts(
      { publicUrl: `https://${NAME}:${port}` },
      { ...PLAIN_POLICY, publicUrl: new URL(`https://${NAME}:${port}`), trustedProxies: cidrs('127.0.0.1') },
    );
    await on.app.listen({ port: 0, host: '127.0.0.1' });
    const { port: inner } = on.app.server.address() as AddressInfo;
    const [location] = /^location \/ \{[\s\S]*?^\}/m.exec(guide) ?? [''];
    const own = location.replace('127.0.0.1:8480', `127.0.0.1:${inner}`);
    writeFileSync(join(folder, 'cert.pem'), identity.cert);
    writeFileSync(join(folder, 'key.pem'), identity.key);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log stderr; events {}
      http {
        access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
        uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
        server {
          listen 127.0.0.1:${port} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
          ${own}
        }
      }`,
    );
    nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await answering();
    await on.platformAdmin();
  });
  afterAll(async () => {
    nginx?.kill('SIGTERM');
    await on?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function answering(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const socket = connect({ host: '127.0.0.1', port });
      const isThere = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'error').then(() => false),
      ]).catch(() => false);
      socket.destroy();
      if (isThere) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('nginx never answered');
  }

  it.each([NAME, 'localhost'])('people sign in at %s, with a password and with a passkey', async (name) => {
    const ada = visitor(name);
    const entered = await ada.signIn();
    expect([entered.status, entered.body]).toMatchObject([200, { user: { email: EMAIL }, passkeys: true }]);
    expect(String(entered.headers['set-cookie'])).toMatch(/^__Secure-vigie\.session_token=.*; Secure/);
    expect((await ada.ask('GET', '/session')).body).toMatchObject({ user: { email: EMAIL } });
    const key = authenticator(ada.origin);
    const { body: options } = await ada.ask('POST', '/account/passkeys/options');
    expect(options).toMatchObject({ rp: { id: name } });
    const added = await ada.ask('POST', '/account/passkeys', { name, response: key.create(options) });
    expect(added.status).toBe(201);
    const again = visitor(name);
    const { body: challenge } = await again.ask('POST', '/session/passkey/options');
    const back = await again.ask('POST', '/session/passkey', { response: key.get(challenge) });
    expect([back.status, back.body]).toMatchObject([200, { user: { email: EMAIL } }]);
    const provider = {
      ...{ id: `at-${name.split('.')[0]}`, name, issuer: 'https://id.example.org', clientId: 'x' },
    };
    const made = await ada.ask('POST', '/platform/providers', provider);
    expect(made.body).toMatchObject({
      redirectUri: `${ada.origin}/api/v1/session/oidc/${provider.id}/callback`,
    });
  });

  it('pages follow live, and those of other sites do not', async () => {
    const ada = visitor(NAME);
    await ada.signIn();
    await on.state
      .forOrg('default')
      .members.add((await on.state.accounts.people.byEmail(EMAIL))!.id, 'admin');
    const open = (origin: string) =>
      new WebSocket(`wss://127.0.0.1:${port}/api/v1/ws/live`, {
        ...{ origin, servername: NAME, ca: identity.cert },
        headers: { cookie: ada.cookie(), host: `${NAME}:${port}` },
      });
    const live = open(ada.origin);
    const [hello] = await once(live, 'message');
    expect(JSON.parse(String(hello)).kind).toBe('hello');
    live.terminate();
    const [refused] = await once(open('https://evil.example'), 'error');
    expect(String(refused)).toContain('403');
  });

  it('the name is the one that nginx was asked under, not one that the client claims', async () => {
    const claiming = visitor(NAME, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' });
    const entered = await claiming.signIn();
    expect([entered.status, String(entered.headers['set-cookie'])]).toEqual([
      200,
      expect.stringContaining('Secure'),
    ]);
    // Client and proxy are one machine here, and it is trusted: what is before it in the list is believed.
    const other = visitor(NAME, { 'x-forwarded-for': '203.0.113.7' });
    await other.signIn();
    const { sessions }: { sessions: object[] } = (await other.ask('GET', '/account')).body;
    expect(sessions).toContainEqual(expect.objectContaining({ address: '203.0.113.7', isThis: true }));
    const refused = await visitor(NAME, { host: 'evil.example' }).ask('GET', '/session');
    expect([refused.status, refused.body]).toMatchObject([421, { code: 'wrong-host' }]);
  });
});
