/** Single sign-on as people do it: in a browser, from this console to a real OpenID Connect provider and back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, launch, settled, violations, visit } from '../fixtures/browser.ts';
import {
  CLIENT,
  type IdentityProviderUnderTest,
  startIdentityProvider,
} from '../fixtures/identity-provider.ts';
import { killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
const NEWCOMER = { sub: 'new', email: 'new@example.org', email_verified: true, name: 'Newcomer' };

describe.skipIf(!HAS_BROWSER)('single sign-on in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-single-sign-on-'));
  let server: RunningServer;
  let there: IdentityProviderUnderTest;
  let browser: Browser;

  beforeAll(async () => {
    mustBeBuilt();
    server = await startServer('--data', join(folder, 'data'), '--outgoing-allow', '127.0.0.0/8');
    there = await startIdentityProvider([`${server.url}/api/v1/session/oidc/works/callback`]);
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await there?.stop();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  /** That the browser goes to the provider is the point; anything else is not. */
  const wrong = (complaints: readonly string[]) => complaints.filter((each) => !each.includes(there.issuer));
  const toProvider = async (page: Page, name: string) => {
    await page.getByRole('link', { name }).click();
    await page.waitForURL((url) => url.origin === server.url && !url.pathname.startsWith('/api/'), WAIT);
  };

  it('is set up on a page, with the redirect URI to enter at the provider; the secret is not shown again', async () => {
    const at = await visit(browser, `${server.url}/platform/providers`);
    const { page } = at;
    await page.getByRole('button', { name: 'New provider…' }).click();
    const dialog = page.getByRole('dialog');
    const type = (label: string, text: string) => dialog.getByLabel(label, { exact: true }).fill(text);
    await type('Name', 'Works');
    await type('Issuer', 'works.example.org');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('An https address without').waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    await type('Issuer', there.issuer);
    await type('Client ID', CLIENT.id);
    await type('Client secret', CLIENT.secret);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    const panel = page.getByRole('complementary').first();
    await panel.getByText(`${server.url}/api/v1/session/oidc/works/callback`).waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    expect(await page.content()).not.toContain(CLIENT.secret);
    expect(at.complaints).toEqual([]);
    await at.close();
  }, 60_000);

  it('refuses who is not known, and says so in words', async () => {
    const at = await visit(browser, server.url, { lang: 'fr', signedOut: true });
    const { page } = at;
    there.person = NEWCOMER;
    await toProvider(page, 'Se connecter avec Works');
    await page.getByRole('alert').getByText('La connexion avec Works n’a pas abouti.').waitFor(WAIT);
    await page.getByRole('alert').getByText('Personne qui puisse entrer ici').waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    there.denies = true;
    await page.context().clearCookies();
    await toProvider(page, 'Se connecter avec Works');
    await page.getByRole('alert').getByText('Elle a été annulée là-bas').waitFor(WAIT);
    there.denies = false;
    expect(wrong(at.complaints)).toEqual([]);
    await at.close();
  }, 60_000);

  it('lets newcomers in when the provider may, and they see the page they wanted, as their role sees it', async () => {
    const admin = await visit(browser, `${server.url}/platform/providers?open=works`);
    await admin.page.getByRole('button', { name: 'Edit…' }).click();
    const dialog = admin.page.getByRole('dialog');
    await dialog.getByLabel('Newcomers').selectOption({ label: 'Made Up' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    expect(admin.complaints).toEqual([]);
    await admin.close();

    const wanted = '/devices?q=plc&sort=name&order=asc';
    const at = await visit(browser, server.url + wanted, { signedOut: true });
    const { page } = at;
    there.person = NEWCOMER;
    // Cancelled there, then tried again: the page is not forgotten.
    there.denies = true;
    await toProvider(page, 'Sign in with Works');
    await page.getByRole('alert').waitFor(WAIT);
    there.denies = false;
    await toProvider(page, 'Sign in with Works');
    await page.getByRole('navigation').first().waitFor(WAIT);
    await settled(page);
    expect(page.url()).toBe(server.url + wanted);
    const links = page.getByRole('navigation').getByRole('link');
    expect(await links.getByText('Members', { exact: true }).count()).toBe(0);
    await page.goto(`${server.url}/account`);
    await page.getByText('new@example.org').first().waitFor(WAIT);
    expect(wrong(at.complaints)).toEqual([]);
    await at.close();
  }, 60_000);
});
