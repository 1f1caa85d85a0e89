/** One's own account: second factor, recovery codes, sessions, password, and what is not tried for long. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccountsUnderTest,
  type Browser,
  PASSWORD,
  startAccounts,
} from '../../../test/fixtures/accounts-api.ts';
import { codeOfStep, stepAt } from '../../features/accounts/totp.ts';

let on: AccountsUnderTest;
let people = 0;
beforeAll(async () => {
  on = await startAccounts();
});
/** All that was a secret: none of it may be in the log. */
const secrets: string[] = [PASSWORD];
afterEach(() => {
  for (const secret of secrets) expect(on.log.lines.join('\n')).not.toContain(secret);
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  await on.stop();
});

/** Somebody who is signed in. */
async function somebody(): Promise<{
  readonly email: string;
  readonly id: string;
  readonly browser: Browser;
}> {
  const email = `person-${++people}@example.org`;
  const id = await on.person(email);
  const browser = on.browser();
  expect((await browser.signIn(email)).status).toBe(200);
  return { email, id, browser };
}

const codeNow = (secret: string, steps = 0): string => codeOfStep(secret, stepAt(on.nowMs()) + steps);

/** Somebody with a second factor, its secret and recovery codes. */
async function withFactor() {
  const made = await somebody();
  const proposed = await made.browser.ask('POST', '/account/two-factor', { password: PASSWORD });
  expect(proposed.status, proposed.text).toBe(200);
  const { secret, recoveryCodes }: { secret: string; recoveryCodes: string[] } = proposed.body;
  secrets.push(secret, ...recoveryCodes);
  const verified = await made.browser.ask('POST', '/account/two-factor/verify', { code: codeNow(secret) });
  expect(verified.status, verified.text).toBe(204);
  on.wait(60_000);
  return { ...made, secret, recoveryCodes };
}
const account = async (browser: Browser): Promise<Record<string, never>> =>
  (await browser.ask('GET', '/account')).body;
const code = (browser: Browser, text: string, kind = 'totp') =>
  browser.ask('POST', '/session/second-factor', { kind, code: text });

describe('a second factor', () => {
  it('is in force once its first code was right, and is asked for after the password', async () => {
    const { email, browser, secret } = await withFactor();
    expect(await account(browser)).toMatchObject({ hasTwoFactor: true, recoveryCodesLeft: 10 });
    const other = on.browser();
    const half = await other.signIn(email);
    expect(half.status).toBe(200);
    expect(half.body).toMatchObject({ user: null, secondFactorNeeded: true, organisations: [] });
    expect([...other.cookies.keys()]).toEqual(['vigie.second_factor']);
    expect((await other.ask('GET', '/session')).body).toMatchObject({ user: null, secondFactorNeeded: true });
    expect((await other.ask('GET', '/account')).status).toBe(401);
    expect((await code(other, '000000')).body).toMatchObject({ code: 'wrong-credentials' });
    const whole = await code(other, codeNow(secret));
    expect(whole.status, whole.text).toBe(200);
    expect(whole.body).toMatchObject({ user: { email }, secondFactorNeeded: false });
    expect([...other.cookies.keys()]).toEqual(['vigie.session_token']);
    expect((await other.ask('GET', '/account')).status).toBe(200);
  });

  it('that was not confirmed changes nothing', async () => {
    const { email, browser } = await somebody();
    const proposed = await browser.ask('POST', '/account/two-factor', { password: PASSWORD });
    expect(proposed.body).toMatchObject({ recoveryCodes: { length: 10 } });
    const { recoveryCodes }: { recoveryCodes: string[] } = proposed.body;
    expect((await browser.ask('POST', '/account/two-factor/verify', { code: '000000' })).body).toMatchObject({
      ...{ code: 'wrong-credentials', errors: [{ in: 'body', path: 'code', value: null }] },
    });
    expect(await account(browser)).toMatchObject({ hasTwoFactor: false, recoveryCodesLeft: 0 });
    const other = on.browser();
    expect((await other.signIn(email)).body).toMatchObject({ user: { email }, secondFactorNeeded: false });
    expect((await code(other, recoveryCodes[0], 'recovery')).status).toBe(401);
  });

  it('is all there or not at all when the store fails half-way', async () => {
    const { id, browser } = await somebody();
    await browser.ask('POST', '/account/two-factor', { password: PASSWORD });
    const before = await on.state.accounts.twoFactors.get(id);
    // A hash that cannot be stored: the second statement of three fails.
    await expect(on.state.accounts.twoFactors.propose(id, 'another', ['x', 'x'])).rejects.toThrow();
    expect(await on.state.accounts.twoFactors.get(id)).toEqual(before);
    expect(await account(browser)).toMatchObject({ hasTwoFactor: false });
  });

  it('is not replaced while it is in force, and taken away with the password alone', async () => {
    const { email, browser } = await withFactor();
    const again = await browser.ask('POST', '/account/two-factor', { password: PASSWORD });
    expect([again.status, again.body]).toMatchObject([409, { code: 'two-factor-in-force' }]);
    const wrong = await browser.ask('POST', '/account/two-factor/remove', { password: 'not the password' });
    expect(wrong.body).toMatchObject({ code: 'wrong-credentials', errors: [{ path: 'password' }] });
    expect(await account(browser)).toMatchObject({ hasTwoFactor: true });
    expect((await browser.ask('POST', '/account/two-factor/remove', { password: PASSWORD })).status).toBe(
      204,
    );
    expect((await browser.ask('POST', '/account/two-factor/remove', { password: PASSWORD })).status).toBe(
      409,
    );
    expect((await on.browser().signIn(email)).body).toMatchObject({ user: { email } });
  });

  it('takes each code once, however many come at once', async () => {
    const { email, secret } = await withFactor();
    const browsers = [on.browser(), on.browser(), on.browser()];
    for (const each of browsers) await each.signIn(email);
    const now = codeNow(secret);
    const statuses = await Promise.all(browsers.map(async (each) => (await code(each, now)).status));
    expect(statuses.sort()).toEqual([200, 401, 401]);
  });

  it('is owed by the browser that sent the password, for ten minutes, with this password', async () => {
    const { email, id, secret } = await withFactor();
    expect((await code(on.browser(), codeNow(secret))).status).toBe(401);
    const late = on.browser();
    await late.signIn(email);
    on.wait(601_000);
    expect((await code(late, codeNow(secret))).status).toBe(401);
    expect((await late.ask('GET', '/session')).body).toMatchObject({ secondFactorNeeded: false });
    const old = on.browser();
    await old.signIn(email);
    await on.accounts.administration.setPassword(id, 'another password of it');
    expect((await code(old, codeNow(secret))).status).toBe(401);
  });

  it('cannot be begun with a cookie of another kind', async () => {
    const { browser, secret } = await withFactor();
    const forger = on.browser();
    forger.cookies.set('vigie.second_factor', browser.cookies.get('vigie.session_token')!);
    expect((await code(forger, codeNow(secret))).status).toBe(401);
    const half = on.browser();
    half.cookies.set('vigie.session_token', browser.cookies.get('vigie.session_token')!.replace(/^./, 'x'));
    expect((await half.ask('GET', '/account')).status).toBe(401);
  });

  it('keeps its secret encrypted', async () => {
    const { id, secret, recoveryCodes } = await withFactor();
    const kept = JSON.stringify(await on.state.accounts.twoFactors.get(id));
    expect(kept).not.toContain(secret);
    expect(JSON.stringify(recoveryCodes)).toMatch(/^\["[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}"/);
  });
});

describe('a recovery code', () => {
  it('stands for the app, once, in any spelling', async () => {
    const { email, browser, recoveryCodes } = await withFactor();
    const [first, second] = recoveryCodes;
    const enter = async (text: string) => {
      const other = on.browser();
      await other.signIn(email);
      return (await code(other, text, 'recovery')).status;
    };
    expect(await enter(` ${first.toUpperCase().replaceAll('-', ' ')} `)).toBe(200);
    expect(await enter(first)).toBe(401);
    expect(await enter(second)).toBe(200);
    expect(await account(browser)).toMatchObject({ recoveryCodesLeft: 8 });
  });

  it('is taken by one of many who send it at once', async () => {
    const { email, id, recoveryCodes } = await withFactor();
    const browsers = [on.browser(), on.browser(), on.browser()];
    for (const each of browsers) await each.signIn(email);
    const statuses = await Promise.all(
      browsers.map(async (each) => (await code(each, recoveryCodes[3], 'recovery')).status),
    );
    expect(statuses.sort()).toEqual([200, 401, 401]);
    expect(await on.state.accounts.twoFactors.recoveryCodesLeft(id)).toBe(9);
  });

  it('is void when there are new ones', async () => {
    const { email, browser, recoveryCodes } = await withFactor();
    const made = await browser.ask('POST', '/account/recovery-codes', { password: PASSWORD });
    const { recoveryCodes: fresh }: { recoveryCodes: string[] } = made.body;
    secrets.push(...fresh);
    const other = on.browser();
    await other.signIn(email);
    expect((await code(other, recoveryCodes[0], 'recovery')).status).toBe(401);
    expect((await code(other, fresh[0], 'recovery')).status).toBe(200);
    const without = await somebody();
    const refused = await without.browser.ask('POST', '/account/recovery-codes', { password: PASSWORD });
    expect(refused.body).toMatchObject({ code: 'two-factor-missing' });
  });
});

describe('wrong tries', () => {
  const tries = async (email: string, times: number, from: string) => {
    const browser = on.browser({ address: from });
    const statuses: number[] = [];
    for (let i = 0; i < times; i++) statuses.push((await browser.signIn(email, 'not the password')).status);
    return statuses;
  };

  it('stop after the fifth in a row, for 30 s, twice as long each time, also for an email that nobody has', async () => {
    const email = `person-${++people}@example.org`;
    await on.person(email);
    for (const [who, from] of [
      [email, '192.0.2.10'],
      ['nobody@example.org', '192.0.2.11'],
    ]) {
      expect(await tries(who, 6, from), who).toEqual([401, 401, 401, 401, 401, 429]);
      const refused = await on.browser({ address: from }).signIn(who, 'not the password');
      expect(refused.body, who).toMatchObject({ code: 'too-many-attempts', status: 429 });
      expect(Number(refused.headers['retry-after']), who).toBeGreaterThan(25);
      expect(Number(refused.headers['retry-after']), who).toBeLessThanOrEqual(30);
      on.wait(30_000);
      expect(await tries(who, 2, from), who).toEqual([401, 429]);
      const later = await on.browser({ address: from }).signIn(who, 'not the password');
      expect(Number(later.headers['retry-after']), who).toBeGreaterThan(55);
      on.wait(60_000);
    }
    // Not even the right one is tried meanwhile.
    expect(await tries(email, 2, '192.0.2.12')).toEqual([401, 429]);
    expect((await on.browser().signIn(email)).status).toBe(429);
    on.wait(15 * 60_000);
    expect((await on.browser().signIn(email)).status).toBe(200);
    expect(await tries(email, 5, '192.0.2.13')).toEqual([401, 401, 401, 401, 401]);
  });

  it('cannot be made all at once', async () => {
    const email = `person-${++people}@example.org`;
    await on.person(email);
    const statuses = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await on.browser({ address: '192.0.2.20' }).signIn(email, 'wrong')).status,
      ),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  it('of codes count like those of passwords, and the right password takes none of them back', async () => {
    const { email, secret } = await withFactor();
    const browser = on.browser({ address: '192.0.2.21' });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      statuses.push((await browser.signIn(email)).status);
      statuses.push((await code(browser, '000000', i % 2 === 0 ? 'totp' : 'recovery')).status);
    }
    expect(statuses).toEqual([200, 401, 200, 401, 200, 401, 200, 401, 200, 401]);
    expect((await code(browser, codeNow(secret))).status).toBe(429);
    on.wait(31_000);
    expect((await browser.signIn(email)).status).toBe(200);
    expect((await code(browser, codeNow(secret))).status).toBe(200);
    expect(
      await on.state.accounts.people.failures((await on.state.accounts.people.byEmail(email))!.id),
    ).toEqual({
      ...{ failed: 0, lockedUntil: null },
    });
  });

  it('from one address stop, whoever they are for', async () => {
    const browser = on.browser({ address: '192.0.2.30' });
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) statuses.push((await browser.signIn(`n${i}@example.org`, 'wrong')).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses[30]).toBe(429);
    expect((await on.browser({ address: '192.0.2.31' }).signIn('n0@example.org', 'wrong')).status).toBe(401);
    expect(on.accounts.guard.counters).toMatchObject({ forgotten: 0 });
    expect(on.accounts.guard.counters.refused).toBeGreaterThan(0);
  });
});

describe('sessions', () => {
  it('are listed, and ended one by one or all but this', async () => {
    const { email, browser } = await somebody();
    const others = ['Phone/1', 'Tablet/2', 'Tablet/3'].map((agent, index) =>
      on.browser({ agent, address: `192.0.2.${40 + index}` }),
    );
    for (const other of others) await other.signIn(email);
    const list = async (): Promise<Record<string, never>[]> => (await account(browser)).sessions;
    const sessions = await list();
    expect(sessions.map(({ isThis }) => isThis).filter(Boolean)).toHaveLength(1);
    expect(sessions).toHaveLength(4);
    const phone = sessions.find(({ agent }) => agent === 'Phone/1')!;
    expect(phone).toMatchObject({ address: '192.0.2.40', isThis: false });
    for (const at of ['createdAt', 'lastSeenAt', 'expiresAt']) expect(phone[at]).toMatch(/^20\d\d-.*Z$/);
    expect((await browser.ask('DELETE', `/account/sessions/${phone.id}`)).status).toBe(204);
    expect((await others[0].ask('GET', '/account')).status).toBe(401);
    expect((await browser.ask('DELETE', `/account/sessions/${phone.id}`)).body).toMatchObject({
      code: 'unknown-id',
    });
    expect((await browser.ask('DELETE', '/account/sessions')).status).toBe(204);
    expect(await list()).toMatchObject([{ isThis: true }]);
    for (const other of others) expect((await other.ask('GET', '/account')).status).toBe(401);
  });

  it('of others are nobody’s business', async () => {
    const [one, two] = [await somebody(), await somebody()];
    const [theirs]: { id: string }[] = (await account(two.browser)).sessions;
    expect((await one.browser.ask('DELETE', `/account/sessions/${theirs.id}`)).status).toBe(404);
    expect((await two.browser.ask('GET', '/account')).status).toBe(200);
  });

  it('are new ones with every sign-in: that of before has ended', async () => {
    const { email, browser } = await somebody();
    const before = browser.cookies.get('vigie.session_token')!;
    await browser.signIn(email);
    expect(browser.cookies.get('vigie.session_token')).not.toBe(before);
    const thief = on.browser();
    thief.cookies.set('vigie.session_token', before);
    expect((await thief.ask('GET', '/account')).status).toBe(401);
  });

  it('end with another password, but this one', async () => {
    const { email, browser } = await somebody();
    const other = on.browser();
    await other.signIn(email);
    const change = (current: string, next: string) =>
      browser.ask('POST', '/account/password', { current, next });
    const short = await change(PASSWORD, 'short');
    expect([short.status, short.body]).toMatchObject([400, { errors: [{ path: 'next', value: null }] }]);
    expect(short.text).not.toContain(PASSWORD);
    expect((await change('not the password', 'another password of it')).body).toMatchObject({
      ...{ code: 'wrong-credentials', errors: [{ path: 'current', value: null }] },
    });
    expect((await change(PASSWORD, 'another password of it')).status).toBe(204);
    expect((await browser.ask('GET', '/account')).status).toBe(200);
    expect((await other.ask('GET', '/account')).status).toBe(401);
    expect((await other.signIn(email)).status).toBe(401);
    expect((await other.signIn(email, 'another password of it')).status).toBe(200);
  });
});

describe('an account', () => {
  it('has a name and a language that its owner changes', async () => {
    const { browser, email } = await somebody();
    expect(await account(browser)).toMatchObject({ email, name: email, language: null, hasPassword: true });
    const patched = await browser.ask('PATCH', '/account', { name: ' Ada ', language: 'fr' });
    expect(patched.body).toMatchObject({ name: 'Ada', language: 'fr' });
    expect((await browser.ask('PATCH', '/account', { language: null })).body).toMatchObject({
      ...{ name: 'Ada', language: null },
    });
    const wrong = await browser.ask('PATCH', '/account', { name: '', language: 'de' });
    expect(wrong.body).toMatchObject({ errors: [{ path: 'name' }, { path: 'language' }] });
    expect((await browser.ask('PATCH', '/account', {})).status).toBe(400);
  });

  it('is of a person: a token has none', async () => {
    const { secret } = await on.state.forOrg('default').apiTokens.create({
      ...{ name: 'x', role: 'admin', scopes: null, createdBy: 'x', expiresAt: null },
    });
    const headers = { authorization: `Bearer ${secret}`, host: 'localhost' };
    const response = await on.app.inject({ url: '/api/v1/account', headers });
    expect(response.json()).toMatchObject({ code: 'not-allowed' });
  });
});
