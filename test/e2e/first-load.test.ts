/** What a browser loads before the Overview can be used, counted on the built console as it is sent. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pages } from '../../web/src/i18n/en/pages/index.ts';

const DIST = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const MOST_BYTES = 250_000;
/** Words that come with their pages: the frame and the Overview may say none of them. */
const LATER_WORD = new RegExp(`[\`'"](?:${[...Object.keys(pages), 'accounts'].join('|')})\\.[a-z]`);
/** Only with the pages that draw with them. */
const HEAVY = [/\bsigma\b/, /graphology/, /echarts/, /zrender/];

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

function manifest(): Readonly<Record<string, Chunk>> {
  const path = `${DIST}.vite/manifest.json`;
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The chunks and everything that they import in turn. */
function closure(chunks: Readonly<Record<string, Chunk>>, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const other of chunks[name]?.imports ?? []) visit(other);
  };
  names.forEach(visit);
  return found;
}

const gzipped = (file: string): number => gzipSync(readFileSync(DIST + file), { level: 9 }).length;

describe('first load', () => {
  const chunks = manifest();
  const first = closure(chunks, [
    'index.html',
    'src/pages/overview/OverviewPage.tsx',
    // The greater of the two languages.
    'src/i18n/fr/index.ts',
  ]);
  const files = ['before-paint.js', ...[...first].map((name) => chunks[name]?.file ?? name)].filter((file) =>
    file.endsWith('.js'),
  );

  it('sees the page and its chunks', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(files.some((file) => file.includes('OverviewPage'))).toBe(true);
  });

  it('is at most 250 KB of gzipped JavaScript', () => {
    const sizes = files.map((file) => ({ file, bytes: gzipped(file) })).sort((a, b) => b.bytes - a.bytes);
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total, JSON.stringify(sizes, null, 1)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('has neither the topology nor big charts in it', () => {
    const text =
      [...first].join('\n') + files.map((file) => readFileSync(DIST + file, 'utf8').slice(0, 200)).join('\n');
    expect(HEAVY.filter((name) => name.test(text))).toEqual([]);
  });

  it('says no word that comes with another page', () => {
    const says = (file: string) => LATER_WORD.test(readFileSync(DIST + file, 'utf8'));
    const chunk = (source: string) => chunks[source]?.file ?? `no chunk of ${source}`;
    const later = ['Palette', 'ShortcutHelp', 'NavigationDrawer'].map((name) =>
      chunk(`src/frame/${name}.tsx`),
    );
    expect([...files, ...later].filter((file) => !file.includes('libraries') && says(file))).toEqual([]);
    expect(says(chunk('src/pages/devices/DevicesPage.tsx'))).toBe(true);
  });

  it('loads nothing from elsewhere and runs no inline script', () => {
    const html = readFileSync(`${DIST}index.html`, 'utf8');
    const targets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter((target) => !target.startsWith('/') || target.startsWith('//'))).toEqual([]);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/\sstyle=|<style/);
  });

  it('says so, when the first load is measured', () => {
    const total = files.reduce((sum, file) => sum + gzipped(file), 0);
    console.info(
      `first load: ${(total / 1000).toFixed(1)} KB of gzipped JavaScript in ${files.length} files`,
    );
  });
});
