/** Every page of the console over the real server: both languages, both themes, desktop and phone. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cutAddresses,
  cutHeaders,
  cutTables,
  HAS_BROWSER,
  LANGUAGES,
  launch,
  overflow,
  PHONE,
  settled,
  slack,
  THEMES,
  type Visit,
  type VisitOptions,
  violations,
  visit,
} from '../fixtures/browser.ts';
import {
  ask,
  getJson,
  imported,
  killAll,
  mustBeBuilt,
  type RunningServer,
  startServer,
} from '../fixtures/server.ts';

/** With VIGIE_SCREENSHOTS set, the picture of every page goes there. */
const SCREENSHOTS = process.env.VIGIE_SCREENSHOTS ?? null;
/** With VIGIE_PICTURES set, those that the README shows are made anew. */
const PICTURES =
  process.env.VIGIE_PICTURES === undefined ? null : ['overview', 'topology', 'device', 'flows', 'matrix'];
const IMAGES = fileURLToPath(new URL('../../docs/images', import.meta.url));

interface Expected {
  readonly name: string;
  readonly path: string;
  /** Its heading. */
  readonly en: RegExp;
  readonly fr: RegExp;
  /** Something of the demo network that it must show. */
  readonly shows: RegExp;
}

const PAGES: readonly Expected[] = [
  { name: 'overview', path: '/', en: /overview/i, fr: /vue d’ensemble/i, shows: /SRV-FICHIERS/ },
  { name: 'devices', path: '/devices', en: /devices/i, fr: /appareils/i, shows: /10\.10\.\d+\.\d+/ },
  {
    name: 'flows',
    path: '/flows?vlan=40&protocol=tcp',
    en: /flows/i,
    fr: /flux/i,
    shows: /10\.10\.\d+\.\d+/,
  },
  {
    name: 'topology',
    path: '/topology',
    en: /topology/i,
    fr: /topologie/i,
    shows: /4[0-9]\s(devices|appareils)/,
  },
  { name: 'matrix', path: '/matrix', en: /matrix/i, fr: /matrice/i, shows: /4[0-9]\s(devices|appareils)/ },
  { name: 'protocols', path: '/protocols', en: /protocols/i, fr: /protocoles/i, shows: /s7comm/ },
  { name: 'vlans', path: '/vlans', en: /vlans/i, fr: /vlan/i, shows: /\b40\b/ },
  { name: 'captures', path: '/captures', en: /captures/i, fr: /captures/i, shows: /vigie-demo/ },
  { name: 'interfaces', path: '/interfaces', en: /interfaces/i, fr: /interfaces/i, shows: /\blo\b/ },
  {
    name: 'audit',
    path: '/audit',
    en: /audit log/i,
    fr: /journal d’audit/i,
    shows: /vigie-demo/,
  },
  { name: 'members', path: '/members', en: /members/i, fr: /membres/i, shows: /ada@example\.org/ },
  { name: 'sites', path: '/sites', en: /sites/i, fr: /sites/i, shows: /Atelier de Lyon/ },
  { name: 'tokens', path: '/tokens', en: /api tokens/i, fr: /jetons/i, shows: /token|jeton/i },
  {
    name: 'organisations',
    path: '/platform/organisations',
    en: /organisations/i,
    fr: /organisations/i,
    shows: /Made Up/,
  },
  { name: 'people', path: '/platform/users', en: /people/i, fr: /personnes/i, shows: /ada@example\.org/ },
  {
    name: 'providers',
    path: '/platform/providers',
    en: /single sign-on/i,
    fr: /authentification unique/i,
    shows: /Keycloak/,
  },
  {
    name: 'platform-audit',
    path: '/platform/audit',
    en: /audit log of the platform/i,
    fr: /audit de la plateforme/i,
    shows: /ada@example\.org/,
  },
  {
    name: 'health',
    path: '/platform/health',
    en: /how is vigie/i,
    fr: /état de vigie/i,
    shows: /All is well|Tout va bien/,
  },
  { name: 'account', path: '/account', en: /your account/i, fr: /votre compte/i, shows: /ada@example\.org/ },
  { name: 'settings', path: '/settings', en: /settings/i, fr: /paramètres/i, shows: /\d+\.\d+\.\d+/ },
];

describe.skipIf(!HAS_BROWSER)('the pages of the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-pages-'));
  let server: RunningServer;
  let browser: Browser;
  let pages: readonly Expected[];
  let siteId: string;
  /** What was wrong, each beginning with its page. */
  let wrong: string[];

  beforeAll(async () => {
    mustBeBuilt();
    if (SCREENSHOTS !== null) mkdirSync(SCREENSHOTS, { recursive: true });
    server = await startServer('--data', join(folder, 'data'));
    browser = await launch();
    const made = await ask(`${server.url}/api/v1/demo`, { method: 'POST' });
    expect(made.status).toBe(202);
    await imported(server);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Atelier de Lyon', timeZone: 'Europe/Paris' });
    const site = await ask(`${server.url}/api/v1/sites`, { method: 'POST', headers, body });
    expect(site.status).toBe(201);
    siteId = ((await site.json()) as { id: string }).id;
    const { items }: { items: { id: string }[] } = await getJson(`${server.url}/api/v1/devices?q=fw-boreal`);
    const path = `/devices/${items[0].id}`;
    pages = [...PAGES, { name: 'device', path, en: /fw-boreal/, fr: /fw-boreal/, shows: /10\.10\.10\.1/ }];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One browser opens them one after the other, each as a document of its own: the scripts come once. */
  async function lookAt(
    these: readonly Expected[],
    options: VisitOptions,
    also: (page: Page, at: Expected) => Promise<string[]> = async () => [],
  ): Promise<void> {
    const here = await visit(browser, `${server.url}/settings`, options);
    for (const at of these) await look(here, at, options, also);
    await here.close();
  }

  async function look(
    { page, complaints }: Visit,
    at: Expected,
    options: VisitOptions,
    also: (page: Page, at: Expected) => Promise<string[]>,
  ): Promise<void> {
    complaints.length = 0;
    await page.goto(server.url + at.path);
    await settled(page);
    const found = [...complaints, ...(await also(page, at))];
    const tooWide = await overflow(page);
    if (tooWide > 0) found.push(`${tooWide} px wider than the window`);
    const loose = await slack(page);
    if (loose > 0) found.push(`the frame itself scrolls by ${loose} px`);
    wrong.push(...found.map((it) => `${at.path}: ${it}`));
    if (SCREENSHOTS !== null) {
      const { lang = 'en', theme = 'light', viewport } = options;
      const name = `${at.name}-${lang}-${theme}${viewport === undefined ? '' : '-phone'}.png`;
      await page.screenshot({ path: join(SCREENSHOTS, name) });
    }
    if (PICTURES?.includes(at.name) && options.lang === 'en' && options.theme === 'light')
      await page.screenshot({ path: join(IMAGES, `${at.name}.png`) });
  }

  for (const lang of LANGUAGES) {
    for (const theme of THEMES) {
      it(`are whole, quiet and accessible in ${lang}, ${theme}`, async () => {
        wrong = [];
        await lookAt(pages, { lang, theme }, async (page, at) => {
          const found = [...(await violations(page)), ...(await cutTables(page))];
          const heading = await page.locator('main h1').first().innerText();
          if (!(lang === 'fr' ? at.fr : at.en).test(heading)) found.push(`is headed ${heading}`);
          const text = await page.locator('main').innerText();
          if (!at.shows.test(text)) found.push(`does not show ${at.shows}: ${text.slice(0, 400)}`);
          const said = await page.locator('html').getAttribute('lang');
          if (said !== lang) found.push(`says that it is in ${said}`);
          return found;
        });
        expect(wrong).toEqual([]);
      }, 300_000);
    }
  }

  it('show all columns of the two longest tables at 1280 too, and whole headers where there is room', async () => {
    wrong = [];
    const tables = pages.filter(({ name }) => name === 'flows' || name === 'devices');
    expect(tables).toHaveLength(2);
    for (const lang of LANGUAGES) {
      await lookAt(tables, { lang, viewport: { width: 1280, height: 800 } }, async (page) => [
        ...(await cutTables(page)),
        ...(await cutAddresses(page)),
      ]);
      await lookAt(tables.slice(-1), { lang }, cutHeaders);
      await lookAt(tables, { lang }, cutAddresses);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('fit a phone', async () => {
    wrong = [];
    // With everything that the top bar can have.
    const narrowed = { ...PAGES[1], name: 'devices-of-site', path: `/devices?site=${siteId}` };
    await lookAt([...pages, narrowed], { viewport: PHONE });
    expect(wrong).toEqual([]);
  }, 240_000);
});
