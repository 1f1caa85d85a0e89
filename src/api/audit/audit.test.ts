/** The audit log over HTTP: who is written down, who reads it, and what never is in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUnderTest, startApi } from '../../../test/fixtures/api.ts';

const V1 = '/api/v1';
let on: ApiUnderTest;
beforeAll(async () => {
  on = await startApi();
});
afterAll(() => on.stop());

const get = (path: string, token?: string) =>
  on.api.inject({
    url: V1 + path,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
const tokenOf = async (orgId: string, role: 'admin' | 'operator' | 'viewer' | 'auditor', name: string) => {
  const made = await on.state.forOrg(orgId).apiTokens.create({
    ...{ name, role, scopes: null, createdBy: 'tests', expiresAt: null },
  });
  return made.secret;
};
const newest = async (query = '') => (await get(`/audit?limit=1${query}`)).json().items[0];

describe('the audit log', () => {
  it('names the token that asked, and where it asked from', async () => {
    const { items } = (await get('/devices?limit=1')).json();
    const changed = await on.api.inject({
      method: 'PATCH',
      url: `${V1}/devices/${encodeURIComponent(items[0].id)}`,
      payload: { notes: 'checked' },
    });
    expect(changed.statusCode).toBe(200);
    expect(await newest()).toMatchObject({
      at: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
      actor: { kind: 'token', label: 'tests', from: '127.0.0.1' },
      action: 'device.changed',
      target: { kind: 'device', id: items[0].id },
      before: { notes: '' },
      after: { notes: 'checked' },
    });
  });

  it('has what the API does besides: listening, exports, captures that are read again', async () => {
    await on.api.inject({ method: 'POST', url: `${V1}/interfaces/eth0/listen`, payload: {} });
    expect(await newest()).toMatchObject({ action: 'listening.started', target: { id: 'eth0' } });
    await on.api.inject({ method: 'DELETE', url: `${V1}/interfaces/eth0/listen` });
    expect(await newest()).toMatchObject({ action: 'listening.stopped', target: { id: 'eth0' } });
    for (const what of ['cmdb', 'flows', 'audit']) {
      await get(`/export/${what}?format=json`);
      expect(await newest()).toMatchObject({
        action: 'export.read',
        target: { kind: 'export', id: what },
        after: { format: 'json' },
      });
    }
  });

  it('is filtered by all that it shows', async () => {
    const seqs = async (query: string) => {
      const { items, total } = (await get(`/audit?${query}`)).json();
      expect(total).toBe(items.length);
      return items.map(({ action }: { action: string }) => action);
    };
    expect(await seqs('action=device.')).toEqual(['device.changed']);
    expect(await seqs('action=listening.,device.changed&target=interface:eth0')).toEqual([
      'listening.stopped',
      'listening.started',
    ]);
    expect(await seqs('q=CHECKED&actor=tests')).toEqual(['device.changed']);
    expect(await seqs('actor=nobody')).toEqual([]);
    expect(await seqs('to=2020-01-01T00:00:00Z')).toEqual([]);
    const facets = (await get('/audit/facets')).json();
    expect(facets.actors.map(({ label }: { label: string }) => label)).toContain('tests');
    for (const wrong of ['action=device', 'action=nothing.happened', 'target=Device', 'limit=0', 'seq=1']) {
      const refused = await get(`/audit?${wrong}`);
      expect(refused.json(), wrong).toMatchObject({ code: 'invalid-request' });
    }
  });

  it('says that it is whole', async () => {
    const verdict = (await get('/audit/verify')).json();
    expect(verdict.broken).toBeNull();
    expect(verdict.rows).toBeGreaterThan(5);
  });

  it('leaves as CSV whose text is no formula, and as JSON', async () => {
    await on.api.inject({ method: 'PATCH', url: `${V1}/vlans/7`, payload: { name: '=HYPERLINK("x")' } });
    const csv = await get('/export/audit?format=csv&action=vlan.');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="vigie-audit.csv"');
    const [titles, row] = csv.body.split('\r\n');
    expect(titles).toBe(
      'seq,at,actorKind,actorId,actor,from,action,targetKind,targetId,target,before,after,hash',
    );
    expect(row).toContain(`"'=HYPERLINK(""x"")"`);
    const json = JSON.parse((await get('/export/audit?format=json&action=vlan.')).body);
    expect(json).toMatchObject([{ action: 'vlan.changed', target: '=HYPERLINK("x")' }]);
  });

  it('is read by administrators and auditors, each of their own organisation', async () => {
    await on.state.organisations.ensure('other', 'Other');
    const auditor = await tokenOf('default', 'auditor', 'auditor');
    const stranger = await tokenOf('other', 'admin', 'stranger');
    for (const path of ['/audit', '/audit/facets', '/audit/verify', '/export/audit']) {
      expect((await get(path, auditor)).statusCode, path).toBe(200);
      for (const role of ['operator', 'viewer'] as const) {
        expect((await get(path, await tokenOf('default', role, role))).statusCode, path).toBe(403);
      }
      expect((await get(path, stranger)).body, path).not.toMatch(/checked|HYPERLINK|eth0/);
    }
    const own = (await get('/audit', stranger)).json();
    expect(own.items.map(({ action }: { action: string }) => action)).toEqual([
      'export.read',
      'token.created',
    ]);
    expect((await get('/platform/audit', auditor)).statusCode).toBe(403);
  });

  it('shows one row by its number, of the own chain alone', async () => {
    const row = await newest();
    expect((await get(`/audit/${row.seq}`)).json()).toEqual(row);
    expect((await get('/audit/999999')).json().code).toBe('unknown-id');
    expect((await get('/audit/first')).json().errors).toMatchObject([{ in: 'path', path: 'seq' }]);
    const stranger = await tokenOf('other', 'admin', 'of another');
    expect((await get(`/audit/${row.seq}`, stranger)).json().code).toBe('unknown-id');
  });

  it('shows an organisation the sign-ins of its members, since they are', async () => {
    const { accounts, state } = on.backend;
    const password = 'correct horse battery staple';
    const { id } = await accounts.administration.add({
      ...{ email: 'eve@example.org', name: 'Eve', password, isPlatformAdmin: false },
    });
    await state.organisations.ensure('other', 'Other');
    const signIn = (given: string) =>
      on.api.inject({
        ...{ method: 'POST', url: `${V1}/session`, headers: { authorization: '' } },
        payload: { email: 'eve@example.org', password: given },
      });
    const shown = async (token?: string) => (await get('/audit/sign-ins', token)).json();
    await signIn(password);
    expect(await shown()).toEqual({ items: [], total: 0 });
    await accounts.administration.join('default', id, 'viewer');
    await signIn(`${password}?`);
    await signIn(password);
    const { items, total } = await shown();
    expect([total, items]).toMatchObject([
      2,
      [
        { action: 'session.started', user: { id, email: 'eve@example.org' }, from: '127.0.0.1' },
        { action: 'session.refused', user: { id } },
      ],
    ]);
    expect((await get('/audit/sign-ins?limit=1&offset=1')).json().items).toEqual([items[1]]);
    expect(await shown(await tokenOf('other', 'admin', 'curious'))).toEqual({ items: [], total: 0 });
    await state.forOrg('default').members.remove(id);
    expect((await shown()).total).toBe(0);
  });

  it('has sign-ins and people in the chain of the platform, and no password', async () => {
    const password = 'correct horse battery staple';
    await on.backend.accounts.administration.add({
      ...{ email: 'ada@example.org', name: 'Ada', password, isPlatformAdmin: true },
    });
    const signIn = (given: string) =>
      on.api.inject({
        method: 'POST',
        url: `${V1}/session`,
        headers: { authorization: '' },
        payload: { email: 'ada@example.org', password: given },
      });
    expect((await signIn(`${password}!`)).statusCode).toBe(401);
    const entered = await signIn(password);
    expect(entered.statusCode).toBe(200);
    const cookie = entered.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const read = await on.api.inject({ url: `${V1}/platform/audit`, headers: { cookie } });
    const { items } = read.json();
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'session.started', actor: { label: 'ada@example.org', from: '127.0.0.1' } },
      { action: 'session.refused', actor: { label: 'ada@example.org' }, target: { kind: 'user' } },
    ]);
    expect(read.body).not.toContain('horse');
    const asPlatform = async (path: string) => {
      const response = await on.api.inject({ url: V1 + path, headers: { cookie } });
      expect(response.statusCode, path).toBe(200);
      return response.json();
    };
    expect(await asPlatform(`/platform/audit/${items[0].seq}`)).toEqual(items[0]);
    expect((await asPlatform('/platform/audit/verify')).broken).toBeNull();
    expect((await asPlatform('/platform/audit/facets')).actors).toContainEqual({
      ...{ label: 'ada@example.org', rows: 2 },
    });
    const exported = await asPlatform(
      '/platform/audit/export?format=json&action=session.&actor=ada@example.org',
    );
    expect(exported.map(({ action }: { action: string }) => action)).toEqual([
      ...['session.started', 'session.refused'],
    ]);
    expect((await asPlatform('/platform/audit?limit=1')).items[0]).toMatchObject({
      ...{ action: 'export.read', target: { id: 'audit' }, actor: { label: 'ada@example.org' } },
    });
    for await (const { broken } of on.state.audit.verifyAll()) expect(broken).toBeNull();
  });
});
