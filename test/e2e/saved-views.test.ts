/** Views of a table that people keep: filters, order and columns under a name, in this browser; the URL says the rest. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, launch, settled, type Visit, violations, visit } from '../fixtures/browser.ts';
import { ask, imported, killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
const WORDS = {
  en: {
    ...{ menu: 'Saved views', name: 'Save what you see as', save: 'Save', all: 'Everything, as at first' },
    ...{
      rename: 'Rename the view',
      newName: 'New name of',
      remove: 'Delete the view',
      counted: /^\d+ devices?$/,
    },
    ...{ columns: 'Columns', vendor: 'Vendor' },
  },
  fr: {
    ...{ menu: 'Vues enregistrées', name: 'Enregistrer cette vue sous', save: 'Enregistrer' },
    ...{ all: 'Tout, comme au début', rename: 'Renommer la vue', newName: 'Nouveau nom de' },
    ...{ remove: 'Supprimer la vue', counted: /^\d+ appareils?$/, columns: 'Colonnes', vendor: 'Fabricant' },
  },
} as const;

describe.skipIf(!HAS_BROWSER).each(['en', 'fr'] as const)(
  'saved views of a table in %s',
  { timeout: 180_000 },
  (lang) => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-views-'));
    const words = WORDS[lang];
    let server: RunningServer;
    let browser: Browser;
    let at: Visit;

    beforeAll(async () => {
      mustBeBuilt();
      server = await startServer('--data', join(folder, 'data'));
      browser = await launch();
      await ask(`${server.url}/api/v1/demo`, { method: 'POST' });
      await imported(server);
      at = await visit(browser, `${server.url}/devices`, { lang });
    }, 120_000);
    afterAll(async () => {
      await at?.close();
      await browser?.close();
      await server?.stop();
      killAll();
      rmSync(folder, { recursive: true, force: true });
    });

    const search = () => Object.fromEntries(new URL(at.page.url()).searchParams);
    const counted = () => at.page.getByText(words.counted).first().innerText();
    const headers = () => at.page.getByRole('grid').getByRole('columnheader').allInnerTexts();
    const menu = () => at.page.getByRole('dialog', { name: words.menu });
    const openMenu = async () => {
      await at.page.getByRole('button', { name: words.menu }).click();
      await menu().waitFor(WAIT);
    };
    const views = async () => {
      await openMenu();
      const names = (await menu().getByRole('listitem').allInnerTexts()).slice(1);
      await at.page.keyboard.press('Escape');
      await menu().waitFor({ state: 'detached', ...WAIT });
      return names;
    };
    const show = async (name: string) => {
      await openMenu();
      await menu().getByRole('button', { name, exact: true }).click();
      await menu().waitFor({ state: 'detached', ...WAIT });
      await settled(at.page);
    };
    const saveAs = async (name: string) => {
      await openMenu();
      await menu().getByRole('textbox', { name: words.name }).fill(name);
      await at.page.keyboard.press('Enter');
      await menu().getByRole('button', { name, exact: true }).waitFor(WAIT);
      await at.page.keyboard.press('Escape');
      await menu().waitFor({ state: 'detached', ...WAIT });
    };
    let all: string;
    let controllers: string;

    it('keeps filters, order and columns, and shows them again from the URL alone', async () => {
      const { page } = at;
      all = await counted();
      await page.goto(`${server.url}/devices?type=plc&type=hmi&sort=ip&order=asc&cols=name,ip,type`);
      await settled(page);
      controllers = await counted();
      expect(controllers).not.toBe(all);
      await saveAs('L’atelier');
      const kept = { url: page.url(), headers: await headers() };

      await show(words.all);
      expect(search()).toEqual({});
      expect(await counted()).toBe(all);

      await show('L’atelier');
      expect(search()).toMatchObject({ sort: 'ip', order: 'asc' });
      expect(new URL(page.url()).searchParams.getAll('type')).toEqual(['plc', 'hmi']);
      expect(await counted()).toBe(controllers);
      expect(await headers()).toEqual(kept.headers);

      await page.reload();
      await settled(page);
      expect(await counted()).toBe(controllers);
      expect(await headers()).toEqual(kept.headers);
      // Somebody it is sent to has no such view, and sees the same.
      const other = await visit(browser, page.url(), { lang });
      expect(await other.page.getByText(words.counted).first().innerText()).toBe(controllers);
      await other.close();
      await page.goBack();
      await settled(page);
      expect(await counted()).toBe(all);
    });

    it('is there after a reload, is called otherwise, and Escape leaves its name', async () => {
      const { page } = at;
      await page.reload();
      await settled(page);
      expect(await views()).toEqual(['L’atelier']);
      await openMenu();
      const rename = menu().getByRole('button', { name: `${words.rename} L’atelier` });
      const field = menu().getByRole('textbox', { name: `${words.newName} L’atelier` });
      await rename.click();
      await field.fill('Nobody');
      await page.keyboard.press('Escape');
      await field.waitFor({ state: 'detached', ...WAIT });
      await rename.click();
      expect(await violations(page)).toEqual([]);
      await field.fill('Zone 40');
      await page.keyboard.press('Enter');
      await menu().getByRole('button', { name: 'Zone 40', exact: true }).click();
      await settled(page);
      expect(await counted()).toBe(controllers);
      await page.reload();
      await settled(page);
      expect(await views()).toEqual(['Zone 40']);
    });

    it('of the same name takes the place of the one before, and none is shown in another table', async () => {
      const { page } = at;
      await page.goto(`${server.url}/devices?q=srv`);
      await settled(page);
      const servers = await counted();
      await saveAs('Zone 40');
      expect(await views()).toEqual(['Zone 40']);
      await show(words.all);
      await show('Zone 40');
      expect(search()).toEqual({ q: 'srv' });
      expect(await counted()).toBe(servers);
      await page.goto(`${server.url}/flows`);
      await settled(page);
      expect(await views()).toEqual([]);
    });

    it('keeps columns that were chosen from the menu, and the view of everything has them all again', async () => {
      const { page } = at;
      await page.goto(`${server.url}/devices`);
      await settled(page);
      const usual = await headers();
      await page.getByRole('button', { name: words.columns, exact: true }).click();
      await page.getByRole('checkbox', { name: words.vendor, exact: true }).click();
      await page.keyboard.press('Escape');
      const chosen = usual.filter((header) => header !== words.vendor);
      await expect.poll(headers, WAIT).toEqual(chosen);
      // This browser remembers the columns: the URL need not name them.
      await page.goto(`${server.url}/devices`);
      await settled(page);
      expect(await headers()).toEqual(chosen);
      await saveAs('Short');
      await show(words.all);
      expect(await headers()).toEqual(usual);
      await show('Short');
      expect(await headers()).toEqual(chosen);
      await show('Zone 40');
      expect(await headers()).toEqual(usual);
      await openMenu();
      await menu()
        .getByRole('button', { name: `${words.remove} Short` })
        .click();
      await page.keyboard.press('Escape');
    });

    it('goes when it is deleted, and stays gone', async () => {
      const { page } = at;
      await page.goto(`${server.url}/devices`);
      await settled(page);
      await openMenu();
      await menu()
        .getByRole('button', { name: `${words.remove} Zone 40` })
        .click();
      await menu()
        .getByRole('button', { name: 'Zone 40', exact: true })
        .waitFor({ state: 'detached', ...WAIT });
      await page.reload();
      await settled(page);
      expect(await views()).toEqual([]);
      expect(at.complaints).toEqual([]);
    });
  },
);
