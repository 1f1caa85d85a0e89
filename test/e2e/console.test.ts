/** A person's ways through the console, by mouse and by keyboard, over the real server with a real capture. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS, HAS_CORPUS } from '../corpus/payloads.ts';
import { HAS_BROWSER, launch, settled, type Visit, visit } from '../fixtures/browser.ts';
import type { AnalysisJson } from '../fixtures/listed.ts';
import {
  allPages,
  getJson,
  killAll,
  mustBeBuilt,
  type RunningServer,
  startServer,
  vigie,
} from '../fixtures/server.ts';

const CAPTURE = join(CORPUS, 'pcap', 'ndpi__1kxun.pcap');
const WAIT = { timeout: 30_000 };
const isRoot = process.getuid?.() === 0;
if (!isRoot && process.env.CI) throw new Error('Listening is tested as root.');

describe.skipIf(!HAS_BROWSER || !HAS_CORPUS)('a person in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-person-'));
  let server: RunningServer;
  let browser: Browser;
  let at: Visit;
  let page: Page;
  let analysis: AnalysisJson;

  beforeAll(async () => {
    mustBeBuilt();
    analysis = JSON.parse((await vigie('analyze', CAPTURE, '--json')).out);
    server = await startServer('--data', join(folder, 'data'));
    browser = await launch();
    at = await visit(browser, server.url);
    page = at.page;
  }, 120_000);
  afterAll(async () => {
    await at?.close();
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const go = async (path: string) => {
    await page.goto(server.url + path);
    await settled(page);
  };
  const captures = async (): Promise<{ id: string; name: string }[]> =>
    ((await getJson(`${server.url}/api/v1/captures`)) as { items: { id: string; name: string }[] }).items;
  const grid = () => page.getByRole('grid').first();
  const choose = async (button: string | RegExp, file: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: button }).first().click(),
    ]);
    await chooser.setFiles(file);
  };
  /** Everything that the rows of the table say, however far one has to scroll. */
  const rowsOf = async (total: number): Promise<string[]> => {
    const rows = new Map<string, string>();
    await grid().focus();
    for (let i = 0; i < 200 && rows.size < total; i++) {
      for (const row of await grid().locator('[role=row][aria-rowindex]').all()) {
        const index = (await row.getAttribute('aria-rowindex', { timeout: 1000 }).catch(() => null)) ?? '';
        const text = await row.innerText({ timeout: 1000 }).catch(() => '');
        if (index !== '1' && text !== '') rows.set(index, text.replace(/\s+/g, ' '));
      }
      await grid().hover();
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(100);
    }
    return [...rows.values()];
  };

  it('is welcomed by three ways in', async () => {
    for (const way of ['Open a capture', 'Listen on an interface', 'Load the demo'])
      await page.getByRole('heading', { name: way }).waitFor(WAIT);
  });

  it('is told why a file is no capture, and nothing of it is kept', async () => {
    const bad = join(folder, 'holiday.jpg');
    writeFileSync(bad, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]));
    await choose('Choose files…', bad);
    const tray = page.getByRole('region', { name: 'Uploads' });
    await tray.getByText('holiday.jpg').first().waitFor(WAIT);
    await tray
      .getByText(/no capture|not a capture/i)
      .first()
      .waitFor(WAIT);
    const empty = join(folder, 'empty.pcap');
    writeFileSync(empty, '');
    await choose('Choose files…', empty);
    await tray.getByText('empty.pcap').first().waitFor(WAIT);
    expect(await captures()).toEqual([]);
    // The browser itself notes each refused request; nothing else may be noted.
    const refused = (it: string) => it.includes('status of 400');
    await expect.poll(() => at.complaints.filter(refused), WAIT).toHaveLength(2);
    at.complaints.splice(0, at.complaints.length, ...at.complaints.filter((it) => !refused(it)));
  });

  it('opens a capture and sees the numbers of vigie analyze', async () => {
    await go('/captures');
    await choose('Open captures…', CAPTURE);
    await page.getByRole('region', { name: 'Uploads' }).getByText('read: it is there').waitFor(WAIT);
    await go('/');
    const figures = await page.getByLabel('Figures').innerText();
    const said = figures.replace(/[\s,]/g, '');
    expect(said).toContain(`Devices${analysis.devices.length}`);
    expect(said).toContain(`Flows${analysis.conversations.length}`);
    expect(said).toContain(`${analysis.capture.packets}packets`);
    await go('/captures');
    await choose('Open captures…', CAPTURE);
    await page.getByText('already here: nothing was changed').first().waitFor(WAIT);
    expect(await captures()).toHaveLength(1);
  });

  it('sees the newest traffic where years are silent, and goes to what was before it and back', async () => {
    await go('/');
    const bar = page.getByRole('status').filter({ hasText: 'each step' });
    await bar.filter({ hasText: 'Newest traffic:' }).waitFor(WAIT);
    const newest = await bar.innerText();
    const before = page.getByRole('button', { name: 'Traffic before this' });
    await before.click();
    await page.waitForURL(/\?from=/, WAIT);
    await bar.filter({ hasNotText: 'Newest' }).waitFor(WAIT);
    const after = page.getByRole('button', { name: 'Traffic after this' });
    await after.click();
    await bar.filter({ hasText: newest.replace('Newest traffic: ', '') }).waitFor(WAIT);
    // Nothing comes after it: it says so, and stays.
    await after.click();
    await page.getByRole('button', { name: 'There is none after this' }).waitFor(WAIT);
  });

  it('finds every device of the analysis in the table, and every conversation by paging', async () => {
    await go('/devices');
    const rows = await rowsOf(analysis.devices.length);
    expect(rows).toHaveLength(analysis.devices.length);
    for (const { macs, vendor } of analysis.devices) {
      const row = rows.find((text) => text.includes(macs[0])) ?? expect.fail(`no row has ${macs[0]}`);
      if (vendor !== null) expect(row).toContain(vendor.slice(0, 8));
    }
    await go('/flows');
    await page.getByText(`${analysis.conversations.length} flows`, { exact: true }).first().waitFor(WAIT);
    const flows: {
      srcIp?: string;
      packets: number;
      packetsBack: number;
      bytes: number;
      bytesBack: number;
    }[] = await allPages(`${server.url}/api/v1/flows`, 100);
    const sum = (list: readonly { bytes: number; bytesBack: number }[]) =>
      list.reduce((all, { bytes, bytesBack }) => all + bytes + bytesBack, 0);
    expect(flows).toHaveLength(analysis.conversations.length);
    expect(sum(flows)).toBe(sum(analysis.conversations));
  });

  it('searches an address from the keyboard and opens the device', async () => {
    const device =
      analysis.devices.find(({ addresses }) => addresses[0]?.ip.includes('.')) ?? expect.fail('no IPv4');
    const [{ ip }] = device.addresses;
    await go('/');
    await page.keyboard.press('/');
    await page.keyboard.type(ip);
    await page.getByRole('option').filter({ hasText: ip }).first().waitFor(WAIT);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/devices/, WAIT);
  });

  it('goes anywhere from the palette and by two letters', async () => {
    await go('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor(WAIT);
    await page.getByRole('combobox', { name: /./ }).last().fill('matrix');
    await page.getByRole('option', { selected: true }).filter({ hasText: 'Matrix' }).waitFor(WAIT);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/matrix/, WAIT);
    await settled(page);
    await page.locator('body').click({ position: { x: 700, y: 80 } });
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.waitForURL(/\/vlans/, WAIT);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor(WAIT);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached', ...WAIT });
  });

  it('walks a table by keyboard, and finds the same again after a reload and going back', async () => {
    await go('/devices?q=apple');
    const before = await page
      .getByText(/^\d+ devices?$/)
      .first()
      .innerText();
    await grid().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').first().waitFor(WAIT);
    const url = page.url();
    await page.reload();
    await settled(page);
    expect(page.url()).toBe(url);
    expect(
      await page
        .getByText(/^\d+ devices?$/)
        .first()
        .innerText(),
    ).toBe(before);
    await page.getByRole('complementary').first().waitFor(WAIT);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached', ...WAIT });
    await page.goBack();
    await settled(page);
  });

  it('names a device, and the name is there after a reload and in the list', async () => {
    const [{ id }] = analysis.devices;
    await go(`/devices/${id}`);
    await page.getByRole('button', { name: 'Edit Name' }).click();
    const field = page.getByRole('textbox', { name: 'Name' });
    await field.fill('Imprimante du hall');
    await field.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Imprimante du hall' }).waitFor(WAIT);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Imprimante du hall' }).waitFor(WAIT);
    await go('/devices?q=hall');
    await grid().getByText('Imprimante du hall').first().waitFor(WAIT);
  });

  it('changes language and theme, and both are remembered', async () => {
    await go('/settings');
    await page
      .getByRole('main')
      .getByRole('button', { name: 'Français' })
      .or(page.getByRole('radio', { name: 'Français' }))
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /Paramètres/ }).waitFor(WAIT);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /Paramètres/ }).waitFor(WAIT);
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.getByRole('main').getByText('English').first().click();
    await page.getByRole('heading', { level: 1, name: /Settings/ }).waitFor(WAIT);
  });

  it.skipIf(!isRoot)('listens on an interface, sees its traffic, and stops', async () => {
    expect(networkInterfaces().lo).toBeDefined();
    await go('/interfaces');
    await page.getByRole('button', { name: 'Listen on lo' }).click();
    await page.getByRole('button', { name: 'Start listening' }).click();
    const stop = page.getByRole('button', { name: 'Stop lo' });
    await stop.waitFor(WAIT);
    // The console itself is what is heard: every question of it goes over this interface.
    const row = grid().getByRole('row').filter({ hasText: 'lo' }).first();
    await expect
      .poll(async () => /\d[\d.,]* [KM]?i?B\/s|bit\/s/.test(await row.innerText()), WAIT)
      .toBe(true);
    await stop.click();
    await page.getByRole('button', { name: 'Listen on lo' }).waitFor(WAIT);
    await expect.poll(async () => (await captures()).map(({ name }) => name).sort()).toContain('lo');
  });

  it('deletes a capture after being asked, and its devices go with it', async () => {
    await go('/captures');
    await grid().getByText(basename(CAPTURE)).first().click();
    const address = page.url();
    const panel = page.getByRole('complementary').first();
    await panel.getByRole('button', { name: 'Delete…' }).click();
    await page
      .getByRole('dialog')
      .or(page.getByRole('alertdialog'))
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByText('1 capture was deleted.').first().waitFor(WAIT);
    await expect
      .poll(async () => (await captures()).map(({ name }) => name))
      .not.toContain(basename(CAPTURE));
    const left: { id: string }[] = await allPages(`${server.url}/api/v1/devices`, 100);
    expect(left.map(({ id }) => id)).not.toContain(analysis.devices[0].id);
    // A link to it from before says so, instead of waiting for ever.
    await page.goto(address);
    await page.getByRole('alert').getByText('It is not there, or no longer.').waitFor(WAIT);
  });

  it('met no error, no warning, and the page asked nobody else', () => {
    expect(at.complaints).toEqual([]);
  });
});
