/** Set-up, signing in, and what each credential may do, over the real stores. */
import { describe, expect, it } from 'vitest';
import { testedApi } from '../../../test/fixtures/tested-api.ts';

const { on } = testedApi();

const PASSWORD = 'correct horse battery';
const host = { host: 'localhost' };
const post = (url: string, payload: object, headers: Record<string, string> = { authorization: '' }) =>
  on().api.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers: { ...host, ...headers } });
const get = (url: string, headers: Record<string, string>) =>
  on().api.inject({ url: `/api/v1${url}`, headers: { ...host, ...headers } });
const cookieOf = (response: { headers: Record<string, unknown> }): string =>
  [response.headers['set-cookie']]
    .flat()
    .map((cookie) => String(cookie).split(';')[0])
    .join('; ');

describe('the set-up', () => {
  it('is asked for while there is no administrator', async () => {
    const nobody = await get('/devices', { authorization: '' });
    expect(nobody.statusCode).toBe(401);
    expect(nobody.json().code).toBe('set-up-needed');
    expect((await get('/session', { authorization: '' })).json()).toMatchObject({
      setUpNeeded: true,
      user: null,
    });
  });

  it('refuses a wrong token and wrong fields, and keeps the link for the next try', async () => {
    const token = await on().backend.accounts.setUp.newToken();
    const first = { email: 'ada@example.org', name: 'Ada', password: PASSWORD, organisation: 'Works' };
    expect((await post('/setup', { ...first, token: 'x' })).json().code).toBe('set-up-link-ended');
    const short = await post('/setup', { ...first, token, password: 'short' });
    expect(short.statusCode).toBe(400);
    expect(short.json().errors).toEqual([
      { in: 'body', path: 'password', value: null, expected: 'at least 12 characters' },
    ]);
    const wrong = await post('/setup', { ...first, token, email: 'nobody', organisation: ' ' });
    expect(wrong.json().errors.map(({ path }: { path: string }) => path)).toEqual(['email', 'organisation']);
    expect((await post('/setup', { ...first, token, email: 'nobody' })).json().code).toBe('invalid-request');
    const done = await post('/setup', { ...first, token });
    expect(done.statusCode, done.body).toBe(200);
    expect(done.json()).toMatchObject({
      user: { email: 'ada@example.org', isPlatformAdmin: true },
      organisation: { id: 'default', name: 'Works', role: 'admin' },
    });
    const cookie = cookieOf(done);
    expect((await get('/devices', { cookie })).statusCode).toBe(200);
    expect((await post('/setup', { ...first, token })).json().code).toBe('set-up-link-ended');
    expect(await on().backend.accounts.setUp.newToken()).toBeNull();
  });
});

describe('a session', () => {
  const signIn = (password = PASSWORD, email = 'Ada@Example.org') => post('/session', { email, password });

  it('begins with the right password, and ends', async () => {
    for (const wrong of [await signIn('wrong password here'), await signIn(PASSWORD, 'eve@example.org')]) {
      expect(wrong.statusCode).toBe(401);
      expect(wrong.json().code).toBe('wrong-credentials');
      expect(wrong.headers['set-cookie']).toBeUndefined();
    }
    const entered = await signIn();
    expect(entered.statusCode, entered.body).toBe(200);
    const flags = String(entered.headers['set-cookie']);
    expect(flags).toMatch(/HttpOnly/);
    expect(flags).toMatch(/SameSite=Lax/);
    const cookie = cookieOf(entered);
    expect((await get('/session', { cookie })).json()).toMatchObject({ user: { name: 'Ada' } });
    const out = await on().api.inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { ...host, cookie },
    });
    expect(out.statusCode, out.body).toBe(204);
    expect((await get('/devices', { cookie })).json().code).toBe('not-signed-in');
  });

  it('is not believed without our signature', async () => {
    const cookie = cookieOf(await signIn());
    const [name, value] = cookie.split(/=(.*)/s);
    for (const forged of [
      value.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      value.replace(/^../, (two) => (two === 'AA' ? 'BB' : 'AA')),
      value.slice(0, -9),
      `${value}x`,
      value.split('.')[0],
      '',
    ]) {
      expect((await get('/devices', { cookie: `${name}=${forged}` })).statusCode, forged).toBe(401);
    }
    expect((await get('/devices', { cookie: `a=b; ${cookie}; c=d` })).statusCode).toBe(200);
  });

  it('ends at once when the person is disabled', async () => {
    const { people } = on().state.accounts;
    const person = await people.byEmail('ada@example.org');
    const cookie = cookieOf(await signIn());
    expect((await get('/devices', { cookie })).statusCode).toBe(200);
    await people.setPowers(person?.id ?? '', { isDisabled: true });
    expect((await get('/devices', { cookie })).statusCode).toBe(401);
    expect((await signIn()).json().code).toBe('wrong-credentials');
    await people.setPowers(person?.id ?? '', { isDisabled: false });
    expect((await signIn()).statusCode).toBe(200);
  });

  it('shows one organisation at a time, and no other', async () => {
    await on().state.organisations.ensure('other', 'Other');
    await on().backend.accounts.administration.add({
      ...{ email: 'bob@example.org', name: 'Bob', password: PASSWORD, isPlatformAdmin: false },
    });
    const bob = await on().state.accounts.people.byEmail('bob@example.org');
    const cookie = cookieOf(await signIn(PASSWORD, 'bob@example.org'));
    expect((await get('/devices', { cookie })).json().code).toBe('not-a-member');
    await on()
      .state.forOrg('other')
      .members.add(bob?.id ?? '', 'viewer');
    expect((await get('/devices', { cookie })).json().total).toBe(0);
    for (const id of ['default', 'nothing']) {
      expect((await get('/devices', { cookie, 'x-vigie-org': id })).json().code).toBe('not-a-member');
      expect((await get(`/devices?org=${id}`, { cookie })).json().code).toBe('not-a-member');
    }
    await on()
      .state.forOrg('default')
      .members.add(bob?.id ?? '', 'operator');
    const shown = await get('/devices', { cookie, 'x-vigie-org': 'default' });
    expect(shown.json().total).toBe(on().analysis.devices.length);
    expect((await get('/devices?org=default', { cookie })).json().total).toBe(on().analysis.devices.length);
    const put = (id: string) =>
      on().api.inject({
        ...{ method: 'PUT', url: '/api/v1/session/organisation', payload: { id } },
        headers: { ...host, cookie },
      });
    expect((await put('default')).json().organisation).toMatchObject({ id: 'default', role: 'operator' });
    expect((await get('/devices', { cookie })).json().total).toBe(on().analysis.devices.length);
    expect((await put('nothing')).statusCode).toBe(403);
  });
});

describe('a token', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const create = async (options: object) =>
    on()
      .state.forOrg('default')
      .apiTokens.create({
        ...{ name: 'test', role: 'viewer', scopes: null, createdBy: 'test', expiresAt: null },
        ...options,
      });

  it('is of one organisation and does what its role and scopes allow', async () => {
    const { secret, token } = await create({ role: 'operator', scopes: ['inventory:read'] });
    expect((await get('/devices', bearer(secret))).statusCode).toBe(200);
    expect((await get('/export/cmdb?format=csv', bearer(secret))).json().code).toBe('not-allowed');
    expect((await post('/demo', {}, bearer(secret))).json().code).toBe('not-allowed');
    expect((await get('/devices', { ...bearer(secret), 'x-vigie-org': 'other' })).json().code).toBe(
      'not-a-member',
    );
    expect(await on().state.forOrg('default').apiTokens.revoke(token.id)).toBe(true);
    expect((await get('/devices', bearer(secret))).statusCode).toBe(401);
  });

  it('ends when it says', async () => {
    const { secret } = await create({ expiresAt: (Date.now() + 300) * 1000 });
    expect((await get('/devices', bearer(secret))).statusCode).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect((await get('/devices', bearer(secret))).statusCode).toBe(401);
  });

  it.each(['vigie_nothing', 'Basic YTpi', 'nothing'])('is none: %s', async (text) => {
    expect((await get('/devices', bearer(text))).statusCode).toBe(401);
  });
});
