import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccountsUnderTest,
  type Browser,
  PASSWORD,
  startAccounts,
} from '../../../test/fixtures/accounts-api.ts';

const WEEK_MS = 7 * 86_400_000;
let on: AccountsUnderTest;
let admin: Browser;
const tokens: string[] = [];
beforeAll(async () => {
  on = await startAccounts();
  await on.person('admin@example.org', 'admin');
  admin = on.browser();
  await admin.signIn('admin@example.org');
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  for (const token of tokens) expect(on.log.lines.join('\n')).not.toContain(token);
  await on.stop();
});

async function invite(email: string, role = 'operator') {
  const made = await admin.ask('POST', '/invitations', { email, role });
  expect(made.status, made.text).toBe(201);
  const { invitation, link }: { invitation: { id: string }; link: string } = made.body;
  const [page, token] = link.split('#');
  expect(page).toBe('http://localhost:8480/invitation');
  tokens.push(token);
  return { token, id: invitation.id };
}
const accept = (browser: Browser, token: string, body: object = { name: 'Bob', password: PASSWORD }) =>
  browser.ask('POST', `/invitations/${token}/accept`, body);
const listed = async (): Promise<{ email: string }[]> =>
  ((await admin.ask('GET', '/invitations')).body as { items: { email: string }[] }).items;

describe('an invitation', () => {
  it('lets somebody new in, with a password, once', async () => {
    const { token } = await invite(' New@Example.org ');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await listed()).toMatchObject([
      { email: 'new@example.org', role: 'operator', invitedBy: 'admin@example.org' },
    ]);
    const browser = on.browser();
    expect((await browser.ask('GET', `/invitations/${token}/offer`)).body).toEqual({
      ...{ organisation: 'Made Up', email: 'new@example.org', role: 'operator', hasAccount: false },
    });
    const incomplete = await accept(browser, token, { name: 'Bob' });
    expect([incomplete.status, incomplete.body]).toMatchObject([400, { errors: [{ path: 'password' }] }]);
    const short = await accept(browser, token, { name: 'Bob', password: 'short' });
    expect([short.status, short.body]).toMatchObject([400, { errors: [{ path: 'password', value: null }] }]);
    const entered = await accept(browser, token);
    expect(entered.body).toMatchObject({
      ...{
        user: { email: 'new@example.org', name: 'Bob' },
        organisation: { id: 'default', role: 'operator' },
      },
    });
    expect((await browser.ask('GET', '/account')).status).toBe(200);
    for (const again of [
      await accept(on.browser(), token),
      await browser.ask('GET', `/invitations/${token}/offer`),
    ])
      expect([again.status, again.body]).toMatchObject([404, { code: 'invitation-ended' }]);
    expect(await listed()).toEqual([]);
    const { rows } = await on.state.forOrg('default').audit.list();
    expect(rows.map(({ action, target }) => [action, target?.label]).slice(0, 3)).toEqual([
      ['member.added', 'new@example.org'],
      ['invitation.accepted', 'new@example.org'],
      ['invitation.created', 'new@example.org'],
    ]);
  });

  it('is taken once, however many accept at once', async () => {
    const { token } = await invite('race@example.org');
    const statuses = await Promise.all([1, 2, 3].map(async () => (await accept(on.browser(), token)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const people = await on.state.accounts.people.list();
    expect(people.filter(({ email }) => email === 'race@example.org')).toHaveLength(1);
  });

  it('of somebody who is here asks them to sign in, and nobody else', async () => {
    const id = await on.person('here@example.org', null);
    const { token } = await invite('here@example.org', 'auditor');
    expect((await accept(on.browser(), token)).body).toMatchObject({ code: 'not-signed-in' });
    const other = on.browser();
    await on.person('other@example.org', null);
    await other.signIn('other@example.org');
    expect((await accept(other, token, {})).body).toMatchObject({ code: 'not-allowed' });
    const browser = on.browser();
    await browser.signIn('here@example.org');
    expect((await accept(browser, token, {})).body).toMatchObject({
      organisation: { id: 'default', role: 'auditor' },
    });
    expect(await on.state.forOrg('default').members.get(id)).toMatchObject({ role: 'auditor' });
    const member = await admin.ask('POST', '/invitations', { email: 'here@example.org', role: 'viewer' });
    expect([member.status, member.body]).toMatchObject([400, { code: 'invalid-request' }]);
  });

  it('ends when it is withdrawn, replaced, or a week old', async () => {
    const withdrawn = await invite('late@example.org');
    expect((await admin.ask('DELETE', `/invitations/${withdrawn.id}`)).status).toBe(204);
    expect((await admin.ask('DELETE', `/invitations/${withdrawn.id}`)).status).toBe(404);
    expect((await accept(on.browser(), withdrawn.token)).status).toBe(404);
    const [first, second] = [await invite('late@example.org'), await invite('late@example.org')];
    expect((await accept(on.browser(), first.token)).status).toBe(404);
    on.wait(WEEK_MS + 1000);
    expect((await accept(on.browser(), second.token)).status).toBe(404);
    expect(await on.state.accounts.people.byEmail('late@example.org')).toBeNull();
  });

  it('is kept as a hash alone', async () => {
    const { token } = await invite('hash@example.org');
    const everything = JSON.stringify([await on.state.forOrg('default').invitations.list()]);
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(createHash('sha256').update(token).digest('hex'));
    const { rows } = await on.state.forOrg('default').audit.list();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each(['nobody', 'a@b@c', ''])('is not made to %j', async (email) => {
    const refused = await admin.ask('POST', '/invitations', { email, role: 'viewer' });
    expect(refused.status).toBe(400);
    expect(await listed()).not.toContainEqual(expect.objectContaining({ email }));
  });
});
