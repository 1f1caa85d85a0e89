/** `vigie user`, `vigie token` and `vigie org`, as scripts use them: beside a running server, and without one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killAll, mustBeBuilt, type Run, startServer, VIGIE } from '../fixtures/server.ts';

const PASSWORD = 'a password of this test';
const root = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
beforeAll(mustBeBuilt);
afterAll(() => {
  killAll();
  rmSync(root, { recursive: true, force: true });
});

async function run(args: readonly string[], input = ''): Promise<Run> {
  const env = { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' };
  const child = spawn(process.execPath, [VIGIE, ...args], { env, stdio: 'pipe' });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const ask = (url: string, token: string) =>
  fetch(`${url}/api/v1/devices`, { headers: { authorization: `Bearer ${token}` } });

async function signIn(url: string, email: string, password: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  return response.status;
}

describe('people and tokens from the command line', () => {
  it('work without a server, then beside it, then without it again', { timeout: 300_000 }, async () => {
    // Deeper than the path of a socket may be.
    const data = join(root, 'deep'.repeat(30));
    mkdirSync(data, { recursive: true });
    const at = ['--data', data];
    const add = (email: string, password: string, ...more: string[]) =>
      run(['user', 'add', '--email', email, '--password-stdin', ...at, ...more], password);

    const first = await add('Ada@Example.org', `${PASSWORD}\n`, '--role', 'admin');
    expect(first).toEqual({
      ...{ code: 0, err: '' },
      out: 'ada@example.org: admin of default, and administrator of the platform\n',
    });
    const server = await startServer(...at);
    expect(server.out()).not.toContain('set up:');
    expect(statSync(join(data, 'control.sock')).mode & 0o777).toBe(0o600);
    expect(await signIn(server.url, 'ada@example.org', PASSWORD)).toBe(200);

    expect((await add('bob@example.org', PASSWORD, '--role', 'viewer', '--name', 'Bob')).code).toBe(0);
    expect(await signIn(server.url, 'bob@example.org', PASSWORD)).toBe(200);
    const people = await run(['user', 'list', '--json', ...at]);
    expect(JSON.parse(people.out)).toMatchObject([
      { email: 'ada@example.org', isPlatformAdmin: true, memberships: [{ org: 'default', role: 'admin' }] },
      { email: 'bob@example.org', isPlatformAdmin: false, memberships: [{ org: 'default', role: 'viewer' }] },
    ]);

    const made = await run(['token', 'create', '--org', 'default', '--role', 'viewer', '--name', 'x', ...at]);
    expect(made.out).toMatch(/^vigie_[\w-]{43}\n$/);
    const token = made.out.trim();
    expect((await ask(server.url, token)).status).toBe(200);
    const [listed] = JSON.parse((await run(['token', 'list', '--json', ...at])).out);
    expect(listed).toMatchObject({ name: 'x', role: 'viewer', createdBy: 'command line' });
    expect((await run(['token', 'revoke', '--id', listed.id, ...at])).code).toBe(0);
    expect((await ask(server.url, token)).status).toBe(401);

    expect((await run(['user', 'disable', '--email', 'bob@example.org', ...at])).code).toBe(0);
    expect(await signIn(server.url, 'bob@example.org', PASSWORD)).toBe(401);
    await run(['user', 'enable', '--email', 'bob@example.org', ...at]);
    const other = 'another password of it';
    const reset = ['user', 'reset-password', '--email', 'bob@example.org', '--password-stdin', ...at];
    expect((await run(reset, other)).code).toBe(0);
    expect(await signIn(server.url, 'bob@example.org', PASSWORD)).toBe(401);
    expect(await signIn(server.url, 'bob@example.org', other)).toBe(200);

    const plant = await add('eve@example.org', PASSWORD, '--role', 'admin', '--org', 'Usine Nord');
    expect(plant.out).toBe('usine-nord: a new organisation\neve@example.org: admin of usine-nord\n');
    const joins = ['user', 'join', '--email', 'bob@example.org', '--org', 'usine nord', ...at];
    expect(await run([...joins, '--role', 'auditor'])).toMatchObject({ code: 0, err: '' });
    expect(await run([...joins, '--role', 'admin'])).toMatchObject({ code: 2, out: '' });
    expect((await run(['org', 'add', '--name', 'Usine Sud', ...at])).out).toBe('usine-sud\n');
    const renames = ['org', 'rename', '--org', 'usine-sud', '--name', 'Usine Ouest', ...at];
    expect((await run(renames)).out).toBe('usine-sud\n');
    expect((await run(['org', 'list', ...at])).out).toContain('usine-sud\tUsine Ouest\n');

    expect((await server.stop()).code).toBe(0);
    const later = await run(['user', 'list', ...at]);
    expect(later.out.split('\n')[1]).toBe('bob@example.org\tBob\tusine-nord:auditor default:viewer');
    for (const secret of [PASSWORD, other, token]) {
      expect(server.out() + server.err()).not.toContain(secret);
    }
  });

  it('refuse with one line, and change nothing', { timeout: 180_000 }, async () => {
    const at = ['--data', join(root, 'refused')];
    const add = ['user', 'add', '--email', 'x@example.org', '--role', 'admin', '--password-stdin', ...at];
    const refusals: [readonly string[], string, number, string][] = [
      [add, 'short', 2, 'password: expected 12 to 256 characters, found 5'],
      [[...add, '--org', 'x'.repeat(201)], PASSWORD, 2, 'org: '],
      [
        [...add, '--role', 'viewer', '--org', 'nowhere'],
        ...([PASSWORD, 2, 'organisation "nowhere": expected one of default'] as const),
      ],
      [['org', 'add', '--name', 'x', '--id', 'X', ...at], '', 2, 'id: expected lower-case letters'],
      [['org', 'add', '--name', 'Default', ...at], '', 2, 'there is one with this id'],
      [[...add, '--email', 'x'], PASSWORD, 2, 'email: expected an address'],
      [['user', 'disable', '--email', 'nobody@example.org', ...at], '', 2, 'nobody has it'],
      [['user', 'add', '--email', 'x@example.org', '--role', 'admin', ...at], '', 64, '--password-stdin'],
      [['user', 'add', '--role', 'admin', '--password-stdin', ...at], '', 64, '--email is missing'],
      [['user', 'ad', ...at], '', 64, 'Did you mean add?'],
      [['token', 'create', '--role', 'king', '--name', 'x', ...at], '', 64, 'not "king"'],
      [['token', 'create', '--role', 'admin', '--name', 'x', '--scope', 'all', ...at], '', 64, 'not "all"'],
      [['token', 'revoke', '--id', 'x', ...at], '', 2, 'token "x": there is none'],
    ];
    for (const [args, input, code, message] of refusals) {
      const result = await run(args, input);
      expect(result, args.join(' ')).toMatchObject({ code, out: '' });
      expect(result.err).toContain(message);
      expect(result.err.trim().split('\n')).toHaveLength(1);
    }
    expect((await run(['user', 'list', ...at])).out).toBe('');
    expect((await run(['org', 'list', ...at])).out.trim().split('\n')).toHaveLength(1);
  });
});
