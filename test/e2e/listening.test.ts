/** Listening from the Interfaces page: a veth pair made for it, its other end in a namespace that sends. Needs root. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEED, DEMO_START } from '../../src/features/demo/defaults.ts';
import { demoFrames } from '../../src/features/demo/demo-network.ts';
import { writePcap } from '../../src/features/demo/write-pcap.ts';
import { HAS_BROWSER, launch, settled, type Visit, violations, visit } from '../fixtures/browser.ts';
import type { AnalysisJson } from '../fixtures/listed.ts';
import { getJson, killAll, mustBeBuilt, type RunningServer, startServer, vigie } from '../fixtures/server.ts';
import { createTap, obstacle, type Tap } from '../live/namespaces.ts';

const WAIT = { timeout: 60_000 };
const why = HAS_BROWSER ? obstacle() : 'there is no browser';
if (why !== null) {
  if (process.env.CI) throw new Error(`listening from the console must be tested in CI: ${why}`);
  console.warn(`listening from the console: skipped, ${why}`);
}

const WORDS = {
  en: {
    ...{ listen: 'Listen on', start: 'Start listening', stop: 'Stop', filter: 'Filter', up: 'listening' },
    ...{ heard: 'is being listened on', capture: 'Its capture' },
  },
  fr: {
    ...{ listen: 'Écouter', start: 'Commencer l’écoute', stop: 'Arrêter', filter: 'Filtre', up: 'écoutée' },
    ...{ heard: 'est écoutée', capture: 'Sa capture' },
  },
} as const;

describe.skipIf(why !== null).each(['en', 'fr'] as const)(
  'listening from the console in %s',
  { timeout: 180_000 },
  (lang) => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-listening-page-'));
    const demo = join(folder, 'demo.pcap');
    const words = WORDS[lang];
    let tap: Tap;
    let analysis: AnalysisJson;
    let server: RunningServer;
    let browser: Browser;
    let at: Visit;

    beforeAll(async () => {
      mustBeBuilt();
      tap = createTap(lang);
      await writePcap(demo, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: 1 }));
      analysis = JSON.parse((await vigie('analyze', demo, '--json')).out);
      server = await startServer('--data', join(folder, 'data'));
      browser = await launch();
      at = await visit(browser, `${server.url}/interfaces`, { lang });
    }, 120_000);
    afterAll(async () => {
      await at?.close();
      await browser?.close();
      await server?.stop();
      killAll();
      tap?.destroy();
      rmSync(folder, { recursive: true, force: true });
    });

    const named = (word: string) => at.page.getByRole('button', { name: `${word} ${tap.name}`, exact: true });
    const row = () => at.page.getByRole('grid').getByRole('row').filter({ hasText: tap.name });
    const captures = async (): Promise<{ id: string; name: string; packets: number; status: string }[]> =>
      ((await getJson(`${server.url}/api/v1/captures`)) as { items: never[] }).items;

    it('refuses a filter that is none, says what is wrong with it, and keeps what was written', async () => {
      const { page } = at;
      await named(words.listen).click();
      const dialog = page.getByRole('dialog');
      const filter = dialog.getByRole('textbox', { name: words.filter });
      await filter.fill('port http-ish');
      await dialog.getByRole('button', { name: words.start }).click();
      await dialog.getByText(/http-ish/).waitFor(WAIT);
      expect(await filter.inputValue()).toBe('port http-ish');
      expect(await violations(page)).toEqual([]);
      // The browser itself notes the refused request.
      const refused = at.complaints.filter((it) => /status of 4\d\d/.test(it));
      expect(refused).toHaveLength(1);
      at.complaints.splice(0, at.complaints.length, ...at.complaints.filter((it) => !refused.includes(it)));
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached', ...WAIT });
      expect(await captures()).toEqual([]);
    });

    it('hears what the other end sends, as it goes, and sends nothing itself', async () => {
      const { page } = at;
      await named(words.listen).click();
      await page.getByRole('dialog').getByRole('button', { name: words.start }).click();
      await named(words.stop).waitFor(WAIT);
      await row().getByText(words.up, { exact: true }).waitFor(WAIT);
      const before = tap.sent();
      tap.replay(demo, 2000);
      const digits = async () => (await row().innerText()).replace(/[^\d\n]/g, '');
      await expect.poll(digits, WAIT).toContain(`${analysis.capture.packets}`);
      expect(tap.sent()).toBe(before);
      await row().click();
      const panel = page.getByRole('complementary').first();
      await panel.waitFor(WAIT);
      await expect
        .poll(async () => (await panel.innerText()).replace(/[^\d\n]/g, ''), WAIT)
        .toContain(`\n${analysis.devices.length}\n`);
      expect(await violations(page)).toEqual([]);
    });

    it('shows its devices while it goes on, and keeps everything when it is stopped', async () => {
      const { page } = at;
      await page.goto(`${server.url}/devices`);
      await settled(page);
      await page.getByRole('grid').getByText('SRV-FICHIERS').first().waitFor(WAIT);
      await page.goto(`${server.url}/interfaces`);
      await settled(page);
      await named(words.stop).click();
      await named(words.listen).waitFor(WAIT);
      const [capture, ...more] = await captures();
      expect(more).toEqual([]);
      expect(capture).toMatchObject({ name: tap.name, packets: analysis.capture.packets, status: 'ready' });
      const { items }: { items: { id: string }[] } = await getJson(`${server.url}/api/v1/devices?limit=200`);
      expect(items.map(({ id }) => id).sort()).toEqual(analysis.devices.map(({ id }) => id).sort());
      expect(at.complaints).toEqual([]);
    });
  },
);
