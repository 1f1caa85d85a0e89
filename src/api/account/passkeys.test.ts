/** Passkeys, with an authenticator in software. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccountsUnderTest,
  type Browser,
  PASSWORD,
  startAccounts,
} from '../../../test/fixtures/accounts-api.ts';
import { type Authenticator, authenticator, type Change } from '../../../test/fixtures/authenticator.ts';

const ORIGIN = 'http://localhost:8480';
let on: AccountsUnderTest;
let people = 0;
beforeAll(async () => {
  on = await startAccounts();
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  await on.stop();
});

async function somebody() {
  const email = `person-${++people}@example.org`;
  const id = await on.person(email);
  const browser = on.browser();
  await browser.signIn(email);
  return { email, id, browser };
}
async function add(browser: Browser, key: Authenticator, change: Change = {}) {
  const { body: options } = await browser.ask('POST', '/account/passkeys/options');
  return browser.ask('POST', '/account/passkeys', { name: 'Laptop', response: key.create(options, change) });
}
async function enter(browser: Browser, key: Authenticator, change: Change = {}) {
  const { body: options } = await browser.ask('POST', '/session/passkey/options');
  return browser.ask('POST', '/session/passkey', { response: key.get(options, change) });
}
async function withPasskey() {
  const made = await somebody();
  const key = authenticator(ORIGIN);
  const added = await add(made.browser, key);
  expect(added.status, added.text).toBe(201);
  return { ...made, key, passkey: added.body as { id: string } };
}

describe('a passkey', () => {
  it('signs in by itself, also where a code is asked for after the password', async () => {
    const { email, id, browser, key } = await withPasskey();
    await on.state.accounts.twoFactors.propose(id, 'x', []);
    await on.state.accounts.twoFactors.confirm(id, 'x', 1);
    const other = on.browser();
    const entered = await enter(other, key);
    expect([entered.status, entered.body]).toMatchObject([
      200,
      { user: { email }, secondFactorNeeded: false },
    ]);
    expect([...other.cookies.keys()]).toEqual(['vigie.session_token']);
    const { passkeys }: { passkeys: object[] } = (await browser.ask('GET', '/account')).body;
    expect(passkeys).toMatchObject([{ name: 'Laptop', lastUsedAt: expect.stringMatching(/^20/) }]);
  });

  it.each<[string, Change]>([
    ['of a page elsewhere', { origin: 'http://localhost:9999' }],
    ['of another host', { rpId: 'example.org' }],
    ['without the user being verified', { flags: 0x01 }],
    ['with another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['with a wrong signature', { signature: Buffer.alloc(70) }],
  ])('is refused %s', async (_, change) => {
    const { browser, key } = await withPasskey();
    const refused = await enter(on.browser(), key, change);
    expect([refused.status, refused.body]).toMatchObject([401, { code: 'wrong-credentials' }]);
    expect(refused.headers['set-cookie']).toBeUndefined();
    if ('signature' in change) return;
    const rejected = await add(browser, authenticator(ORIGIN), change);
    expect([rejected.status, rejected.body]).toMatchObject([
      400,
      { errors: [{ in: 'body', path: 'response' }] },
    ]);
  });

  it('is refused when its counter goes back: it was copied', async () => {
    const { key } = await withPasskey();
    expect((await enter(on.browser(), key)).status).toBe(200);
    key.counter -= 1;
    expect((await enter(on.browser(), key)).status).toBe(401);
    expect((await enter(on.browser(), key)).status).toBe(200);
  });

  it('answers each challenge once, by the browser that was asked, within five minutes', async () => {
    const { key } = await withPasskey();
    const browser = on.browser();
    const { body: options } = await browser.ask('POST', '/session/passkey/options');
    const asked = browser.cookies.get('vigie.passkey')!;
    const response = key.get(options);
    expect((await on.browser().ask('POST', '/session/passkey', { response })).status).toBe(401);
    expect((await browser.ask('POST', '/session/passkey', { response })).status).toBe(200);
    const thief = on.browser();
    thief.cookies.set('vigie.passkey', asked);
    const again = { response: key.get(options) };
    expect((await thief.ask('POST', '/session/passkey', again)).status).toBe(401);
    const late = on.browser();
    const { body: old } = await late.ask('POST', '/session/passkey/options');
    on.wait(301_000);
    expect((await late.ask('POST', '/session/passkey', { response: key.get(old) })).status).toBe(401);
  });

  it('is not added with the challenge of a sign-in, nor twice', async () => {
    const { browser, key } = await withPasskey();
    expect((await add(browser, key)).status).toBe(400);
    const { body: options } = await browser.ask('POST', '/session/passkey/options');
    const response = authenticator(ORIGIN).create(options);
    expect((await browser.ask('POST', '/account/passkeys', { name: 'x', response })).status).toBe(400);
  });

  it('is given another name by its owner alone', async () => {
    const { browser, passkey } = await withPasskey();
    const path = `/account/passkeys/${passkey.id}`;
    const renamed = await browser.ask('PATCH', path, { name: ' Desk ' });
    expect([renamed.status, renamed.body]).toMatchObject([200, { id: passkey.id, name: 'Desk' }]);
    const { browser: another } = await somebody();
    expect((await another.ask('PATCH', path, { name: 'Mine' })).status).toBe(404);
    expect((await browser.ask('PATCH', path, { name: ' ' })).status).toBe(400);
    expect((await browser.ask('GET', '/account')).body).toMatchObject({ passkeys: [{ name: 'Desk' }] });
    const { rows } = await on.state.audit.list({ filter: { actions: ['user.passkey-renamed'] } });
    expect(rows).toMatchObject([{ after: { passkey: passkey.id, name: 'Desk' } }]);
  });

  it('is nothing once it is taken away, or its owner disabled; others cannot take it away', async () => {
    const { id, browser, key, passkey } = await withPasskey();
    const other = await somebody();
    expect((await other.browser.ask('DELETE', `/account/passkeys/${passkey.id}`)).status).toBe(404);
    await on.state.accounts.people.setPowers(id, { isDisabled: true });
    expect((await enter(on.browser(), key)).status).toBe(401);
    await on.state.accounts.people.setPowers(id, { isDisabled: false });
    expect((await enter(browser, key)).status).toBe(200);
    expect((await browser.ask('DELETE', `/account/passkeys/${passkey.id}`)).status).toBe(204);
    expect((await enter(on.browser(), key)).status).toBe(401);
    expect((await browser.signIn(`person-${people - 1}@example.org`, PASSWORD)).status).toBe(200);
  });

  it('cannot be used at an IP address, and the session says so', async () => {
    const named = (await on.browser().ask('GET', '/session')).body;
    expect(named).toMatchObject({ passkeys: true });
    const browser = on.browser({ host: '127.0.0.1:8480' });
    expect((await browser.ask('GET', '/session')).body).toMatchObject({ passkeys: false });
    const refused = await browser.ask('POST', '/session/passkey/options');
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'passkeys-not-here' }]);
  });
});
