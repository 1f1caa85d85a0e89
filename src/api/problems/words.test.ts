/** Refusals come in the language of whoever asked, and name the field, also where only the store can tell. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsUnderTest, type Browser, startAccounts } from '../../../test/fixtures/accounts-api.ts';
import type { ProblemDocument } from '../schemas.ts';

let on: AccountsUnderTest;
let admin: Browser;
beforeAll(async () => {
  on = await startAccounts();
  admin = await on.platformAdmin();
  await admin.ask('PUT', '/session/organisation', { id: 'default' });
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  await on.stop();
});

const french = { host: 'localhost', 'accept-language': 'de, fr-CA;q=0.8, en;q=0.7' };
const NBSP = '\u00a0';

async function refused(browser: Browser, method: string, path: string, payload?: object) {
  const { body, status } = await browser.ask(method, path, payload);
  const problem = body as unknown as ProblemDocument;
  expect(problem.status).toBe(status);
  return problem;
}

describe('a refusal', () => {
  it('is in the language of the request, English otherwise', async () => {
    const inFrench = await on.app.inject({ url: '/api/v1/devices', headers: french });
    expect(inFrench.json()).toMatchObject({
      ...{ code: 'not-signed-in', title: 'Personne n’est connecté' },
      detail: 'Connectez-vous, ou envoyez un jeton d’API.',
    });
    expect([inFrench.headers['content-language'], inFrench.headers.vary]).toEqual(['fr', 'accept-language']);
    const english = await on.app.inject({ url: '/api/v1/devices', headers: { host: 'localhost' } });
    expect([english.json().title, english.headers['content-language']]).toEqual([
      'Nobody is signed in',
      'en',
    ]);
  });

  it('is so before there is a route, too', async () => {
    const wrong = { host: 'evil.example', 'accept-language': 'fr' };
    const host = await on.app.inject({ url: '/api/v1/devices', headers: wrong });
    expect(host.json().detail).toBe(
      `Host «${NBSP}evil.example${NBSP}»${NBSP}: attendu localhost, une adresse de ce serveur ou un nom de son certificat`,
    );
    for (const url of ['/api/v1/nothing', '/api/v1/captures/%zz'])
      expect((await on.app.inject({ url, headers: french })).headers['content-language'], url).toBe('fr');
  });

  it('is in the language of the account, whatever the browser says', async () => {
    await on.person('bob@example.org', 'viewer');
    const bob = on.browser();
    await bob.signIn('bob@example.org');
    await bob.ask('PATCH', '/account', { language: 'fr' });
    const { body, headers } = await bob.ask('GET', '/tokens');
    expect(body).toMatchObject({ detail: 'Il faut tokens:read, que viewer n’a pas ici.' });
    expect([headers['content-language'], headers.vary]).toEqual(['fr', undefined]);
    await bob.ask('PATCH', '/account', { language: 'en' });
    expect((await refused(bob, 'GET', '/tokens')).detail).toBe(
      'tokens:read is needed, and viewer does not have it here.',
    );
  });

  it('says of each field what was expected, in that language', async () => {
    const response = await on.app.inject({
      ...{ method: 'POST', url: '/api/v1/session', headers: french },
      payload: { email: 'x'.repeat(300), password: 7, colour: 'red' },
    });
    const { detail, errors } = response.json();
    expect(errors).toEqual([
      expect.objectContaining({ path: 'email', expected: 'au plus 254 caractères' }),
      { in: 'body', path: 'password', value: null, expected: 'un texte' },
      { in: 'body', path: 'colour', value: null, expected: `l’un de ces noms${NBSP}: email, password` },
    ]);
    expect(detail).toContain(`champ password${NBSP}: attendu un texte\u202f;`);
  });
});

describe('what only the store can tell', () => {
  it.each([
    [
      'an email that somebody has',
      ['POST', '/platform/users', { email: 'platform@example.org', password: 'long enough for this' }],
      ['invalid-request', 'email', 'platform@example.org', 'an email that nobody has'],
    ],
    [
      'the id of an organisation',
      ['POST', '/platform/organisations', { id: 'default', name: 'Other' }],
      ['already-there', 'id', 'default', 'an id that nothing else has'],
    ],
    [
      'the name of an organisation that gives the same id',
      ['POST', '/platform/organisations', { name: 'Défault' }],
      ['already-there', 'name', 'default', 'an id that nothing else has'],
    ],
    [
      'an invitation to a member',
      ['POST', '/invitations', { email: 'eve@example.org', role: 'viewer' }],
      ['invalid-request', 'email', 'eve@example.org', 'the email of somebody who is no member yet'],
    ],
    [
      'the end of a token that is over',
      ['POST', '/tokens', { name: 'x', role: 'viewer', scopes: null, expiresAt: '2020-01-01T00:00:00Z' }],
      ['invalid-request', 'expiresAt', '2020-01-01T00:00:00.000000Z', 'an instant to come, or null'],
    ],
  ] as const)(
    'names the field: %s',
    async (_what, [method, path, payload], [code, field, value, expected]) => {
      if ((await on.state.accounts.people.byEmail('eve@example.org')) === null)
        await on.person('eve@example.org');
      const problem = await refused(admin, method, path, payload);
      expect(problem).toMatchObject({ code, errors: [{ in: 'body', path: field, value, expected }] });
    },
  );
});

describe('the schemas', () => {
  it('hold no sentence: what they expect is a message of the catalogue', () => {
    const folder = fileURLToPath(new URL('..', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /schemas\.ts$/.test(name),
    );
    expect(files.length).toBeGreaterThan(15);
    const sentences = files.flatMap((name) => {
      const code = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
      const texts = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text]) => text);
      return texts.filter((text) => /\p{L} \p{L}/u.test(text)).map((text) => `${name}: ${text}`);
    });
    expect(sentences).toEqual([]);
  });
});
