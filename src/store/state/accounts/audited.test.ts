/** What is done to people's powers is written down, in the same transaction. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/telemetry.ts';
import { runAs } from '../audit/context.ts';
import { open, type StateStore } from '../open.ts';

const folder = temporaryFolder();
let store: StateStore;
beforeAll(async () => {
  store = await open({ dataFolder: folder.path });
  await store.organisations.ensure('works', 'Works');
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const ADA = { kind: 'session', id: 'ada', label: 'ada@example.org', from: '192.0.2.1' } as const;

describe('the audit log', () => {
  it('has every change of members and tokens, and no token', async () => {
    const now = new Date();
    const user = { name: 'Bob', email: 'bob@example.org', createdAt: now, updatedAt: now };
    await store.accounts.rows.create('user', { ...user, id: 'bob' });
    await store.accounts.rows.create('user', { ...user, id: 'eve', email: 'eve@example.org' });
    const { members, apiTokens, audit } = store.forOrg('works');
    const secret = await runAs(ADA, async () => {
      await members.add('bob', 'viewer');
      await members.add('bob', 'admin');
      await members.add('eve', 'admin');
      await members.setRole('bob', 'operator');
      await members.remove('bob');
      await members.remove('eve');
      const made = await apiTokens.create({
        ...{ name: 'script', role: 'viewer', scopes: null, createdBy: 'ada', expiresAt: null },
      });
      await apiTokens.revoke(made.token.id);
      await apiTokens.revoke(made.token.id);
      return made.secret;
    });
    const { rows } = await audit.list();
    expect(
      rows.map(({ action, target, before, after }) => [action, target?.label, before, after]).reverse(),
    ).toEqual([
      ['member.added', 'bob@example.org', null, { role: 'viewer' }],
      ['member.added', 'eve@example.org', null, { role: 'admin' }],
      ['member.changed', 'bob@example.org', { role: 'viewer' }, { role: 'operator' }],
      ['member.removed', 'bob@example.org', { role: 'operator' }, null],
      ['token.created', 'script', null, { role: 'viewer', scopes: null, expiresAt: null }],
      ['token.revoked', 'script', null, null],
    ]);
    expect(rows.every(({ actor }) => actor.label === ADA.label)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(secret);
    await store.organisations.rename('works', 'Works North');
    const [renamed] = (await store.audit.list()).rows;
    expect(renamed).toMatchObject({
      ...{ action: 'organisation.renamed', before: { name: 'Works' }, after: { name: 'Works North' } },
    });
    expect((await audit.verify()).broken).toBeNull();
  });
});
