/** The first run in a browser: from the printed link to a signed-in administrator, and the way back in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  HAS_BROWSER,
  LANGUAGES,
  launch,
  overflow,
  PHONE,
  settled,
  type Visit,
  violations,
  visit,
} from '../fixtures/browser.ts';
import { killAll, mustBeBuilt, type RunningServer, startServerAs } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
const PASSWORD = 'quatre mots sans rapport';
const WORDS = {
  en: {
    ...{ needed: 'Vigie is not set up yet', setUp: 'Set up Vigie', next: 'Next', create: 'Create' },
    ...{ email: 'Email', name: 'Name', password: 'Password', organisation: 'Organisation', back: 'Back' },
    ...{ badEmail: /Expected an address/, short: /more characters/, strength: /^Strength: / },
    ...{
      ready: 'Vigie is ready, Grace',
      overview: 'Overview',
      signIn: 'Sign in',
      wrong: /or the password is wrong/,
    },
    ...{ account: /^Account: /, signOut: 'Sign out', ended: /used up/, already: 'Vigie is set up already' },
    ...{
      show: 'Show the password',
      listen: 'Interfaces',
      listenButton: 'Show interfaces',
      devices: 'Devices',
    },
  },
  fr: {
    ...{
      needed: 'Vigie n’est pas encore installée',
      setUp: 'Installer Vigie',
      next: 'Suivant',
      create: 'Créer',
    },
    ...{
      email: 'E-mail',
      name: 'Nom',
      password: 'Mot de passe',
      organisation: 'Organisation',
      back: 'Retour',
    },
    ...{ badEmail: /Une adresse comme/, short: /Encore \d+ caractères/, strength: /^Solidité\s: / },
    ...{ ready: 'Vigie est prête, Grace', overview: 'Vue d’ensemble', signIn: 'Se connecter' },
    ...{ wrong: /ou le mot de passe est faux/, account: /^Compte\s: /, signOut: 'Se déconnecter' },
    ...{ ended: /a servi, est périmé/, already: 'Vigie est déjà installée', show: 'Montrer le mot de passe' },
    ...{ listen: 'Interfaces', listenButton: 'Montrer les interfaces', devices: 'Appareils' },
  },
} as const;

describe.skipIf(!HAS_BROWSER).each(LANGUAGES)('the first run in %s', (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-first-'));
  const words = WORDS[lang];
  let server: RunningServer;
  let browser: Browser;
  let at: Visit;
  let link: string;

  beforeAll(async () => {
    mustBeBuilt();
    server = await startServerAs({ args: ['--data', join(folder, 'data')], setsUp: false });
    link = /^set up: (\S+)$/m.exec(server.out())?.[1] ?? expect.fail('no set-up link was printed');
    browser = await launch();
    at = await visit(browser, `${server.url}/devices`, { lang, signedOut: true });
  }, 120_000);
  afterAll(async () => {
    await at?.close();
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const heading = (name: string) => at.page.getByRole('heading', { level: 1, name }).waitFor(WAIT);
  const field = (name: string) => at.page.getByRole('textbox', { name, exact: true });
  const button = (name: string) => at.page.getByRole('button', { name, exact: true });
  const fine = async () => {
    expect(await violations(at.page)).toEqual([]);
    expect(await overflow(at.page)).toBe(0);
  };

  it('says where the link is to whoever comes without it', async () => {
    await heading(words.needed);
    await fine();
  });

  it('takes the token out of the address at once, and asks in both languages', async () => {
    await at.page.goto(link);
    await heading(words.setUp);
    expect(at.page.url()).toBe(`${server.url}/setup`);
    await at.page.getByRole('radio', { name: lang === 'fr' ? 'English' : 'Français' }).check();
    await heading(WORDS[lang === 'fr' ? 'en' : 'fr'].setUp);
    await at.page.getByRole('radio', { name: lang === 'fr' ? 'Français' : 'English' }).check();
    await heading(words.setUp);
    await fine();
  });

  it('is filled in by keyboard, says what is wrong, and keeps what was typed on the way back', async () => {
    const { page } = at;
    await button(words.next).click();
    await field(words.email).waitFor(WAIT);
    await page.keyboard.type('grace');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Grace');
    await page.keyboard.press('Tab');
    await page.keyboard.type('short');
    await page.keyboard.press('Enter');
    await page.getByText(words.badEmail).waitFor(WAIT);
    await page.getByText(words.short).first().waitFor(WAIT);
    await fine();
    await field(words.email).fill('grace@example.org');
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByText(words.strength).waitFor(WAIT);
    await button(words.show).click();
    expect(await page.getByLabel(words.password, { exact: true }).getAttribute('type')).toBe('text');
    await button(words.show).click();
    await page.setViewportSize(PHONE);
    await fine();
    await page.setViewportSize({ width: 1440, height: 900 });
    await button(words.next).click();
    await button(words.back).click();
    expect(await field(words.name).inputValue()).toBe('Grace');
    await button(words.next).click();
    await field(words.organisation).fill('Usine Étoile');
    await page.keyboard.press('Enter');
    await heading(words.ready);
    await page.getByText('Usine Étoile').first().waitFor(WAIT);
    await fine();
  });

  it('leads on to an interface, with the organisation in the top bar', async () => {
    await at.page.getByRole('link', { name: words.listenButton }).click();
    await heading(words.listen);
    await at.page.getByRole('banner').getByText('Usine Étoile').waitFor(WAIT);
  });

  it('is over: the link is good for nothing now', async () => {
    await at.page.goto(link);
    await at.page.reload();
    await heading(words.already);
    const other = await visit(browser, link, { lang, signedOut: true });
    await other.page.getByRole('heading', { level: 1, name: words.already }).waitFor(WAIT);
    expect(other.complaints).toEqual([]);
    await other.close();
  });

  it('is left and entered again, and goes on to the page that was wanted', async () => {
    const { page } = at;
    await page.goto(`${server.url}/`);
    await page.getByRole('button', { name: words.account }).click();
    await button(words.signOut).click();
    await heading(words.signIn);
    await page.goto(`${server.url}/devices?type=plc`);
    await heading(words.signIn);
    await fine();
    // Only the keyboard: the first field has the focus.
    await page.keyboard.type('grace@example.org');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: words.wrong }).waitFor(WAIT);
    await fine();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await heading(words.devices);
    expect(page.url()).toBe(`${server.url}/devices?type=plc`);
    await settled(page);
  });

  it('signs in again over the page when the session ends, which stays as it was left', async () => {
    const { page } = at;
    const search = page.getByRole('searchbox');
    await search.fill('half a word');
    await page.waitForURL(/q=half\+a\+word/, WAIT);
    await page.context().clearCookies();
    // What the page asks next is refused. It may have asked something by itself, and then the field is not there any more.
    await search.fill('half a word more', { timeout: 2000 }).catch(() => undefined);
    await page.getByLabel(words.password, { exact: true }).waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByLabel(words.password, { exact: true }).waitFor({ state: 'detached', ...WAIT });
    expect(page.url()).toContain('q=half+a+word');
    expect(await search.inputValue()).toMatch(/^half a word/);
  });

  it('met no error but the refusals that it caused', () => {
    // A browser notes each refused request by itself.
    expect(at.complaints.filter((it) => !/status of (401|403)/.test(it))).toEqual([]);
  });
});
