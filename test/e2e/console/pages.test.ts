/** Every page of the console, on real captures: both languages, both themes, desktop and phone. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS, HAS_CORPUS } from '../../corpus/payloads.ts';
import { HAS_BROWSER, LANGUAGES, launch, overflow, PHONE, THEMES, violations, visit } from './browser.ts';
import { type RunningServer, startServer } from './running-server.ts';

/** With VIGIE_SCREENSHOTS set, each page's picture goes there: `docs/images` has the README's. */
const SCREENSHOTS = process.env.VIGIE_SCREENSHOTS ?? null;
/** A page, its heading in both languages, and something of the captures that it must show. */
const PAGES: readonly (readonly [path: string, en: RegExp, fr: RegExp, shows: RegExp])[] = [
  ['/', /overview/i, /vue d’ensemble/i, /Bor|fw-boreal|TCP|tls/i],
  ['/devices', /devices/i, /appareils/i, /10\.10\.\d+\.\d+/],
  ['/flows', /flows|conversations/i, /flux|conversations/i, /10\.10\.\d+\.\d+/],
  ['/topology', /topology/i, /topologie/i, /fw-boreal/],
  ['/matrix', /matrix/i, /matrice/i, /./],
  ['/protocols', /protocols/i, /protocoles/i, /tls|dns/i],
  ['/vlans', /vlans/i, /vlan/i, /\b40\b/],
  ['/captures', /captures/i, /captures/i, /demo|1kxun/i],
  ['/interfaces', /interfaces/i, /interfaces/i, /\blo\b/],
  ['/settings', /settings|about/i, /réglages|paramètres|à propos/i, /\d+\.\d+\.\d+/],
];

describe.skipIf(!HAS_BROWSER || !HAS_CORPUS)('the pages of the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let device: string;

  beforeAll(async () => {
    if (SCREENSHOTS !== null) mkdirSync(SCREENSHOTS, { recursive: true });
    [server, browser] = await Promise.all([
      startServer(['--open', join(CORPUS, 'pcap', 'ndpi__1kxun.pcap')]),
      launch(),
    ]);
    const made = await fetch(`${server.url}/api/v1/demo`, { method: 'POST' });
    expect(made.status).toBeLessThan(300);
    await server.imported();
    const { items } = await server.get<{ items: { id: string }[] }>('devices?q=fw-boreal');
    device = items[0]?.id ?? expect.fail('the demo has no fw-boreal');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const pages = () =>
    [...PAGES, [`/devices/${device}`, /fw-boreal/, /fw-boreal/, /10\.10\.10\.1/] as const] as const;

  for (const lang of LANGUAGES) {
    for (const theme of THEMES) {
      it(`are whole, quiet and accessible in ${lang}, ${theme}`, async () => {
        const wrong: string[] = [];
        for (const [path, en, fr, shows] of pages()) {
          const { page, complaints, close } = await visit(browser, server.url + path, { lang, theme });
          const heading = await page.locator('main h1').first().innerText();
          if (!(lang === 'fr' ? fr : en).test(heading)) wrong.push(`${path}: headed ${heading}`);
          const text = await page.locator('main').innerText();
          if (!shows.test(text)) wrong.push(`${path}: does not show ${shows}: ${text.slice(0, 300)}`);
          if ((await page.locator('html').getAttribute('lang')) !== lang) wrong.push(`${path}: lang`);
          wrong.push(...complaints.map((it) => `${path}: ${it}`));
          wrong.push(...(await violations(page)).map((it) => `${path}: ${it}`));
          if ((await overflow(page)) > 0) wrong.push(`${path}: wider than the window`);
          const name =
            path === '/' ? 'overview' : (path.split('/')[path.split('/').length > 2 ? 1 : 1] ?? '');
          const suffix = path.startsWith('/devices/') ? 'device' : name;
          if (SCREENSHOTS !== null)
            await page.screenshot({ path: join(SCREENSHOTS, `${suffix}-${lang}-${theme}.png`) });
          await close();
        }
        expect(wrong).toEqual([]);
      }, 180_000);
    }
  }

  it('fit a phone', async () => {
    const wrong: string[] = [];
    for (const [path] of pages()) {
      const { page, complaints, close } = await visit(browser, server.url + path, { viewport: PHONE });
      wrong.push(...complaints.map((it) => `${path}: ${it}`));
      if ((await overflow(page)) > 0) wrong.push(`${path}: ${await overflow(page)} px too wide`);
      const name = path.startsWith('/devices/') ? 'device' : path === '/' ? 'overview' : path.slice(1);
      if (SCREENSHOTS !== null) await page.screenshot({ path: join(SCREENSHOTS, `${name}-phone.png`) });
      await close();
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
