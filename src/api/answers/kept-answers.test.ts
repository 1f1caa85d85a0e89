import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testedApi } from '../../../test/fixtures/tested-api.ts';
import { createAnswerCache } from './kept-answers.ts';

describe('the cache of answers', () => {
  it('never gives an answer of another version, and keeps to its bytes', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      version: fc.nat(3),
      size: fc.nat(40),
      isSet: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cache = createAnswerCache(100);
        for (const { key, version, size, isSet } of steps) {
          if (isSet) cache.set(key, version, Buffer.alloc(size, `${key}${version}`));
          const body = cache.get(key, version);
          if (body !== null) expect(body.equals(Buffer.alloc(body.length, `${key}${version}`))).toBe(true);
          expect(cache.bytes()).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

describe('answers that are kept', () => {
  const { on } = testedApi();

  it('are those that the store gives now, whatever was changed in between', async () => {
    const { devices, vlans } = on().state.forOrg('default');
    const [first, second] = on().analysis.devices;
    const listed = async () => {
      const { items } = (await on().api.inject('/api/v1/devices?limit=1000')).json();
      return items.map(({ id, name }: { id: string; name: string | null }) => [id, name]);
    };
    const inStore = async () => (await devices.list({ limit: 1000 })).rows.map(({ id, name }) => [id, name]);
    for (const name of ['one', 'two', null]) {
      for (const { id } of [first, second]) {
        await devices.patch(id, { name });
        expect(await listed()).toEqual(await inStore());
        expect(await listed()).toEqual(await inStore());
      }
    }
    await vlans.patch(7, null, { name: 'before' });
    const named = async () => (await on().api.inject('/api/v1/vlans')).body;
    expect(await named()).toContain('before');
    await vlans.patch(7, null, { name: 'after' });
    expect(await named()).toContain('after');
    await on().imports.forOrg('default').remove(on().captureId);
    expect(await listed()).toEqual(await inStore());
  });

  it('are of one organisation, and only for who may see them', async () => {
    const url = '/api/v1/devices?limit=1000';
    await on().state.organisations.ensure('other', 'Other');
    const token = async (org: string, scopes: ['audit:read'] | null) => {
      const { secret } = await on()
        .state.forOrg(org)
        .apiTokens.create({
          ...{ name: 'x', role: 'admin', scopes, createdBy: 'x', expiresAt: null },
        });
      return { authorization: `Bearer ${secret}` };
    };
    expect((await on().api.inject(url)).statusCode).toBe(200);
    const foreign = await on().api.inject({ url, headers: await token('other', null) });
    expect(foreign.json()).toEqual({ items: [], total: 0 });
    const narrow = await on().api.inject({ url, headers: await token('default', ['audit:read']) });
    expect(narrow.statusCode).toBe(403);
    expect((await on().api.inject({ url, headers: { authorization: '' } })).statusCode).toBe(401);
  });
});
