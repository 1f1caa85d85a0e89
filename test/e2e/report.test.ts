import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHtml } from '../../src/features/analyze/outputs/html/html.ts';
import { HOSTILE_NAMES, sampleAnalysis } from '../fixtures/analysis.ts';
import { HAS_BROWSER, launch, violations } from '../fixtures/browser.ts';

describe.skipIf(!HAS_BROWSER)('the HTML report in a browser', { timeout: 180_000 }, () => {
  let browser: Browser;
  let folder: string;
  let file: string;
  let large: string;
  /** What the open pages complained about or asked for. */
  let complaints: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-report-'));
    file = join(folder, 'report.html');
    large = join(folder, 'large.html');
    await writeHtml(sampleAnalysis(), file, 'en');
    await writeHtml(sampleAnalysis({ devices: 10_000, conversations: 8000 }), large, 'en');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(path: string, scheme: 'light' | 'dark' = 'light', width = 1400): Promise<Page> {
    complaints = [];
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const url = request.url();
      if (url !== pathToFileURL(path).href && !url.startsWith('data:')) complaints.push(`request: ${url}`);
    });
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  const firstCells = (page: Page, table: string, column = 1): Promise<string[]> =>
    page.locator(`#${table} tbody tr:not(.detail) > :nth-child(${column})`).allInnerTexts();

  /** But for an experiment of axe, which compares a name with the shortened one under its icon, hidden from readers. */
  const seriousOf = async (page: Page): Promise<string[]> =>
    (await violations(page)).filter((it) => !it.startsWith('label-content-name-mismatch'));

  /** Transitions have ended: half-faded text would be measured. */
  const atRest = (page: Page): Promise<unknown> =>
    page.evaluate('Promise.allSettled(document.getAnimations().map((it) => it.finished))');

  it('opens without a complaint, a dialog or a request', async () => {
    const page = await open(file);
    expect(await page.locator('#devices tbody tr').count()).toBe(40);
    expect(await page.locator('img').count()).toBe(0);
    const names = (await firstCells(page, 'devices')).map((text) => text.trim());
    for (const name of [HOSTILE_NAMES[0], HOSTILE_NAMES[1], 'safe·gnp.exe', 'red·over'])
      expect(names).toContain(name);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('refuses to run markup even if some slipped through', async () => {
    const page = await open(file);
    await page.evaluate(() => {
      const box = (
        globalThis as unknown as {
          document: { body: { insertAdjacentHTML(at: string, html: string): void } };
        }
      ).document.body;
      box.insertAdjacentHTML(
        'beforeend',
        '<img src="data:," onerror="alert(1)"><img src="https://example.com/x.png">',
      );
    });
    await page.waitForTimeout(100);
    expect(complaints.filter((each) => each.startsWith('dialog'))).toEqual([]);
    expect(complaints.join('\n')).toContain('Content Security Policy');
    await page.close();
  });

  it('filters by keyboard: every word must match, Escape clears', async () => {
    const page = await open(file);
    await page.locator('#devices input').focus();
    await page.keyboard.type('plc 198.51');
    await expect.poll(() => page.locator('#devices tbody tr').count()).toBe(3);
    expect(await page.locator('#devices .status').textContent()).toBe('1–3 of 3 · 3 of 40');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#devices tbody tr').count()).toBe(40);
    await page.keyboard.type('<nothing>');
    await expect
      .poll(() => page.locator('#devices .none').textContent())
      .toContain('Nothing matches “<nothing>”.');
    await page.locator('#devices .none button').press('Enter');
    expect(await page.locator('#devices tbody tr').count()).toBe(40);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('sorts by keyboard, and back, and says so to screen readers', async () => {
    const page = await open(file);
    const name = page.locator('#devices thead th').nth(0);
    await name.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await name.getAttribute('aria-sort')).toBe('ascending');
    const up = await firstCells(page, 'devices');
    await page.keyboard.press('Space');
    expect(await name.getAttribute('aria-sort')).toBe('descending');
    const named = (cells: string[]): string[] => cells.filter((cell) => !/^\d/.test(cell.trim()));
    expect(named(await firstCells(page, 'devices'))).toEqual(named(up).reverse());
    await page.locator('#devices thead th').nth(6).locator('button').press('Enter');
    const [most] = await firstCells(page, 'devices', 7);
    expect(most).toBe('133\u00a0MiB');
    await page.locator('#devices thead th').nth(2).locator('button').press('Enter');
    expect((await firstCells(page, 'devices', 3)).slice(0, 3)).toEqual([
      '192.0.2.1 +2',
      '192.0.2.2',
      '192.0.2.5',
    ]);
    await page.close();
  });

  it('opens a device with its evidence by keyboard', async () => {
    const page = await open(file);
    await page.locator('#devices input').fill('api-ligne-1');
    await expect.poll(() => page.locator('#devices tbody tr').count()).toBe(1);
    const toggle = page.getByRole('button', { name: 'Details of api-ligne-1' });
    await toggle.press('Enter');
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    await page.locator('#devices .detail summary').first().press('Enter');
    expect(await page.locator('#devices .detail .evidence').first().textContent()).toContain(
      'lldp system description',
    );
    await toggle.press('Enter');
    expect(await page.locator('#devices .detail').count()).toBe(0);
    await page.close();
  });

  it('switches language at once, everywhere, and back', async () => {
    const page = await open(file);
    const before = await page.evaluate<string>('document.body.innerText');
    await page.getByRole('button', { name: 'FR', exact: true }).press('Enter');
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await page.title()).toBe('Rapport Vigie · usine-matin.pcapng');
    const french = await page.evaluate<string>('document.body.innerText');
    for (const text of [
      'Carte des flux',
      '1\u202f284\u202f311',
      '872\u00a0Mio',
      'automate',
      '1–40 sur 40',
      'serveurs DHCP',
    ]) {
      expect(french).toContain(text);
    }
    for (const text of ['MiB', 'Flow map', 'switch', 'Devices', 'packets'])
      expect(french).not.toContain(text);
    expect(await page.locator('#devices input').getAttribute('placeholder')).toBe(
      'nom, adresse, MAC, fabricant…',
    );
    expect(await page.locator('.node').first().getAttribute('aria-label')).toMatch(/Mio|Kio/);
    await page.getByRole('button', { name: 'EN', exact: true }).press('Enter');
    expect(await page.evaluate<string>('document.body.innerText')).toBe(before);
    await page.close();
  });

  it('writes numbers in the tables as the page around them does', async () => {
    const page = await open(file);
    const { vlans } = sampleAnalysis();
    const written = await page.locator('table.vlans tbody td:nth-child(5)').allInnerTexts();
    expect(written).toHaveLength(vlans.length);
    const biggest = (await firstCells(page, 'conversations', 7))[0];
    expect(biggest).toMatch(/^[\d.]+\u00a0MiB$/);
    await page.close();
  });

  it('follows the system theme and the buttons', async () => {
    const page = await open(file, 'dark');
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.getByRole('button', { name: 'Light' }).press('Enter');
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.getByRole('button', { name: 'Dark' }).press('Enter');
    expect(await ground()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await ground()).toBe(dark);
    await page.getByRole('button', { name: 'Auto' }).press('Enter');
    expect(await ground()).toBe(light);
    await page.close();
  });

  it('walks the map by arrow keys and opens a device in the list', async () => {
    const page = await open(file);
    const start = page.locator('.node[tabindex="0"]');
    await start.focus();
    const from = await start.getAttribute('data-node');
    await page.keyboard.press('ArrowRight');
    const now = page.locator('.node:focus');
    expect(await now.getAttribute('data-node')).not.toBe(from);
    expect(await page.locator('.node[tabindex="0"]').count()).toBe(1);
    const label = (await now.getAttribute('aria-label'))!;
    expect(await page.locator('.map .tip').textContent()).toContain(label.split(',')[0]);
    await page.keyboard.press('Enter');
    expect(await page.locator('#devices .detail').count()).toBe(1);
    expect(await page.locator('.open:focus').getAttribute('aria-label')).toBe(
      `Details of ${label.split(',')[0]}`,
    );
    await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
    expect(await page.locator('.view').getAttribute('transform')).toContain('scale(1.4)');
    await page.getByRole('button', { name: 'Fit' }).press('Enter');
    expect(await page.locator('.view').getAttribute('transform')).toBe('translate(0 0) scale(1)');
    await page.locator('.node').first().click();
    expect(await page.locator('#devices .detail').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('has no serious accessibility violation in either theme, language or width', async () => {
    for (const [scheme, width] of [
      ['light', 1400],
      ['dark', 1400],
      ['light', 390],
    ] as const) {
      const page = await open(file, scheme, width);
      await page
        .getByRole('button', { name: /^Details of/ })
        .first()
        .press('Enter');
      await atRest(page);
      expect(await seriousOf(page)).toEqual([]);
      if (width < 1000) {
        await page.getByRole('button', { name: 'FR', exact: true }).click();
        await atRest(page);
        expect(await seriousOf(page)).toEqual([]);
      }
      await page.close();
    }
  });

  it('never scrolls sideways as a page', async () => {
    for (const width of [320, 390, 768, 1400, 2200]) {
      const page = await open(file, 'light', width);
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBe(width);
      await page.close();
    }
  });

  it('draws a hundred of 10,000 devices at a time', async () => {
    const page = await open(large);
    expect(await page.locator('#devices tbody tr').count()).toBe(100);
    expect(await page.locator('#devices .status').textContent()).toBe('1–100 of 10,000');
    await page.locator('#devices .pager button').nth(1).press('Enter');
    expect(await page.locator('#devices .status').textContent()).toBe('101–200 of 10,000');
    await page.locator('#devices thead button').first().press('Enter');
    expect(await page.locator('#devices tbody tr').count()).toBe(100);
    await page.locator('#devices input').fill('api-ligne-1');
    await expect.poll(() => page.locator('#devices .status').textContent()).toMatch(/ of 10,000$/);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
