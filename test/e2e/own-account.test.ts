/** One's own account in the console: a second factor and its recovery codes, the password, sessions elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOfStep } from '../../src/features/accounts/totp.ts';
import {
  HAS_BROWSER,
  LANGUAGES,
  launch,
  settled,
  type Visit,
  violations,
  visit,
} from '../fixtures/browser.ts';
import { addPerson, PASSWORD } from '../fixtures/people.ts';
import { killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
const STEP_MS = 30_000;
const MODULE_PIXELS = 4;

/** What a telephone reads from the picture in the page. */
async function readQr(image: Locator): Promise<string> {
  const width = Number((await image.getAttribute('viewBox'))?.split(' ')[2]) * MODULE_PIXELS;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  const squares = (await image.locator('path').getAttribute('d')) ?? '';
  for (const [, x, y] of squares.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < MODULE_PIXELS; row++) {
      const at = ((Number(y) * MODULE_PIXELS + row) * width + Number(x) * MODULE_PIXELS) * 4;
      for (let i = 0; i < MODULE_PIXELS * 4; i++) if (i % 4 !== 3) data[at + i] = 0;
    }
  }
  return decodeQR({ width, height: width, data });
}

const WORDS = {
  en: {
    ...{
      email: 'Email',
      password: 'Password',
      enter: 'Sign in',
      current: 'Present password',
      next: 'New password',
    },
    ...{
      setUp: 'Set up…',
      continue: 'Continue',
      code: 'Six-digit code',
      turnOn: 'Turn on',
      kept: 'I have kept them',
    },
    ...{
      codes: 'Recovery codes',
      qr: 'QR code of the secret',
      second: 'Second step',
      wrong: /code is wrong/,
    },
    ...{ useRecovery: 'Use a recovery code', recovery: 'Recovery code', left: /^9 recovery codes left$/ },
    ...{
      usedUp: /was used already/,
      again: 'Sign in again',
      endOne: /^End the session/,
      change: 'Change the password…',
    },
    ...{ save: 'Save', wrongPassword: 'The present password is wrong.', changed: /The password is changed/ },
  },
  fr: {
    ...{ email: 'E-mail', password: 'Mot de passe', enter: 'Se connecter', current: 'Mot de passe actuel' },
    ...{
      next: 'Nouveau mot de passe',
      setUp: 'Activer…',
      continue: 'Continuer',
      code: 'Code à six chiffres',
    },
    ...{ turnOn: 'Activer', kept: 'Je les ai gardés', codes: 'Codes de secours', qr: 'Code QR du secret' },
    ...{ second: 'Seconde étape', wrong: /code est faux/, useRecovery: 'Utiliser un code de secours' },
    ...{ recovery: 'Code de secours', left: /^il reste 9 codes de secours$/, usedUp: /a déjà servi/ },
    ...{ again: 'Se reconnecter', endOne: /^Terminer la session/, change: 'Changer le mot de passe…' },
    ...{
      save: 'Enregistrer',
      wrongPassword: 'Le mot de passe actuel est faux.',
      changed: /mot de passe est changé/,
    },
  },
} as const;

describe.skipIf(!HAS_BROWSER).each(LANGUAGES)('one’s own account in %s', (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-own-'));
  const words = WORDS[lang];
  let server: RunningServer;
  let browser: Browser;
  let at: Visit;
  let secret = '';
  let codes: string[] = [];

  beforeAll(async () => {
    mustBeBuilt();
    server = await startServer('--data', join(folder, 'data'));
    await addPerson(join(folder, 'data'), 'eve@example.org', 'operator');
    browser = await launch();
    at = await visit(browser, `${server.url}/account`, { lang, signedOut: true });
  }, 120_000);
  afterAll(async () => {
    await at?.close();
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const enter = async (page: Page) => {
    await page.getByLabel(words.email, { exact: true }).fill('eve@example.org');
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: words.enter, exact: true }).click();
  };
  const isIn = async (page: Page) => {
    await page.getByRole('navigation').first().waitFor(WAIT);
    await settled(page);
  };
  const second = (page: Page) => page.getByRole('heading', { level: 1, name: words.second }).waitFor(WAIT);

  it('turns a second factor on: the secret as a picture and as text, a code, codes for bad days', async () => {
    const { page } = at;
    await enter(page);
    await isIn(page);
    await page.getByRole('button', { name: words.setUp, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.current, { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await dialog.getByText(words.wrongPassword).waitFor(WAIT);
    await dialog.getByLabel(words.current, { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: words.continue }).click();
    await dialog.getByRole('img', { name: words.qr }).waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    secret = await dialog.locator('code').first().innerText();
    const shown = await readQr(dialog.getByRole('img', { name: words.qr }));
    expect(shown).toContain(`secret=${secret.replaceAll(/\s/g, '')}`);
    await dialog.getByLabel(words.code).fill('000000');
    await page.keyboard.press('Enter');
    await dialog.getByText(words.wrong).waitFor(WAIT);
    await dialog.getByLabel(words.code).fill(codeOfStep(secret, Math.floor(Date.now() / STEP_MS)));
    await dialog.getByRole('button', { name: words.turnOn, exact: true }).click();
    await dialog.getByRole('button', { name: words.kept }).waitFor(WAIT);
    codes = await dialog.getByRole('list', { name: words.codes }).getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: words.kept }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    expect(await page.content()).not.toContain(codes[0]);
  }, 60_000);

  it('asks for a code then: a wrong one is refused, the next one of the app is taken', async () => {
    const other = await visit(browser, `${server.url}/devices`, { lang, signedOut: true });
    const { page } = other;
    await enter(page);
    await second(page);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: words.wrong }).waitFor(WAIT);
    // That of the step before was used to turn it on: the following one is taken early.
    await page.keyboard.type(codeOfStep(secret, Math.floor(Date.now() / STEP_MS) + 1));
    await page.keyboard.press('Enter');
    await isIn(page);
    expect(page.url()).toBe(`${server.url}/devices`);
    await other.close();
  }, 60_000);

  it('takes a recovery code once', async () => {
    const other = await visit(browser, `${server.url}/account`, { lang, signedOut: true });
    await enter(other.page);
    await second(other.page);
    await other.page.getByRole('button', { name: words.useRecovery }).click();
    await other.page.getByLabel(words.recovery, { exact: true }).fill(codes[0].toUpperCase());
    await other.page.keyboard.press('Enter');
    await isIn(other.page);
    await other.page.getByText(words.left).waitFor(WAIT);
    await other.close();
    const third = await visit(browser, server.url, { lang, signedOut: true });
    await enter(third.page);
    await second(third.page);
    await third.page.getByRole('button', { name: words.useRecovery }).click();
    await third.page.getByLabel(words.recovery, { exact: true }).fill(codes[0]);
    await third.page.keyboard.press('Enter');
    await third.page.getByRole('alert').filter({ hasText: words.usedUp }).waitFor(WAIT);
    await third.close();
  }, 60_000);

  it('ends a session elsewhere, which signs in again over its page', async () => {
    const { page } = at;
    await page.reload();
    await settled(page);
    const buttons = page.getByRole('button', { name: words.endOne });
    await expect.poll(() => buttons.count(), WAIT).toBe(2);
    const other = await visit(browser, `${server.url}/devices`, { lang, signedOut: true });
    await enter(other.page);
    await second(other.page);
    await other.page.getByRole('button', { name: words.useRecovery }).click();
    await other.page.getByLabel(words.recovery, { exact: true }).fill(codes[1]);
    await other.page.keyboard.press('Enter');
    await isIn(other.page);
    await page.reload();
    await settled(page);
    for (let left = await buttons.count(); left > 0; left--) {
      await buttons.first().click();
      await expect.poll(() => buttons.count(), WAIT).toBe(left - 1);
    }
    await other.page.getByRole('searchbox').fill('half');
    await other.page.getByRole('heading', { level: 1, name: words.again }).waitFor(WAIT);
    expect(other.page.url()).toContain('/devices');
    await other.close();
  }, 90_000);

  it('changes the password', async () => {
    const { page } = at;
    await page.getByRole('button', { name: words.change }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.current, { exact: true }).fill(PASSWORD);
    await dialog.getByLabel(words.next, { exact: true }).fill('seven unlikely otters');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: words.save }).click();
    await page.getByText(words.changed).waitFor(WAIT);
    expect(at.complaints.filter((it) => !/status of (400|401)/.test(it))).toEqual([]);
  }, 60_000);
});
