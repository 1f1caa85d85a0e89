/** A store that takes nothing in, as people see it: a small disk, mounted for it, fills up. Needs root. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEED, DEMO_START } from '../../src/features/demo/defaults.ts';
import { demoFrames } from '../../src/features/demo/demo-network.ts';
import { writePcap } from '../../src/features/demo/write-pcap.ts';
import { HAS_BROWSER, launch, settled, type Visit, violations, visit } from '../fixtures/browser.ts';
import { ask, getJson, killAll, mustBeBuilt, type RunningServer, startServer } from '../fixtures/server.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
if (!isRoot && process.env.CI) throw new Error('A full disk is tested as root: it is mounted.');
if (!isRoot) console.warn('A full disk is not tried in a browser: mounting one needs root.');
/** The writer tries again after a while, and the page asks again after a while. */
const WAIT = { timeout: 90_000 };

interface Status {
  readonly stores: {
    readonly telemetry: {
      readonly lastError: string | null;
      readonly writtenRows: number;
      droppedRows: number;
    };
  };
}

describe.skipIf(!HAS_BROWSER || !isRoot)('a store that refuses, in the console', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-trouble-'));
  const data = join(folder, 'data');
  const ballast = join(data, 'ballast');
  const demo = join(folder, 'demo.pcap');
  let server: RunningServer;
  let browser: Browser;
  let english: Visit;
  let french: Visit;

  beforeAll(async () => {
    mustBeBuilt();
    mkdirSync(data);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'vigie', data]);
    await writePcap(demo, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: 1 }));
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
    execFileSync('umount', ['--lazy', data]);
    rmSync(folder, { recursive: true, force: true });
  });

  const telemetry = async () => ((await getJson(`${server.url}/api/v1/status`)) as Status).stores.telemetry;
  const banner = ({ page }: Visit, name: string) => page.getByRole('status', { name });
  const inEnglish = () => banner(english, 'What is wrong with the server').innerText();
  const inFrench = () => banner(french, 'Ce qui ne va pas sur le serveur').innerText();
  const openDemo = async () => {
    const [chooser] = await Promise.all([
      english.page.waitForEvent('filechooser'),
      english.page.getByRole('button', { name: 'Open captures…' }).first().click(),
    ]);
    await chooser.setFiles(demo);
  };
  const tray = () => english.page.getByRole('region', { name: 'Uploads' });

  it('is not spoken of while all is well', async () => {
    // The console's own questions are the traffic: every one goes over this interface.
    const listen = await ask(`${server.url}/api/v1/interfaces/lo/listen`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(listen.status).toBeLessThan(300);
    await expect.poll(async () => (await telemetry()).writtenRows, WAIT).toBeGreaterThan(0);
    expect([await inEnglish(), await inFrench()]).toEqual(['', '']);
  });

  it('says on every page what happened, what is kept and what to do, in both languages', async () => {
    // Until there is not a block left.
    for (const block of [1 << 20, 4096]) {
      try {
        for (;;) writeFileSync(ballast, Buffer.alloc(block), { flag: 'a' });
      } catch (error) {
        expect(String(error)).toMatch(/ENOSPC/);
      }
    }
    await expect.poll(async () => (await telemetry()).lastError ?? '', WAIT).toMatch(/space/i);
    await expect
      .poll(inEnglish, WAIT)
      .toMatch(/The store takes nothing in: .+\. What arrives waits.+Free some space there/s);
    await expect.poll(inFrench, WAIT).toMatch(/Le stockage ne prend plus rien.+Libérez-y de la place/s);
    expect(await violations(english.page)).toEqual([]);
    expect(await violations(french.page)).toEqual([]);
  });

  it('leads to the counters, and the pages go on working', async () => {
    const { page } = english;
    await page.getByRole('link', { name: 'Details' }).click();
    await settled(page);
    await page.getByRole('heading', { level: 1, name: 'Settings & about' }).waitFor(WAIT);
    expect(await page.getByRole('main').innerText()).toMatch(/Last refusal: .*space/is);
    await page.goto(`${server.url}/devices`);
    await settled(page);
    await page.getByRole('grid').waitFor(WAIT);
    expect(english.complaints).toEqual([]);
  });

  it('an upload is refused with the reason, and nothing of it is kept', async () => {
    await english.page.goto(`${server.url}/captures`);
    await settled(english.page);
    await openDemo();
    await tray()
      .getByText(/disk of the server is full/i)
      .first()
      .waitFor(WAIT);
    const { items }: { items: { kind: string }[] } = await getJson(`${server.url}/api/v1/captures`);
    expect(items.map(({ kind }) => kind)).toEqual(['live']);
    const refused = english.complaints.filter((it) => /status of 5\d\d/.test(it));
    expect(refused).toHaveLength(1);
    english.complaints.splice(0, english.complaints.length);
  });

  it('is over by itself once there is room: the banner goes, nothing was lost, the upload succeeds', async () => {
    rmSync(ballast);
    await expect.poll(async () => (await telemetry()).lastError, WAIT).toBe(null);
    await expect.poll(inEnglish, WAIT).toBe('');
    await expect.poll(inFrench, WAIT).toBe('');
    expect((await telemetry()).droppedRows).toBe(0);
    await openDemo();
    await tray().getByText('read: it is there').waitFor(WAIT);
    expect([...english.complaints, ...french.complaints]).toEqual([]);
  });
});
