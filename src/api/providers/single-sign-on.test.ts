/** Single sign-on against a real OpenID Connect provider on loopback. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsUnderTest, type Browser, startAccounts } from '../../../test/fixtures/accounts-api.ts';
import {
  CLIENT,
  type IdentityProviderUnderTest,
  startIdentityProvider,
} from '../../../test/fixtures/identity-provider.ts';
import { parseCidr } from '../../base/cidr.ts';
import type { Secret } from '../../base/secret.ts';
import { createOutgoing } from '../../features/outgoing/outgoing.ts';
import { outgoingFetch } from '../../features/outgoing/outgoing-fetch.ts';

const ORIGIN = 'http://localhost:8480';
const CALLBACK = '/session/oidc/works/callback';
let on: AccountsUnderTest;
let there: IdentityProviderUnderTest;
let admin: Browser;
const kept = new Map<string, Secret>();

beforeAll(async () => {
  there = await startIdentityProvider([`${ORIGIN}/api/v1${CALLBACK}`]);
  const outgoing = createOutgoing({ allow: [parseCidr('127.0.0.0/8')!] });
  on = await startAccounts({
    providers: {
      fetch: outgoingFetch(outgoing, { maxBytes: 100_000, timeoutMs: 10_000 }),
      secrets: {
        get: async (name) => kept.get(name) ?? null,
        set: async (name, secret) => void kept.set(name, secret),
        remove: async (name) => kept.delete(name),
      },
    },
  });
  admin = await on.platformAdmin();
  const made = await admin.ask('POST', '/platform/providers', {
    ...{ id: 'works', name: 'Works', issuer: there.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
  });
  expect(made.status, made.text).toBe(201);
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  expect(on.log.lines.join('\n')).not.toContain(CLIENT.secret);
  await on.stop();
  await there.stop();
});

const patch = (change: object) => admin.ask('PATCH', '/platform/providers/works', change);
/** The way there: gives where the provider sends the browser back to. */
async function leave(browser: Browser, change: (url: URL) => void = () => {}, to = ''): Promise<string> {
  const begun = await browser.ask('GET', `/session/oidc/works${to}`);
  expect(begun.status, begun.text).toBe(303);
  const url = new URL(String(begun.headers.location));
  change(url);
  const back = await there.visit(url.href);
  expect(back.origin + back.pathname).toBe(`${ORIGIN}/api/v1${CALLBACK}`);
  return back.search;
}
const arrive = (browser: Browser, search: string) => browser.ask('GET', `${CALLBACK}${search}`);
/** The whole way; where the console is opened. */
async function signIn(browser: Browser): Promise<unknown> {
  const arrived = await arrive(browser, await leave(browser));
  expect(arrived.status).toBe(303);
  return arrived.headers.location;
}
const REFUSED = (reason: string) => `/sign-in?provider=works&reason=${reason}`;
const emailOf = async (browser: Browser): Promise<string | undefined> =>
  ((await browser.ask('GET', '/session')).body as { user: { email: string } | null }).user?.email;

describe('single sign-on', () => {
  it('is offered, over PKCE with state and nonce', async () => {
    const browser = on.browser();
    expect((await browser.ask('GET', '/session')).body).toMatchObject({
      providers: [{ id: 'works', name: 'Works' }],
    });
    const { headers } = await browser.ask('GET', '/session/oidc/works');
    const asked = new URL(String(headers.location)).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(asked.get('redirect_uri')).toBe(`${ORIGIN}/api/v1${CALLBACK}`);
    expect((await browser.ask('GET', '/session/oidc/nothing')).status).toBe(404);
  });

  it('lets nobody in who is not known, until newcomers are let in', async () => {
    there.person = { sub: 'new', email: 'New@Example.org', email_verified: true, name: 'Newcomer' };
    expect(await signIn(on.browser())).toBe(REFUSED('unknown'));
    expect((await patch({ orgId: 'default', role: 'viewer' })).status).toBe(200);
    there.person = { ...there.person, email_verified: false };
    expect(await signIn(on.browser())).toBe(REFUSED('no-email'));
    there.person = { ...there.person, email_verified: true };
    const browser = on.browser();
    expect(await signIn(browser)).toBe('/');
    expect((await browser.ask('GET', '/session')).body).toMatchObject({
      ...{
        user: { email: 'new@example.org', name: 'Newcomer' },
        organisation: { id: 'default', role: 'viewer' },
      },
    });
    expect((await browser.ask('GET', '/account')).body).toMatchObject({
      ...{ hasPassword: false, links: [{ provider: 'works' }] },
    });
    await patch({ orgId: null, role: null });
    // Another email there is the same person here.
    there.person = { sub: 'new', email: 'renamed@example.org', email_verified: true };
    const again = on.browser();
    expect(await signIn(again)).toBe('/');
    expect(await emailOf(again)).toBe('new@example.org');
  });

  it('leads to the page that was wanted, and to no other place', async () => {
    there.person = { sub: 'new', email: 'new@example.org', email_verified: true };
    const wanted = '/devices?type=plc&q=a%20b';
    const to = `?${new URLSearchParams({ to: wanted })}`;
    const browser = on.browser();
    const arrived = await arrive(browser, await leave(browser, undefined, to));
    expect(arrived.headers.location).toBe(wanted);
    // Who is not let in goes on to it by another way in.
    const denied = on.browser();
    const state = new URLSearchParams(await leave(denied, undefined, to)).get('state');
    const refused = await arrive(denied, `?error=access_denied&state=${state}`);
    const { searchParams } = new URL(String(refused.headers.location), ORIGIN);
    expect([searchParams.get('reason'), searchParams.get('to')]).toEqual(['denied', wanted]);
    for (const elsewhere of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/api/v1/x',
      '/a b',
      '',
    ]) {
      const asked = await on
        .browser()
        .ask('GET', `/session/oidc/works?${new URLSearchParams({ to: elsewhere })}`);
      expect([asked.status, elsewhere]).toEqual([400, elsewhere]);
    }
  });

  it('takes somebody with the same email for the same person only where it is trusted', async () => {
    await on.person('known@example.org');
    there.person = { sub: 'known', email: 'known@example.org', email_verified: true };
    expect(await signIn(on.browser())).toBe(REFUSED('unknown'));
    await patch({ trustsEmail: true });
    there.person = { ...there.person, email_verified: false };
    expect(await signIn(on.browser())).toBe(REFUSED('no-email'));
    there.person = { ...there.person, email_verified: true };
    const browser = on.browser();
    expect(await signIn(browser)).toBe('/');
    expect(await emailOf(browser)).toBe('known@example.org');
    await patch({ trustsEmail: false });
    expect(await signIn(on.browser())).toBe('/');
  });

  it('refuses somebody who is disabled', async () => {
    there.person = { sub: 'known', email: 'known@example.org', email_verified: true };
    const { id } = (await on.state.accounts.people.byEmail('known@example.org'))!;
    await on.state.accounts.people.setPowers(id, { isDisabled: true });
    expect(await signIn(on.browser())).toBe(REFUSED('unknown'));
    await on.state.accounts.people.setPowers(id, { isDisabled: false });
  });

  it('refuses another state, another browser, an answer used before, and one that comes late', async () => {
    const browser = on.browser();
    const search = await leave(browser);
    const cookie = browser.cookies.get('vigie.single_sign_on')!;
    expect((await arrive(on.browser(), search)).headers.location).toBe(REFUSED('expired'));
    expect((await arrive(browser, search)).headers.location).toBe('/');
    const thief = on.browser();
    thief.cookies.set('vigie.single_sign_on', cookie);
    expect((await arrive(thief, search)).headers.location).toBe(REFUSED('expired'));
    const other = on.browser();
    const wrong = new URLSearchParams(await leave(other));
    wrong.set('state', 'x'.repeat(43));
    expect((await arrive(other, `?${wrong}`)).headers.location).toBe(REFUSED('failed'));
    const late = on.browser();
    const old = await leave(late);
    on.wait(601_000);
    expect((await arrive(late, old)).headers.location).toBe(REFUSED('expired'));
  });

  it('refuses a code that was used before, at the provider', async () => {
    const [one, two] = [on.browser(), on.browser()];
    const used = new URLSearchParams(await leave(one));
    expect((await arrive(one, `?${used}`)).headers.location).toBe('/');
    const fresh = new URLSearchParams(await leave(two));
    fresh.set('code', used.get('code')!);
    expect((await arrive(two, `?${fresh}`)).headers.location).toBe(REFUSED('failed'));
  });

  it('refuses an answer to another nonce', async () => {
    const browser = on.browser();
    const search = await leave(browser, (url) => url.searchParams.set('nonce', 'another-nonce'));
    expect((await arrive(browser, search)).headers.location).toBe(REFUSED('failed'));
  });

  it('says so when it was cancelled there', async () => {
    const browser = on.browser();
    const state = new URLSearchParams(await leave(browser)).get('state');
    const denied = await arrive(browser, `?error=access_denied&state=${state}`);
    expect(denied.headers.location).toBe(REFUSED('denied'));
    const other = on.browser();
    const next = new URLSearchParams(await leave(other)).get('state');
    const broken = await arrive(other, `?error=server_error&state=${next}`);
    expect(broken.headers.location).toBe(REFUSED('failed'));
  });

  const { privateKey: strange } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  /** Signed by the provider, unless another key is named, or none. */
  it.each<[string, string, (claims: Record<string, unknown>) => object, KeyObject | null | undefined]>([
    [
      'that has ended',
      'clock',
      (claims) => ({ ...claims, iat: 1_600_000_000, exp: 1_600_000_300 }),
      undefined,
    ],
    ['for somebody else', 'failed', (claims) => ({ ...claims, aud: 'other' }), undefined],
    ['of another issuer', 'failed', (claims) => ({ ...claims, iss: 'https://example.org' }), undefined],
    ['with another nonce', 'failed', (claims) => ({ ...claims, nonce: 'another' }), undefined],
    ['that the provider did not sign', 'failed', (claims) => claims, strange],
    ['without a signature', 'failed', (claims) => claims, null],
  ])('refuses an ID token %s: %s', async (_, reason, change, key = there.key) => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const rewritten = (how: typeof change) => async (tokens: Record<string, unknown>) => {
      const [head, body] = String(tokens.id_token).split('.');
      const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
      const text = `${part(key === null ? { alg: 'none' } : decode(head))}.${part(how(decode(body)))}`;
      const signature = key === null ? '' : createSign('sha256').update(text).sign(key).toString('base64url');
      return { ...tokens, id_token: `${text}.${signature}` };
    };
    there.tamper = rewritten(change);
    expect(await signIn(on.browser())).toBe(REFUSED(reason));
    // As it is, and signed again with the same key, it is good: it was the change that was refused.
    there.tamper = key === there.key ? rewritten((claims) => claims) : null;
    expect(await signIn(on.browser())).toBe('/');
    there.tamper = null;
  });

  it('does not go to addresses inside unless they are allowed, and tells the log alone why', async () => {
    const made = await admin.ask('POST', '/platform/providers', {
      ...{ id: 'inside', name: 'Inside', issuer: 'https://10.0.0.1', clientId: 'x' },
    });
    expect(made.status, made.text).toBe(201);
    const browser = on.browser();
    const { headers } = await browser.ask('GET', '/session/oidc/inside');
    expect(headers.location).toBe('/sign-in?provider=inside&reason=unreachable');
    expect(on.log.lines.some((line) => line.includes('signing in with an identity provider failed'))).toBe(
      true,
    );
  });
});

describe('identity providers', () => {
  it('are kept by the administrators of the platform; the secret is never shown', async () => {
    const listed = await admin.ask('GET', '/platform/providers');
    expect(listed.text).not.toContain(CLIENT.secret);
    const { items }: { items: { id: string }[] } = listed.body;
    expect(items.find(({ id }) => id === 'works')).toMatchObject({
      ...{ hasClientSecret: true, redirectUri: `${ORIGIN}/api/v1${CALLBACK}`, issuer: there.issuer },
    });
    const { rows } = await on.state.audit.list({ filter: { actions: ['provider.'] } });
    expect(rows.length).toBeGreaterThan(2);
    expect(JSON.stringify(rows)).not.toContain(CLIENT.secret);
  });

  it.each<[string, object, string]>([
    ['issuer', { issuer: 'http://example.org' }, 'issuer'],
    ['id', { id: 'Not An Id' }, 'id'],
    ['role without an organisation', { role: 'viewer' }, 'role'],
    ['organisation', { orgId: 'nothing', role: 'viewer' }, 'orgId'],
  ])('are refused with a wrong %s', async (_, change, path) => {
    const body = { id: 'wrong', name: 'Wrong', issuer: 'https://example.org', clientId: 'x', ...change };
    const refused = await admin.ask('POST', '/platform/providers', body);
    expect([refused.status, refused.body]).toMatchObject([400, { errors: [{ in: 'body', path }] }]);
  });

  it('that are disabled or gone let nobody in, and links go with them', async () => {
    await patch({ isEnabled: false });
    expect((await on.browser().ask('GET', '/session/oidc/works')).status).toBe(404);
    expect((await on.browser().ask('GET', '/session')).body).toMatchObject({ providers: [{ id: 'inside' }] });
    expect((await admin.ask('DELETE', '/platform/providers/works')).status).toBe(204);
    expect(await on.state.accounts.logins.byLink({ providerId: 'works', subject: 'new' })).toBeNull();
    expect(kept.size).toBe(0);
    expect((await admin.ask('DELETE', '/platform/providers/works')).status).toBe(404);
  });
});
