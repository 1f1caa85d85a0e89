/** Headless Chromium on the console, with everything that a page may not do counted against it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const HAS_BROWSER = existsSync(CHROMIUM);
if (!HAS_BROWSER && process.env.CI)
  throw new Error(`No browser at ${CHROMIUM}: set CHROMIUM to test the console.`);
if (!HAS_BROWSER) console.warn(`The console is not tested in a browser: none at ${CHROMIUM}. Set CHROMIUM.`);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const LANGUAGES = ['en', 'fr'] as const;
export const THEMES = ['light', 'dark'] as const;
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, dialogs, requests to anybody else: each is a failure. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly lang?: (typeof LANGUAGES)[number];
  readonly theme?: (typeof THEMES)[number];
  readonly viewport?: { readonly width: number; readonly height: number };
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });

/** A browser of its own (nothing remembered), on `url`, when the page has come to rest. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { lang = 'en', theme = 'light', viewport = DESKTOP } = options;
  const context = await browser.newContext({
    viewport,
    locale: lang === 'fr' ? 'fr-FR' : 'en-GB',
    colorScheme: theme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const { origin, host } = new URL(url);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const asked = request.url();
    if (!asked.startsWith(`${origin}/`) && !/^(data|blob):/.test(asked)) complaints.push(`request: ${asked}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) complaints.push(`request: ${socket.url()}`);
  });
  await page.goto(url);
  await settled(page);
  return { page, complaints, close: () => context.close() };
}

/** Nothing is being loaded: no skeleton, no busy region, nothing asked for half a second. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction('document.querySelector(\'main [aria-busy="true"]\') === null');
}

/** What axe calls serious or critical. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const rules = JSON.stringify({ runOnly: RULES });
  const results = (await page.evaluate(`axe.run(document, ${rules})`)) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const first = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`);
      return `${id}: ${first.join(' | ')}`;
    });
}

/** How many pixels the page is wider than the window: 0 unless something sticks out. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
