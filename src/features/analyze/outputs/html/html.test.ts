import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, sampleAnalysis } from '../../../../../test/fixtures/analysis.ts';
import type { Analysis } from '../../../../model/analysis.ts';
import { EN } from '../text/en.ts';
import type { Lang } from '../text/lang.ts';
import { escapeHtml, scriptJson } from './escape.ts';
import { htmlPieces, writeHtml } from './html.ts';
import { CORE } from './script/core.ts';
import { LISTS } from './script/lists.ts';
import { MAP } from './script/map.ts';
import { TABLE } from './script/table.ts';

const htmlOf = (analysis: Analysis, lang: Lang = 'en'): string => [...htmlPieces(analysis, lang)].join('');
const dataOf = (html: string): Record<string, unknown> =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]);

describe('escaping', () => {
  it('leaves no character with which markup begins, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES)), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'\p{Cc}]|&(?!(amp|lt|gt|quot|#39);)/u);
      }),
    );
  });

  it('keeps JSON in a script element readable and unable to end it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--')), (text) => {
        expect(scriptJson([text])).not.toMatch(/[<>\u2028\u2029]/);
        expect(JSON.parse(scriptJson([text]))).toEqual([text]);
      }),
    );
  });
});

describe('the report', () => {
  const html = htmlOf(sampleAnalysis());

  it('holds nothing that a hostile name could run', () => {
    expect(html).not.toContain('<img');
    expect(html.match(/<script[ >]/g)).toEqual(['<script ', '<script>']);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    const markup = html.replace(/<script>.*<\/script>/s, '');
    // Attributes are quoted: a name inside a value is followed by no quote of its own.
    expect(markup.match(/<[a-z][^<>]*\son[a-z]+="/g)).toBeNull();
    expect(html.match(/javascript:|[\p{Cc}\u202e]/gu)?.filter((found) => found !== '\n') ?? []).toEqual([]);
    expect(html).toContain('&lt;img src=x onerror=');
  });

  it('refers to nothing outside itself', () => {
    for (const [, , target] of html.matchAll(/\s(src|href|action|poster|srcset)="([^"]*)"/g)) {
      expect(target).toMatch(/^(#|data:image\/svg\+xml,)/);
    }
    expect(html).not.toMatch(/url\(|@import|@font-face|\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket/);
  });

  it('lets only its own style and script run, by their hashes', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1];
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain(`script-src 'sha256-${hash(/<script>(.*)<\/script>/s.exec(html)![1])}'`);
    expect(policy).toContain(`style-src 'sha256-${hash(/<style>(.*)<\/style>/s.exec(html)![1])}'`);
    expect(html).not.toContain(' style="');
  });

  it('is the same for the same analysis', () => {
    expect(htmlOf(sampleAnalysis())).toBe(html);
  });

  it('opens in the language asked for and holds both', () => {
    const french = htmlOf(sampleAnalysis(), 'fr');
    expect(french).toContain('<html lang="fr">');
    expect(french).toContain('data-en="Flow map" data-fr="Carte des flux">Carte des flux<');
    expect(html).toContain('data-en="Flow map" data-fr="Carte des flux">Flow map<');
  });

  it('gives every table header a scope and every section a heading', () => {
    expect(html.match(/<th(?![a-z])(?![^>]*scope=)/g)).toBeNull();
    for (const [, id] of html.matchAll(/<section [^>]*aria-labelledby="([^"]*)"/g)) {
      expect(html).toMatch(new RegExp(`<h2 id="${id}">`));
    }
  });

  it('keeps 10,000 devices under 8 MB', () => {
    expect(htmlOf(sampleAnalysis({ devices: 10_000, conversations: 20_000 })).length).toBeLessThan(8e6);
  });

  it('takes the 5,000 largest conversations and says what it left out', () => {
    const analysis = sampleAnalysis({ conversations: 6000 });
    const large = htmlOf(analysis);
    expect(large).toContain('The 5,000 largest of 6,000 conversations are here.');
    const data = dataOf(large) as unknown as { flows: number[][] };
    expect(data.flows).toHaveLength(5000);
    const totals = data.flows.map((flow) => flow[9] + flow[10]);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
    const all = analysis.conversations.map((c) => c.bytes + c.bytesBack).sort((a, b) => b - a);
    expect(totals.at(-1)).toBe(all[4999]);
  });

  it('shows a capture in which there was nothing', () => {
    const analysis = sampleAnalysis({ devices: 0, conversations: 0 });
    const empty: Analysis = {
      ...analysis,
      capture: { ...analysis.capture, files: [], packets: 0, firstSeen: null, lastSeen: null, linkTypes: [] },
      protocols: [],
      vlans: [],
      findings: [],
    };
    for (const text of [
      'No device was seen.',
      'No conversation was seen.',
      'No device to draw.',
      'No VLAN tag',
    ]) {
      expect(htmlOf(empty)).toContain(text);
    }
  });

  it('knows every word its script asks for', () => {
    const { words } = dataOf(html) as { words: Record<Lang, Record<string, string>> };
    const script = CORE + TABLE + LISTS + MAP;
    const asked = [...script.matchAll(/\b(word|plural)\('([a-z]+\.[\w.]+)'/g)];
    expect(asked.length).toBeGreaterThan(20);
    for (const [, how, key] of asked) {
      for (const lang of ['en', 'fr'] as const) {
        expect(words[lang], key).toHaveProperty([how === 'plural' ? `${key}.other` : key]);
      }
    }
    expect(Object.keys(words.en)).toEqual(Object.keys(words.fr));
  });

  it('uses every word of the catalogue somewhere', () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|text[\\/](en|fr)\.ts$/.test(file))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');
    const unused = Object.keys(EN).filter((key) => {
      const stem = key.replace(/\.(one|other)$/, '');
      const family = `${stem.slice(0, stem.lastIndexOf('.'))}.$`;
      const used = [`'${stem}'`, family, `'${stem.split('.')[0]}.'`].some((text) => source.includes(text));
      return !used;
    });
    expect(unused).toEqual([]);
  });

  it('says which file it could not write', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-html-'));
    await expect(writeHtml(sampleAnalysis(), folder, 'en')).rejects.toThrow(
      `${folder}: cannot write the report`,
    );
    rmSync(folder, { recursive: true });
  });
});
