/** A site from the command line, another made in the console: a capture goes into it, and every page shows one alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as f from '../../src/wire/build/index.ts';
import { HAS_BROWSER, launch, settled, type Visit, violations, visit } from '../fixtures/browser.ts';
import { pcapFile } from '../fixtures/pcap.ts';
import {
  getJson,
  imported,
  killAll,
  mustBeBuilt,
  type RunningServer,
  startServer,
} from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
/** Listening needs CAP_NET_RAW. */
const isRoot = process.getuid?.() === 0;

/** Two hosts of a network that ask and answer. */
function capture(network: string): Uint8Array {
  const [client, server] = [1, 2].map((host) => ({
    mac: `00:00:5e:00:53:${network.split('.')[0].slice(-1)}${host}`,
    ip: `${network}.${host}`,
  }));
  const frame = (from: typeof client, to: typeof client, udp: Uint8Array) =>
    f.ethernet(to.mac, from.mac, 0x0800, f.ipv4({ src: from.ip, dst: to.ip, protocol: 17 }, udp));
  return pcapFile([
    frame(client, server, f.udp(40_000, 9999, 'question')),
    frame(server, client, f.udp(9999, 40_000, 'answer')),
  ]);
}

describe.skipIf(!HAS_BROWSER)('sites in the console', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-sites-'));
  const [lyon, nice] = [join(folder, 'lyon.pcap'), join(folder, 'nice.pcap')];
  let server: RunningServer;
  let browser: Browser;
  let english: Visit;

  beforeAll(async () => {
    mustBeBuilt();
    writeFileSync(lyon, capture('192.0.2'));
    writeFileSync(nice, capture('198.51.100'));
    server = await startServer('--data', join(folder, 'data'), '--open', lyon, '--site', 'Lyon');
    await imported(server);
    browser = await launch();
    english = await visit(browser, `${server.url}/sites`);
  }, 120_000);
  afterAll(async () => {
    await english?.close();
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are made, filled, and shown alone; one goes when nothing belongs to it', async () => {
    const { page, complaints } = english;
    const grid = page.getByRole('grid');
    const text = () => grid.innerText();
    const panel = page.getByRole('complementary').first();
    // From the command line, with its capture.
    await grid.getByText('Lyon', { exact: true }).waitFor(WAIT);

    await page.getByRole('button', { name: 'New site…' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make the site' }).click();
    await dialog.getByText('It needs a name.').waitFor(WAIT);
    await dialog.getByLabel('Name').fill('lyon');
    await dialog.getByRole('button', { name: 'Make the site' }).click();
    await dialog.getByText('There is one already.').waitFor(WAIT);
    await dialog.getByLabel('Name').fill('Nice');
    await dialog.getByLabel('Time zone').fill('Europe/Paris');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the site' }).click();
    await grid.getByText('Nice', { exact: true }).waitFor(WAIT);

    // By keyboard alone.
    await page.getByRole('button', { name: 'Site: All sites' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Nice', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('site'), WAIT).not.toBeNull();
    await page.getByRole('link', { name: 'Captures', exact: true }).click();
    await page.getByText('No capture belongs to this site.').waitFor(WAIT);
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open captures…' }).first().click(),
    ]);
    await chooser.setFiles(nice);
    await grid.getByText('nice.pcap').waitFor(WAIT);
    await page.getByText('read: it is there').waitFor(WAIT);
    await page.getByRole('button', { name: 'Clear the list' }).click();

    await page.getByRole('link', { name: 'Devices', exact: true }).click();
    await page.getByText('2 devices', { exact: true }).waitFor(WAIT);
    expect(await text()).toContain('198.51.100.1');
    expect(await text()).not.toContain('192.0.2.');
    await page.getByRole('button', { name: 'Site: Nice' }).click();
    await page.getByRole('button', { name: 'Lyon', exact: true }).click();
    await grid.getByText('192.0.2.1', { exact: true }).first().waitFor(WAIT);
    expect(await text()).not.toContain('198.51.100.');
    // The address says it: whoever gets the link sees the same.
    await page.reload();
    await settled(page);
    expect(await text()).not.toContain('198.51.100.');

    // Its page names the site, and takes a person's word on it.
    const { items }: { items: { id: string }[] } = await getJson(`${server.url}/api/v1/devices?q=192.0.2.2`);
    await page.goto(`${server.url}/devices/${items[0].id}`);
    await settled(page);
    await page.locator('main header').getByRole('link', { name: 'Lyon' }).waitFor(WAIT);
    await page.getByLabel('Where it is').selectOption({ label: 'Nice' });
    await page.locator('main header').getByRole('link', { name: 'Nice' }).waitFor(WAIT);
    expect(await violations(page)).toEqual([]);

    // Lyon's capture was taken in Nice: then nothing belongs to Lyon.
    await page.goto(`${server.url}/sites`);
    await settled(page);
    const remove = async () => {
      await grid.getByText('Lyon', { exact: true }).click();
      await panel.getByRole('button', { name: 'Delete…' }).click();
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    };
    await remove();
    await dialog.getByText('Something belongs to this site.').waitFor(WAIT);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.goto(`${server.url}/captures`);
    await settled(page);
    await grid.getByText('lyon.pcap').click();
    await panel.getByLabel('Site', { exact: true }).selectOption({ label: 'Nice' });
    await expect
      .poll(async () => {
        const all: { items: { siteId: string }[] } = await getJson(`${server.url}/api/v1/captures`);
        return new Set(all.items.map(({ siteId }) => siteId)).size;
      }, WAIT)
      .toBe(1);
    await page.goto(`${server.url}/sites`);
    await settled(page);
    await remove();
    await grid.getByText('Lyon', { exact: true }).waitFor({ state: 'detached', ...WAIT });
    // While the dialog is open what is behind it is hidden, so that the row counts as gone before the site is.
    const names = async () => {
      const all: { items: { name: string }[] } = await getJson(`${server.url}/api/v1/sites`);
      return all.items.map(({ name }) => name);
    };
    await expect.poll(names, WAIT).toEqual(['Nice']);
    // What was refused is no defect.
    expect(complaints.filter((it) => !/status of 409/.test(it))).toEqual([]);
  });

  it.skipIf(!isRoot)('an interface listens for the site that is shown', async () => {
    const { page } = english;
    const sites: { items: { id: string; name: string }[] } = await getJson(`${server.url}/api/v1/sites`);
    const [{ id, name }] = sites.items;
    await page.goto(`${server.url}/interfaces?site=${id}`);
    await settled(page);
    await page.getByRole('button', { name: 'Listen on lo' }).click();
    const dialog = page.getByRole('dialog');
    // Its list of sites may come a moment later.
    await expect.poll(() => dialog.getByLabel('Site', { exact: true }).inputValue(), WAIT).toBe(id);
    await dialog.getByRole('button', { name: 'Start listening' }).click();
    const row = page.getByRole('grid').getByRole('row').filter({ hasText: 'Stop' });
    await row.getByText(name, { exact: true }).waitFor(WAIT);
    await row.getByRole('button', { name: 'Stop lo' }).click();
    const ended = async () => {
      const all: { items: object[] } = await getJson(`${server.url}/api/v1/captures?site=${id}`);
      return all.items;
    };
    await expect.poll(ended, WAIT).toContainEqual(expect.objectContaining({ kind: 'live', status: 'ready' }));
  });
});
