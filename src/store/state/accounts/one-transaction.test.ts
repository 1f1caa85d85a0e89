/** What is done to people, and the row of the audit log that tells of it: both, or neither. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/telemetry.ts';
import { runAs } from '../audit/context.ts';
import { HeadsFile } from '../audit/heads.ts';
import { createLedger, type Ledger } from '../audit/ledger.ts';
import type { Connection } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';
import { openPglite } from '../database/pglite.ts';
import { MIGRATIONS } from '../migrations/embedded.ts';
import { type StateStore, storeOn } from '../open.ts';

const NOW_US = Date.parse('2026-11-01T10:00:00Z') * 1000;
const ADA = { kind: 'session', id: 'ada', label: 'ada@example.org', from: '192.0.2.1' } as const;
const LOGIN = { email: 'bob@example.org', name: 'Bob', password: 'a hash', isPlatformAdmin: false };
const PROVIDER = {
  ...{ id: 'works', name: 'Works', issuer: 'https://id.example.org', clientId: 'x', isEnabled: true },
  ...{ trustsEmail: false, orgId: null, role: null },
};
const PASSKEY = {
  ...{ name: 'Phone', credentialId: 'c1', publicKey: 'k', counter: 0, transports: ['usb'] },
  ...{ deviceType: 'multiDevice', backedUp: true, aaguid: 'a' },
};

const folder = temporaryFolder();
let raw: Connection;
let store: StateStore;
/** The log takes nothing: what a full disk does to the last statement of a change. */
let isFull = false;
beforeAll(async () => {
  raw = await openPglite(folder.path);
  await migrate(raw, MIGRATIONS, NOW_US);
  const sound = createLedger(null, new HeadsFile(null, null), () => NOW_US);
  const ledger: Ledger = {
    ...sound,
    append: (queries, entry, actor) =>
      isFull ? Promise.reject(new Error('the log is full')) : sound.append(queries, entry, actor),
  };
  const opened = { migrated: [], backup: null, interrupted: 0 };
  store = storeOn(
    raw,
    opened,
    () => NOW_US,
    () => {},
    ledger,
  );
  await store.organisations.ensure('works', 'Works');
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const TABLES = [
  ...['users', 'accounts', 'members', 'sessions', 'passkeys', 'two_factors', 'recovery_codes', 'api_tokens'],
  ...['invitations', 'identity_providers', 'organisations', 'audit_log', 'audit_heads'],
];
async function everything(): Promise<string> {
  const rows = await Promise.all(TABLES.map((table) => raw.query(`SELECT * FROM ${table} ORDER BY 1, 2`)));
  return JSON.stringify(rows);
}
const bob = async (): Promise<string> => (await store.accounts.people.byEmail(LOGIN.email))?.id ?? '';
const rowsOf = async () => {
  const chains = [store.audit, store.forOrg('works').audit];
  const lists = await Promise.all(chains.map((chain) => chain.list({ limit: 1000, isOldestFirst: true })));
  return lists.flatMap(({ rows }) => rows);
};
const session = async (token: string) => {
  const at = new Date(NOW_US / 1000);
  return store.accounts.rows.create('session', {
    ...{ id: token, token, userId: await bob(), ipAddress: '192.0.2.7', userAgent: 'x' },
    ...{ createdAt: at, updatedAt: at, expiresAt: new Date(at.getTime() + 1e6) },
  });
};
let invited = '';

/** In this order; each begins where the one before ended. */
const CHANGES: readonly [string, readonly string[], () => Promise<unknown>][] = [
  [
    'a person with a membership is made',
    ['user.created', 'member.added'],
    () => store.accounts.logins.create(LOGIN, { member: { orgId: 'works', role: 'viewer' } }),
  ],
  ['a session begins', ['session.started'], () => session('t1')],
  ['a session ends', ['session.ended'], async () => store.accounts.sessions.end(await bob(), 't1')],
  [
    'a password is set',
    ['user.password-set'],
    async () => store.accounts.logins.setPassword(await bob(), 'another hash', null),
  ],
  [
    'a profile is changed',
    ['user.changed'],
    async () => store.accounts.logins.setProfile(await bob(), { language: 'fr' }),
  ],
  [
    'an identity is linked',
    ['user.linked'],
    async () => store.accounts.logins.link(await bob(), { providerId: 'works', subject: 's' }),
  ],
  [
    'a second factor is put in force',
    ['user.two-factor-added'],
    async () => store.accounts.twoFactors.confirm(await bob(), 'sealed', 1),
  ],
  [
    'recovery codes are made',
    ['user.recovery-codes-made'],
    async () => store.accounts.twoFactors.replaceRecoveryCodes(await bob(), ['h']),
  ],
  [
    'a second factor is removed',
    ['user.two-factor-removed'],
    async () => store.accounts.twoFactors.remove(await bob()),
  ],
  [
    'a passkey is added',
    ['user.passkey-added'],
    async () => store.accounts.passkeys.add({ ...PASSKEY, userId: await bob() }, 9),
  ],
  [
    'a passkey is renamed',
    ['user.passkey-renamed'],
    async () => {
      const [{ id }] = await store.accounts.passkeys.ofPerson(await bob());
      return store.accounts.passkeys.rename(await bob(), id, 'Desk');
    },
  ],
  [
    'a passkey is removed',
    ['user.passkey-removed'],
    async () => {
      const [{ id }] = await store.accounts.passkeys.ofPerson(await bob());
      return store.accounts.passkeys.remove(await bob(), id);
    },
  ],
  [
    'somebody is disabled',
    ['user.changed'],
    async () => store.accounts.people.setPowers(await bob(), { isDisabled: true }),
  ],
  ['a provider is made', ['provider.created'], () => store.accounts.providers.create(PROVIDER)],
  [
    'a provider is changed',
    ['provider.changed'],
    () => store.accounts.providers.change('works', { name: 'Others' }),
  ],
  ['a provider is removed', ['provider.removed'], () => store.accounts.providers.remove('works')],
  [
    'an invitation is made',
    ['invitation.created'],
    async () => {
      const made = await store.forOrg('works').invitations.create('eve@example.org', 'auditor', 'ada');
      invited = made.token;
    },
  ],
  [
    'an invitation is accepted by somebody new',
    ['user.created', 'invitation.accepted', 'member.added'],
    () =>
      store.accounts.invitations.accept(invited, {
        login: { ...LOGIN, email: 'eve@example.org', name: 'Eve' },
      }),
  ],
  [
    'a member gets another role',
    ['member.changed'],
    async () => store.forOrg('works').members.setRole(await bob(), 'operator'),
  ],
  [
    'a token is made',
    ['token.created'],
    () =>
      store.forOrg('works').apiTokens.create({
        ...{ name: 'x', role: 'viewer', scopes: null, createdBy: 'ada', expiresAt: null },
      }),
  ],
  ['an organisation is made', ['organisation.created'], () => store.organisations.create('other', 'Other')],
  ['an organisation is renamed', ['organisation.renamed'], () => store.organisations.rename('works', 'W2')],
];

describe('is written down with it, or does not happen', () => {
  it.each(CHANGES)('%s', async (_what, actions, change) => {
    if (actions[0] === 'user.two-factor-added')
      await store.accounts.twoFactors.propose(await bob(), 'sealed', ['a']);
    const before = await everything();
    isFull = true;
    await expect(runAs(ADA, change)).rejects.toThrow('the log is full');
    isFull = false;
    expect(await everything()).toBe(before);
    const known = new Set((await rowsOf()).map(({ hash }) => hash));
    await runAs(ADA, change);
    const written = (await rowsOf()).filter(({ hash }) => !known.has(hash));
    expect(written.map(({ action }) => action)).toEqual(actions);
    expect(JSON.stringify(written)).not.toMatch(/sealed|a hash|another hash/);
  });

  it('in chains that are whole, and names who did it', async () => {
    for await (const { broken } of store.audit.verifyAll()) expect(broken).toBeNull();
    const rows = await rowsOf();
    const actorOf = (action: string) => rows.find((row) => row.action === action)?.actor;
    expect(actorOf('user.password-set')).toEqual(ADA);
    expect(actorOf('session.started')).toMatchObject({ label: LOGIN.email, from: '192.0.2.7' });
    // Whoever accepts, though nobody was signed in.
    expect(actorOf('invitation.accepted')).toMatchObject({ label: 'eve@example.org', from: ADA.from });
    expect(rows.filter(({ action }) => action === 'member.added').map(({ target }) => target?.label)).toEqual(
      [...[LOGIN.email, 'eve@example.org']],
    );
  });
});
