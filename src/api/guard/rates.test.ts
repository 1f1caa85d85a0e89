/** Limits of requests, and keys of requests that must not be done twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUnderTest, startApi } from '../../../test/fixtures/api.ts';

const LIMITS = { token: 40, session: 1000, address: 30, signIn: 5 };

let on: ApiUnderTest;
beforeAll(async () => {
  on = await startApi({ rates: LIMITS });
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  await on.stop();
});

const newToken = async (): Promise<Record<string, string>> => {
  const { secret } = await on.state.forOrg('default').apiTokens.create({
    ...{ name: 'test', role: 'admin', scopes: null, createdBy: 'test', expiresAt: null },
  });
  return { authorization: `Bearer ${secret}` };
};
const get = (url: string, headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  on.api.inject({ url: `/api/v1${url}`, headers, remoteAddress });
const post = (url: string, payload: object, headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  on.api.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers, remoteAddress });
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('requests a minute', () => {
  it('are counted for each token by itself', async () => {
    const [one, other] = [await newToken(), await newToken()];
    const answers = [];
    for (const _ of times(LIMITS.token + 3)) answers.push((await get('/vlans', one)).statusCode);
    expect(answers).toEqual([...times(LIMITS.token).map(() => 200), 429, 429, 429]);
    const refused = await get('/vlans', one);
    expect(refused.json().code).toBe('too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await get('/vlans', other)).statusCode).toBe(200);
  });

  it('are counted for an address that has no credentials, or wrong ones', async () => {
    const from = '198.51.100.7';
    const answers = [];
    for (const index of times(LIMITS.address + 2)) {
      const authorization = index % 2 === 0 ? '' : `Bearer vigie_${index}`;
      answers.push((await get('/vlans', { authorization }, from)).statusCode);
    }
    expect(answers).toEqual([...times(LIMITS.address).map(() => 401), 429, 429]);
    expect((await get('/session', { authorization: '' }, from)).statusCode).toBe(429);
    expect((await get('/session', { authorization: '' }, '198.51.100.8')).statusCode).toBe(200);
    // Whoever is signed in from there goes on.
    expect((await get('/vlans', await newToken(), from)).statusCode).toBe(200);
  });

  it('are few where something can be guessed', async () => {
    const from = '198.51.100.9';
    const answers = [];
    const body = { email: 'ada@example.org', password: 'not the right one' };
    for (const _ of times(LIMITS.signIn + 1))
      answers.push((await post('/session', body, { authorization: '' }, from)).statusCode);
    expect(answers).toEqual([...times(LIMITS.signIn).map(() => 401), 429]);
    expect((await get('/session', { authorization: '' }, from)).statusCode).toBe(200);
  });

  it('show in the metrics', async () => {
    const { body } = await on.api.inject({ url: '/metrics', headers: await newToken() });
    expect(body).toMatch(/too-many-requests"?\} [1-9]/);
  });
});

describe('an Idempotency-Key', () => {
  const demo = (headers: Record<string, string>, key: string) =>
    post('/platform/organisations', { name: 'Twice' }, { ...headers, 'idempotency-key': key });

  it('makes a thing once, and answers as it did', async () => {
    const cookie = await platformSession();
    const first = await demo({ cookie }, 'one');
    expect(first.statusCode, first.body).toBe(201);
    const again = await demo({ cookie }, 'one');
    expect(again.statusCode).toBe(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
    // Without the key it is another request.
    expect((await post('/platform/organisations', { name: 'Twice' }, { cookie })).json().code).toBe(
      'already-there',
    );
    const other = { cookie, 'idempotency-key': 'one' };
    expect((await post('/platform/organisations', { name: 'Other' }, other)).json().code).toBe('key-reused');
  });

  it('is free again when the request was refused', async () => {
    const headers = { ...(await newToken()), 'idempotency-key': 'refused' };
    expect((await post('/tokens', { name: 'x', role: 'king' }, headers)).statusCode).toBe(400);
    const good = { name: 'x', role: 'viewer', scopes: ['audit:read'] };
    expect((await post('/tokens', good, headers)).statusCode).toBe(201);
  });

  it('is of one asker, and says no secret twice', async () => {
    const [one, other] = [await newToken(), await newToken()];
    const key = { 'idempotency-key': 'same' };
    const body = { name: 'made once', role: 'viewer' };
    const made = await post('/tokens', body, { ...one, ...key });
    expect(made.statusCode, made.body).toBe(201);
    expect((await post('/tokens', body, { ...one, ...key })).json().code).toBe('already-made');
    expect((await post('/tokens', body, { ...other, ...key })).statusCode).toBe(201);
    const named = (await on.state.forOrg('default').apiTokens.list()).filter(
      ({ name }) => name === body.name,
    );
    expect(named).toHaveLength(2);
  });

  it('holds for requests that come together', async () => {
    const headers = { ...(await newToken()), 'idempotency-key': 'together' };
    const body = { name: 'together', role: 'viewer' };
    const answers = await Promise.all(times(8).map(() => post('/tokens', body, headers)));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 201))
      expect(['already-made', 'still-running']).toContain(answer.json().code);
    const named = (await on.state.forOrg('default').apiTokens.list()).filter(
      ({ name }) => name === body.name,
    );
    expect(named).toHaveLength(1);
  });

  it.each(['', 'with space', 'é', 'x'.repeat(201)])('is refused when it is %j', async (key) => {
    const headers = { ...(await newToken()), 'idempotency-key': key };
    expect((await post('/tokens', { name: 'x', role: 'viewer' }, headers)).statusCode).toBe(400);
  });
});

async function platformSession(): Promise<string> {
  const password = 'a password of this test';
  const { administration } = on.backend.accounts;
  const { id } = await administration.add({
    ...{ email: 'root@example.org', name: 'Root', password, isPlatformAdmin: true },
  });
  await administration.join('default', id, 'admin');
  const entered = await post('/session', { email: 'root@example.org', password }, { authorization: '' });
  return String(entered.headers['set-cookie']).split(';')[0];
}
