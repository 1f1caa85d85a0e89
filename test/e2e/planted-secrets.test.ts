/** Secrets are planted in a running server, it is used in every way there is, and then they are looked for everywhere. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  killAll,
  mustBeBuilt,
  type RunningServer,
  startServer,
  VIGIE,
} from '../fixtures/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-planted-'));
const data = join(folder, 'data');
/** What must not be found, by what it is. A new kind of secret is one `plant`. */
const planted = new Map<string, string>();
/** What was answered, printed or exported, by where. */
const seen: { readonly where: string; readonly text: string }[] = [];
let server: RunningServer;

const plant = (what: string, secret: string): string => {
  expect(secret.length, what).toBeGreaterThan(11);
  planted.set(what, secret);
  return secret;
};

/** Asks, and keeps all of the answer but what it was meant to give: `given` says so. */
async function ask(
  method: string,
  path: string,
  { body, given = false, ...headers }: Record<string, unknown> & { readonly given?: boolean } = {},
): Promise<Response> {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(headers as Record<string, string>),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.clone().text();
  if (!given) {
    const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`);
    seen.push({ where: `${method} ${path}: ${response.status}`, text: [...lines, text].join('\n') });
  }
  return response;
}

/** A command of the command line; its output is looked through unless it was meant to give the secret. */
async function vigie(args: readonly string[], input = '', given = false): Promise<string> {
  const child = spawn(process.execPath, [VIGIE, ...args, '--data', data], { stdio: 'pipe' });
  child.stdin.end(input);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      text += piece;
    });
  }
  await once(child, 'close');
  if (!given) seen.push({ where: `vigie ${args.join(' ')}`, text });
  return text.trim();
}

beforeAll(async () => {
  mustBeBuilt();
  server = await startServer('--data', data, '--log-level', 'trace');
}, 120_000);
afterAll(() => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('planted secrets', () => {
  it('are in no log line, answer, export or file', { timeout: 300_000 }, async () => {
    const [cookie = ''] = /better-auth[^;]*|[^=;]*session[^;]*/i.exec(server.cookie) ?? [server.cookie];
    plant('session cookie', cookie.slice(cookie.indexOf('=') + 1));
    plant('password of the administrator', ADMINISTRATOR.password);
    plant('set-up token', /^set up: \S+#(\S+)$/m.exec(server.out())?.[1] ?? '');
    const key = /^[A-Za-z0-9+/]{43}=$/m.exec(readFileSync(join(data, 'master.key'), 'utf8'))?.[0] ?? '';
    plant('master key', key);
    plant('master key in hexadecimal', Buffer.from(key, 'base64').toString('hex'));

    // People and tokens, over the API and from the command line.
    const session = { cookie: server.cookie };
    const password = plant('password of a person', 'planted: correct horse battery staple');
    const person = { email: 'bob@example.org', name: 'Bob', password, isPlatformAdmin: false };
    expect((await ask('POST', '/api/v1/platform/users', { ...session, body: person })).status).toBe(201);
    const made = await ask('POST', '/api/v1/tokens', {
      ...session,
      ...{ body: { name: 'planted', role: 'admin', scopes: null, expiresAt: null }, given: true },
    });
    expect(made.status).toBe(201);
    const token = plant('API token', ((await made.json()) as { secret: string }).secret);
    const typed = plant('password on standard input', 'planted: typed into the command line');
    await vigie(['user', 'add', '--email', 'eve@example.org', '--role', 'viewer', '--password-stdin'], typed);
    await vigie(['user', 'reset-password', '--email', 'eve@example.org', '--password-stdin'], `${typed}!`);
    plant(
      'token of the command line',
      await vigie(['token', 'create', '--role', 'viewer', '--name', 'cli'], '', true),
    );
    await vigie(['token', 'list']);

    // Mistakes people make: in the wrong field, in the wrong form, in the wrong place.
    const wrong = plant('password of a mistake', 'planted: mistyped pass phrase');
    const bodies: unknown[] = [
      { email: 'bob@example.org', password: wrong },
      { email: wrong, password: wrong },
      { email: 'bob@example.org', password: { nested: wrong } },
      { email: 'bob@example.org', passwort: wrong },
      { email: 'bob@example.org', password: [wrong] },
      [{ email: 'bob@example.org', password: wrong }],
      `{"email": "bob@example.org", "password": "${wrong}`,
    ];
    for (const body of bodies) {
      expect((await ask('POST', '/api/v1/session', { body })).status).toBeGreaterThanOrEqual(400);
    }
    const spoilt = `${token.slice(0, -4)}XXXX`;
    for (const authorization of [`Bearer ${plant('token of a mistake', spoilt)}`, `Basic ${token}`, token]) {
      await ask('GET', '/api/v1/devices', { authorization });
    }
    await ask('GET', `/api/v1/devices?token=${encodeURIComponent(token)}`, session);
    await ask('POST', '/api/v1/setup', {
      body: { token: planted.get('set-up token'), ...person, organisation: 'Other' },
    });

    // Everything that can be read, with the token; changes that write things down.
    const bearer = { authorization: `Bearer ${token}` };
    const document = (await (await ask('GET', '/api/v1/openapi.json')).json()) as {
      paths: Record<string, object>;
    };
    const reads = Object.entries(document.paths).filter(([, methods]) => 'get' in methods);
    expect(reads.length).toBeGreaterThan(25);
    for (const [path] of reads) {
      for (const headers of [bearer, session]) await ask('GET', path.replaceAll(/\{[^}]+\}/g, 'x'), headers);
    }
    for (const what of ['cmdb', 'flows', 'audit']) {
      for (const format of ['csv', 'json'])
        await ask('GET', `/api/v1/export/${what}?format=${format}`, bearer);
    }
    await ask('PATCH', '/api/v1/vlans/7', { ...bearer, body: { name: 'seven' } });
    await ask('GET', '/metrics', bearer);
    await vigie(['audit', 'verify']);
    await vigie(['secrets', 'rotate']);
    const rotated = /^[A-Za-z0-9+/]{43}=$/m.exec(readFileSync(join(data, 'master.key'), 'utf8'))?.[0] ?? '';
    expect(rotated).not.toBe(key);
    plant('master key after rotation', rotated);
    expect((await ask('GET', '/api/v1/audit', bearer)).status).toBe(200);

    const ended = await server.stop();
    expect(ended.code).toBe(0);
    seen.push({ where: 'log', text: ended.err });
    // It is printed for whoever starts the server, once.
    seen.push({ where: 'standard output', text: ended.out.replace(/^set up: .*$/gm, '') });
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((name) => name !== 'master.key' && statSync(join(data, name)).isFile())
      .map((name) => ({ where: name, text: readFileSync(join(data, name), 'latin1') }));

    expect(seen.length).toBeGreaterThan(80);
    const found = [...planted].flatMap(([what, secret]) =>
      [...seen, ...files]
        .filter(({ text }) => [secret, encodeURIComponent(secret)].some((form) => text.includes(form)))
        .map(({ where }) => `${what} in ${where}`),
    );
    expect(found).toEqual([]);
  });
});
