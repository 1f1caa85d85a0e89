/** Several people and organisations in the console: what each role is offered, the switch, tokens, the platform. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../src/model/permissions.ts';
import { HAS_BROWSER, LANGUAGES, launch, settled, violations, visit } from '../fixtures/browser.ts';
import { addPerson, PASSWORD } from '../fixtures/people.ts';
import { ask, imported, killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };

const WORDS = {
  en: {
    ...{ email: 'Email', password: 'Password', enter: 'Sign in', organisation: /^Organisation: / },
    ...{
      devices: 'Devices',
      newToken: 'New token…',
      name: 'Name',
      make: 'Make it',
      kept: 'I have copied it',
    },
    ...{ revoke: 'Revoke…', revokeIt: 'Revoke', isRevoked: 'revoked', operator: 'operator' },
    ...{ needed: 'Needed.', only: 'Only…', members: 'Members', change: 'Change the role', viewer: 'viewer' },
    ...{ newOrganisation: 'New organisation…', create: 'Create', empty: 'Nothing has been read here yet' },
  },
  fr: {
    ...{
      email: 'E-mail',
      password: 'Mot de passe',
      enter: 'Se connecter',
      organisation: /^Organisation\s: /,
    },
    ...{
      devices: 'Appareils',
      newToken: 'Nouveau jeton…',
      name: 'Nom',
      make: 'Créer',
      kept: 'Je l’ai copié',
    },
    ...{ revoke: 'Révoquer…', revokeIt: 'Révoquer', isRevoked: 'révoqué', operator: 'opérateur' },
    ...{ needed: 'Nécessaire.', only: 'Seulement…', members: 'Membres', change: 'Changer le rôle' },
    ...{ viewer: 'lecteur', newOrganisation: 'Nouvelle organisation…', create: 'Créer' },
    ...{ empty: 'Rien n’a encore été lu ici' },
  },
} as const;

/** Of the navigation, what depends on the role; and buttons of pages that change something. */
const SEES = {
  admin: { places: ['/members', '/tokens', '/audit'], fills: true, edits: true },
  operator: { places: [], fills: true, edits: true },
  viewer: { places: [], fills: false, edits: false },
  auditor: { places: ['/members', '/tokens', '/audit'], fills: false, edits: false },
} as const;

describe.skipIf(!HAS_BROWSER)('people in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-people-'));
  const data = join(folder, 'data');
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    mustBeBuilt();
    server = await startServer('--data', data);
    browser = await launch();
    expect((await ask(`${server.url}/api/v1/demo`, { method: 'POST' })).status).toBe(202);
    for (const role of ROLES) await addPerson(data, `${role}@example.org`, role);
    await imported(server);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const enter = async (page: Page, email: string, words: (typeof WORDS)['en' | 'fr'] = WORDS.en) => {
    await page.getByLabel(words.email, { exact: true }).fill(email);
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: words.enter, exact: true }).click();
    await page.getByRole('navigation').first().waitFor(WAIT);
    await settled(page);
  };

  describe.each(ROLES)('as %s', (role) => {
    it('sees what the role may see, and is offered what it may do', async () => {
      const at = await visit(browser, `${server.url}/captures`, { signedOut: true });
      const { page } = at;
      await enter(page, `${role}@example.org`);
      const links = await page.getByRole('navigation').getByRole('link').all();
      const paths = await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
      const special = [
        '/members',
        '/tokens',
        '/audit',
        '/platform/organisations',
        '/platform/users',
        '/platform/providers',
        '/platform/audit',
        '/platform/health',
      ];
      expect(special.filter((path) => paths.includes(path))).toEqual([...SEES[role].places]);

      const count = (name: string | RegExp) => page.getByRole('button', { name }).count();
      expect(await count('Open captures…')).toBe(SEES[role].fills ? 1 : 0);
      await page.getByRole('grid').getByText('vigie-demo').first().click();
      await page.getByRole('complementary').first().waitFor(WAIT);
      expect(await count('Delete…')).toBe(SEES[role].fills ? 1 : 0);

      await page.goto(`${server.url}/interfaces`);
      await settled(page);
      expect(await count('Listen on lo')).toBe(SEES[role].fills ? 1 : 0);

      const found = await page.evaluate("fetch('/api/v1/devices?q=fw-boreal').then((it) => it.json())");
      const { items } = found as { items: { id: string }[] };
      await page.goto(`${server.url}/devices/${items[0].id}`);
      await settled(page);
      expect(await count(/^Edit Name/)).toBe(SEES[role].edits ? 1 : 0);

      for (const path of SEES[role].places) {
        await page.goto(server.url + path);
        await settled(page);
        expect(await page.getByRole('main').getByRole('alert').count(), path).toBe(0);
      }
      if (role === 'auditor') {
        await page.goto(`${server.url}/tokens`);
        await settled(page);
        expect(await count('New token…')).toBe(0);
      }
      expect(at.complaints).toEqual([]);
      await at.close();
    }, 90_000);
  });

  it('speaks the language that somebody chose, in another browser too', async () => {
    const one = await visit(browser, `${server.url}/vlans`, { signedOut: true });
    await enter(one.page, 'viewer@example.org');
    await one.page.getByRole('button', { name: 'Language: EN' }).click();
    await one.page.getByRole('button', { name: 'Français' }).click();
    await one.page.getByRole('button', { name: /^Langue/ }).waitFor(WAIT);
    const other = await visit(browser, `${server.url}/vlans`, { signedOut: true });
    await enter(other.page, 'viewer@example.org');
    await other.page.getByRole('heading', { level: 1, name: 'VLAN' }).waitFor(WAIT);
    await other.page.getByRole('button', { name: /^Langue/ }).waitFor(WAIT);
    expect(await other.page.locator('html').getAttribute('lang')).toBe('fr');
    // Chosen in the palette, it is kept as well: the account's does not come back with the next page.
    await other.page.keyboard.press('Control+k');
    const palette = other.page.getByRole('dialog');
    await palette.getByRole('combobox').fill('English');
    await Promise.all([
      other.page.waitForResponse(
        (it) => it.request().method() === 'PATCH' && it.url().endsWith('/api/v1/account'),
      ),
      palette.getByRole('option', { name: /^Langue.*English$/ }).click(),
    ]);
    await other.page.reload();
    await settled(other.page);
    await other.page.getByRole('button', { name: /^Language/ }).waitFor(WAIT);
    expect(await other.page.locator('html').getAttribute('lang')).toBe('en');
    expect([...one.complaints, ...other.complaints]).toEqual([]);
    await one.close();
    await other.close();
  }, 60_000);

  it('gives the organisation another name, for everybody', async () => {
    const at = await visit(browser, `${server.url}/settings`);
    const { page } = at;
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    const rename = async (to: string) => {
      await name.fill(to);
      await page.getByRole('main').getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('banner').getByText(to, { exact: true }).waitFor(WAIT);
    };
    await rename('Made Up & Daughters');
    await rename('Made Up');
    expect(at.complaints).toEqual([]);
    await at.close();
  }, 60_000);

  describe.each(LANGUAGES)('in %s', (lang) => {
    const words = WORDS[lang];

    it('makes a token that works, once shown, and revokes it', async () => {
      const at = await visit(browser, `${server.url}/tokens`, { lang });
      const { page } = at;
      const name = `backup ${lang}`;
      await page.getByRole('button', { name: words.newToken }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: words.make, exact: true }).click();
      await dialog.getByText(words.needed).waitFor(WAIT);
      await dialog.getByRole('textbox', { name: words.name, exact: true }).fill(name);
      await dialog.getByRole('radio', { name: words.operator }).check();
      await dialog.getByRole('button', { name: words.only }).click();
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: words.make, exact: true }).click();
      await dialog.getByRole('button', { name: words.kept }).waitFor(WAIT);
      const secret = /vigie_\S+/.exec(await dialog.locator('code').first().innerText())?.[0] ?? '';
      expect(await violations(page)).toEqual([]);
      const use = async () =>
        (await fetch(`${server.url}/api/v1/devices`, { headers: { authorization: `Bearer ${secret}` } }))
          .status;
      expect(await use()).toBe(200);
      await dialog.getByRole('button', { name: words.kept }).click();
      await dialog.waitFor({ state: 'detached', ...WAIT });
      expect(await page.content()).not.toContain(secret);

      await page.getByRole('grid').getByText(name).click();
      await page.getByRole('button', { name: words.revoke }).click();
      await dialog.getByRole('button', { name: words.revokeIt, exact: true }).click();
      await page
        .getByRole('grid')
        .getByRole('row')
        .filter({ hasText: name })
        .getByText(words.isRevoked)
        .waitFor(WAIT);
      expect(await use()).toBe(401);
      expect(at.complaints).toEqual([]);
      await at.close();
    }, 60_000);

    it('makes an organisation, shows it, and nothing of the one before is on the page', async () => {
      const at = await visit(browser, `${server.url}/platform/organisations`, { lang });
      const { page } = at;
      const other = `Atelier ${lang}`;
      await page.getByRole('button', { name: words.newOrganisation }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: words.name, exact: true }).fill(other);
      await dialog.getByRole('button', { name: words.create, exact: true }).click();
      await page.getByRole('grid').getByText(other).waitFor(WAIT);

      await page.goto(`${server.url}/devices?q=fw-boreal`);
      await page.getByRole('grid').getByText('fw-boreal').first().waitFor(WAIT);
      const change = async (to: string) => {
        await page.getByRole('banner').getByRole('button', { name: words.organisation }).click();
        await page.getByRole('button', { name: new RegExp(`^${to}`) }).click();
        await page.getByRole('banner').getByText(to).waitFor(WAIT);
        await settled(page);
      };
      await change(other);
      expect(page.url()).toBe(`${server.url}/devices`);
      expect(await page.content()).not.toMatch(/boreal|vigie-demo/i);
      await page.goto(`${server.url}/`);
      await settled(page);
      await page.getByRole('banner').getByText(other).waitFor(WAIT);
      expect(await page.content()).not.toMatch(/boreal|vigie-demo/i);
      await page.goto(`${server.url}/captures`);
      await settled(page);
      expect(await page.content()).not.toContain('vigie-demo');
      await change('Made Up');
      await page.getByRole('grid').getByText('vigie-demo').first().waitFor(WAIT);
      expect(at.complaints).toEqual([]);
      await at.close();
    }, 60_000);

    it('changes the role of a member, who is offered less at the next page', async () => {
      const email = `changing-${lang}@example.org`;
      await addPerson(data, email, 'operator');
      const theirs = await visit(browser, `${server.url}/captures`, { lang, signedOut: true });
      await enter(theirs.page, email, words);
      const at = await visit(browser, `${server.url}/members`, { lang });
      const { page } = at;
      await page.getByRole('grid').getByText(email).click();
      const panel = page.getByRole('complementary').first();
      await panel.getByRole('radio', { name: words.viewer }).check();
      expect(await violations(page)).toEqual([]);
      await panel.getByRole('button', { name: words.change }).click();
      await page
        .getByRole('grid')
        .getByRole('row')
        .filter({ hasText: email })
        .getByText(words.viewer)
        .waitFor(WAIT);
      await theirs.page.reload();
      await settled(theirs.page);
      expect(
        await theirs.page
          .getByRole('main')
          .getByRole('button', { name: /Open captures|Ouvrir des captures/ })
          .count(),
      ).toBe(0);
      expect([...at.complaints, ...theirs.complaints]).toEqual([]);
      await theirs.close();
      await at.close();
    }, 60_000);
  });
});
