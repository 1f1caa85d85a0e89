/** Two ways in without a password that somebody else knows: a passkey of one's own, and the link of an invitation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, LANGUAGES, launch, settled, violations, visit } from '../fixtures/browser.ts';
import { addPerson, PASSWORD } from '../fixtures/people.ts';
import { killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
const WORDS = {
  en: {
    ...{ email: 'Email', password: 'Password', enter: 'Sign in', name: 'Name', account: /^Account: / },
    ...{ signOut: 'Sign out', add: 'Add a passkey…', confirm: 'Add', unused: 'never used', used: /^used / },
    ...{ withPasskey: 'Sign in with a passkey', remove: /^Remove the passkey/, removeIt: 'Remove' },
    rename: 'Rename laptop',
    ...{ unknown: 'This passkey is not known here.', taken: /^No passkey was made/, invite: 'Invite…' },
    ...{ make: 'Make the link', viewer: 'viewer', done: 'Done', accept: 'Accept', join: 'Join Made Up' },
    ...{ as: 'You were invited as viewer.', ended: 'This invitation has ended, was used or was withdrawn' },
  },
  fr: {
    ...{ email: 'E-mail', password: 'Mot de passe', enter: 'Se connecter', name: 'Nom' },
    ...{ account: /^Compte\s: /, signOut: 'Se déconnecter', add: 'Ajouter une clé d’accès…' },
    ...{ confirm: 'Ajouter', unused: 'jamais utilisée', used: /^utilisée / },
    ...{ withPasskey: 'Se connecter avec une clé d’accès', remove: /^Retirer la clé d’accès/ },
    rename: 'Renommer laptop',
    ...{ removeIt: 'Retirer', unknown: 'Cette clé d’accès n’est pas connue ici.' },
    ...{ taken: /^Aucune clé d’accès n’a été créée/, invite: 'Inviter…', make: 'Créer le lien' },
    ...{ viewer: 'lecteur', done: 'Terminé', accept: 'Accepter', join: 'Rejoindre Made Up' },
    ...{ as: 'Vous êtes invité avec le rôle lecteur.' },
    ...{ ended: 'Cette invitation est périmée, a servi ou a été retirée' },
  },
} as const;

describe.skipIf(!HAS_BROWSER).each(LANGUAGES)('ways into the console in %s', (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-ways-in-'));
  const words = WORDS[lang];
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    mustBeBuilt();
    server = await startServer('--data', join(folder, 'data'));
    await addPerson(join(folder, 'data'), 'eve@example.org', 'operator');
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const isIn = async (page: Page) => {
    await page.getByRole('navigation').first().waitFor(WAIT);
    await settled(page);
  };

  it('adds a passkey, signs in with it alone, and removes it, after which it opens nothing', async () => {
    // A passkey is bound to a name: an address has none.
    const url = server.url.replace('127.0.0.1', 'localhost');
    const at = await visit(browser, `${url}/account`, { lang, signedOut: true });
    const { page } = at;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    const add = async (name: string) => {
      await page.getByRole('button', { name: words.add }).click();
      await page.getByRole('dialog').getByLabel(words.name, { exact: true }).fill(name);
      await page.getByRole('dialog').getByRole('button', { name: words.confirm, exact: true }).click();
    };
    const signOut = async () => {
      await page.getByRole('banner').getByRole('button', { name: words.account }).click();
      await page.getByRole('button', { name: words.signOut }).click();
      await page.getByRole('button', { name: words.withPasskey }).waitFor(WAIT);
    };

    await page.getByLabel(words.email, { exact: true }).fill('eve@example.org');
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: words.enter, exact: true }).click();
    await isIn(page);
    await add('laptop');
    await page.getByRole('dialog').waitFor({ state: 'detached', ...WAIT });
    const passkey = page.getByRole('listitem').filter({ hasText: 'laptop' });
    await passkey.getByText(words.unused).waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    await add('laptop again');
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: words.taken }).waitFor(WAIT);
    await page.keyboard.press('Escape');

    await signOut();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: words.withPasskey }).click();
    await isIn(page);
    await page.goto(`${url}/account`);
    await isIn(page);
    await passkey.getByText(words.used).waitFor(WAIT);
    await page.getByRole('button', { name: words.rename, exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('desk');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'desk' }).getByText(words.used).waitFor(WAIT);
    expect(at.complaints).toEqual([]);

    await page.getByRole('button', { name: words.remove }).click();
    await page.getByRole('dialog').getByRole('button', { name: words.removeIt, exact: true }).click();
    await page.getByRole('button', { name: words.remove }).waitFor({ state: 'detached', ...WAIT });
    await signOut();
    await page.getByRole('button', { name: words.withPasskey }).click();
    await page.getByRole('alert').filter({ hasText: words.unknown }).waitFor(WAIT);
    expect(await page.getByRole('navigation').count()).toBe(0);
    await at.close();
  }, 90_000);

  it('invites by a link, which lets one person in as what was said, and once', async () => {
    const at = await visit(browser, `${server.url}/members`, { lang });
    const { page } = at;
    await page.getByRole('button', { name: words.invite }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.email, { exact: true }).fill('bob@example.org');
    await dialog.getByRole('radio', { name: words.viewer }).check();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: words.make }).click();
    await dialog.getByRole('button', { name: words.done }).waitFor(WAIT);
    const link = (await dialog.locator('code').first().innerText()).trim();
    expect(link).toMatch(new RegExp(`^${server.url}/invitation#\\S{20,}$`));
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: words.done }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    expect(await page.content()).not.toContain(link.split('#')[1]);

    const theirs = await visit(browser, link, { lang, signedOut: true });
    const bob = theirs.page;
    await bob.getByRole('heading', { level: 1, name: words.join }).waitFor(WAIT);
    await bob.getByText(words.as).waitFor(WAIT);
    expect(bob.url()).toBe(`${server.url}/invitation`);
    expect(await violations(bob)).toEqual([]);
    const posted: string[] = [];
    bob.on('request', (it) => {
      if (it.method() === 'POST') posted.push(new URL(it.url()).pathname);
    });
    await bob.getByLabel(words.name, { exact: true }).fill('Bob');
    await bob.getByLabel(words.password, { exact: true }).fill('nine improbable herons');
    await bob.getByRole('button', { name: words.accept, exact: true }).click();
    await isIn(bob);
    expect(bob.url()).toBe(`${server.url}/`);
    // The acceptance is the way in: nobody signs in a second time behind it.
    expect(posted).toEqual([`/api/v1/invitations/${link.split('#')[1]}/accept`]);
    const found = await bob.evaluate("fetch('/api/v1/session').then((it) => it.json())");
    expect(found).toMatchObject({
      user: { email: 'bob@example.org', name: 'Bob' },
      organisation: { name: 'Made Up', role: 'viewer' },
    });
    expect(await bob.getByRole('navigation').locator('a[href="/members"]').count()).toBe(0);
    expect(theirs.complaints).toEqual([]);
    await theirs.close();

    const late = await visit(browser, link, { lang, signedOut: true });
    await late.page.getByRole('heading', { level: 1, name: words.ended }).waitFor(WAIT);
    expect(await late.page.getByRole('button', { name: words.accept }).count()).toBe(0);
    await late.close();
    await page.reload();
    await page.getByRole('grid').getByText('bob@example.org').waitFor(WAIT);
    expect(at.complaints).toEqual([]);
    await at.close();
  }, 90_000);
});
