/** What people do to captures in the console: uploads that are cancelled, reading again, deleting; both languages. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_START } from '../../src/features/demo/defaults.ts';
import { demoFrames } from '../../src/features/demo/demo-network.ts';
import { writePcap } from '../../src/features/demo/write-pcap.ts';
import { HAS_BROWSER, launch, settled, type Visit, violations, visit } from '../fixtures/browser.ts';
import { getJson, killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const WAIT = { timeout: 30_000 };
/** Slow enough that half of a capture is still to come when somebody decides otherwise. */
const SLOW_BYTES_PER_S = 300_000;

interface Capture {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly progress: number;
}

describe.skipIf(!HAS_BROWSER)('captures in the console', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-captures-'));
  const data = join(folder, 'data');
  const files = ['monday.pcap', 'tuesday.pcap', 'wednesday.pcap'].map((name) => join(folder, name));
  let server: RunningServer;
  let browser: Browser;
  let english: Visit;
  let french: Visit;

  beforeAll(async () => {
    mustBeBuilt();
    for (const [i, path] of files.entries())
      await writePcap(path, demoFrames({ seed: i + 1, start: DEMO_START, minutes: 3 }));
    server = await startServer('--data', data);
    browser = await launch();
    english = await visit(browser, `${server.url}/captures`);
    french = await visit(browser, `${server.url}/captures`, { lang: 'fr', theme: 'dark' });
  }, 120_000);
  afterAll(async () => {
    await english?.close();
    await french?.close();
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const captures = async (): Promise<Capture[]> =>
    ((await getJson(`${server.url}/api/v1/captures`)) as { items: Capture[] }).items;
  const names = async () => (await captures()).map(({ name }) => name).sort();
  const open = async ({ page }: Visit, path = '/captures') => {
    await page.goto(server.url + path);
    await settled(page);
  };
  const rowOf = ({ page }: Visit, name: string) =>
    page.getByRole('grid').getByRole('row').filter({ hasText: name });
  /** Whatever of uploads lies in the data folder. */
  const uploadsOnDisk = () =>
    readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(upload|partial)$/.test(path),
    );

  it('are uploaded two at a time; one that is cancelled half-way leaves nothing, and the next goes on', async () => {
    const { page } = english;
    const network = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: SLOW_BYTES_PER_S };
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', slow);
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open captures…' }).first().click(),
    ]);
    await chooser.setFiles(files);
    const tray = page.getByRole('region', { name: 'Uploads' });
    const item = (name: string) => tray.getByRole('listitem').filter({ hasText: name });
    await item('wednesday.pcap').getByText('waiting', { exact: true }).waitFor(WAIT);
    const bar = item('monday.pcap').getByRole('progressbar', { name: 'monday.pcap' });
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow')), WAIT).toBeGreaterThan(0);
    await item('monday.pcap')
      .getByText(/\d.* of \d/)
      .waitFor(WAIT);
    expect(uploadsOnDisk().length).toBeGreaterThan(0);

    await tray.getByRole('button', { name: 'Cancel monday.pcap' }).click();
    await item('monday.pcap').waitFor({ state: 'detached', ...WAIT });
    await item('wednesday.pcap').getByRole('progressbar').waitFor(WAIT);
    await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    for (const name of ['tuesday.pcap', 'wednesday.pcap'])
      await item(name).getByText('read: it is there').waitFor(WAIT);
    await tray.getByRole('button', { name: 'Clear the list' }).click();
    await tray.waitFor({ state: 'detached', ...WAIT });

    expect(await names()).toEqual(['tuesday.pcap', 'wednesday.pcap']);
    await expect.poll(uploadsOnDisk, WAIT).toEqual([]);
    await page.getByText('2 captures', { exact: true }).waitFor(WAIT);
    expect(await rowOf(english, 'monday.pcap').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it('that were cancelled can be uploaded again', async () => {
    const { page } = english;
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open captures…' }).first().click(),
    ]);
    await chooser.setFiles(files[0]);
    await page.getByRole('region', { name: 'Uploads' }).getByText('read: it is there').waitFor(WAIT);
    await expect.poll(names, WAIT).toEqual(['monday.pcap', 'tuesday.pcap', 'wednesday.pcap']);
    await page.getByText('3 captures', { exact: true }).waitFor(WAIT);
  });

  it('are read again: how far is shown, and the same is there afterwards', async () => {
    const before = await captures();
    const { page } = french;
    await open(french);
    await rowOf(french, 'tuesday.pcap').click();
    const panel = page.getByRole('complementary').first();
    await page.evaluate(`globalThis.seen = new Set();
      new MutationObserver(() => {
        for (const bar of document.querySelectorAll('main [role=progressbar], aside [role=progressbar]'))
          globalThis.seen.add(bar.getAttribute('aria-label'));
      }).observe(document.body, { subtree: true, childList: true, attributes: true });`);
    await panel.getByRole('button', { name: 'Analyser de nouveau' }).click();
    await page.getByText('tuesday.pcap est relue.').waitFor(WAIT);
    const ready = async () =>
      (await captures()).every(({ status, progress }) => status === 'ready' && progress === 1);
    await expect.poll(ready, WAIT).toBe(true);
    await panel.getByText('prête').waitFor(WAIT);
    expect(await page.evaluate('[...globalThis.seen]')).toEqual(['tuesday.pcap']);
    expect(await captures()).toEqual(before.map((it) => ({ ...it, finishedAt: expect.anything() })));
    expect(await violations(page)).toEqual([]);
  });

  it('whose file has changed meanwhile are not read again: it says why, and everything stays', async () => {
    const before = await captures();
    expect(before.map(({ progress }) => progress)).toEqual([1, 1, 1]);
    const { id } = before.find(({ name }) => name === 'tuesday.pcap') ?? expect.fail('no capture');
    writeFileSync(join(data, 'captures', `${id}.capture`), 'something else', { flag: 'a' });
    for (const [at, button, said] of [
      [
        english,
        'Analyse again',
        /cannot be read now[\s\S]*tuesday\.pcap[\s\S]*was changed since[\s\S]*open it anew/,
      ],
      [
        french,
        'Analyser de nouveau',
        /ne peut pas être lue[\s\S]*a changé depuis[\s\S]*ouvrez-le de nouveau/,
      ],
    ] as const) {
      await open(at, `/captures?open=${id}`);
      await at.page.getByRole('complementary').first().getByRole('button', { name: button }).click();
      const note = at.page.getByRole('list', { name: 'Notes' }).getByRole('listitem');
      await note.first().waitFor(WAIT);
      expect(await note.first().innerText()).toMatch(said);
      // The browser itself notes the refused request.
      const refusals = at.complaints.filter((it) => /status of 4\d\d/.test(it));
      expect(refusals).toHaveLength(1);
      at.complaints.splice(0, at.complaints.length, ...at.complaints.filter((it) => !refusals.includes(it)));
    }
    expect(await captures()).toEqual(before);
  });

  it('are deleted once it was said what goes and what stays; whoever shrinks back keeps all', async () => {
    const { page } = french;
    await open(french);
    await rowOf(french, 'monday.pcap').click();
    const remove = page.getByRole('complementary').first().getByRole('button', { name: 'Supprimer…' });
    await remove.click();
    const dialog = page.getByRole('dialog', { name: /Supprimer cette capture\s\?/ });
    await dialog.waitFor(WAIT);
    expect(await dialog.innerText()).toMatch(/Ses conversations[\s\S]*n’est pas touché[\s\S]*monday\.pcap/);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached', ...WAIT });
    await remove.click();
    await dialog.getByRole('button', { name: 'Annuler' }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    expect(await captures()).toHaveLength(3);
    await remove.click();
    // A small one goes in no time: the request is held until its row was looked at.
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/api/v1/captures/*', async (route) => {
      await held;
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Supprimer', exact: true }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    await rowOf(french, 'monday.pcap').getByText('suppression…').waitFor(WAIT);
    await rowOf(french, 'monday.pcap').getByRole('progressbar', { name: 'monday.pcap' }).waitFor(WAIT);
    expect(await violations(page)).toEqual([]);
    letGo();
    await page.getByText('1 capture a été supprimée.').waitFor(WAIT);
    await page.unroute('**/api/v1/captures/*');
    await expect.poll(names, WAIT).toEqual(['tuesday.pcap', 'wednesday.pcap']);
    await page.getByRole('complementary').waitFor({ state: 'detached', ...WAIT });
  });

  it('are deleted together, in the plural, and the other browser sees it without being asked', async () => {
    const { page } = english;
    await open(english);
    await open(french);
    for (const name of ['tuesday.pcap', 'wednesday.pcap'])
      await page.getByRole('checkbox', { name: `Select ${name}` }).click();
    await page.getByText('2 selected').waitFor(WAIT);
    await page
      .getByRole('region', { name: 'Selected rows' })
      .or(page.getByRole('toolbar', { name: 'Selected rows' }))
      .getByRole('button', { name: 'Delete…' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 captures?' });
    await dialog.waitFor(WAIT);
    expect(await dialog.innerText()).toMatch(/Their conversations[\s\S]*wednesday\.pcap/);
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('2 captures were deleted.').waitFor(WAIT);
    await page.getByText('There are no captures yet.').waitFor(WAIT);
    await french.page.getByText('Il n’y a pas encore de capture.').waitFor(WAIT);
    expect(await captures()).toEqual([]);
    const { items }: { items: unknown[] } = await getJson(`${server.url}/api/v1/devices`);
    expect(items).toEqual([]);
  });

  it('made no error, no warning, and the page asked nobody else', () => {
    expect({ english: english.complaints, french: french.complaints }).toEqual({ english: [], french: [] });
  });
});
