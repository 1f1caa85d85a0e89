/** The documents keep to what is there: links, paths, commands and options. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TOPICS } from '../src/bin/cli/command.ts';
import { helpText } from '../src/bin/cli/help.ts';
import { parseCommandLine } from '../src/bin/cli/parse-arguments.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Folders that documents live in, from the root; the root's own come first. */
const DOCUMENTS = [
  ...markdownIn('.', false),
  ...markdownIn('docs', true),
  ...markdownIn('src', true),
  ...markdownIn('test', true),
];

function markdownIn(folder: string, deep: boolean): string[] {
  return readdirSync(join(ROOT, folder), { recursive: deep, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
/** Code blocks: their language (`sh`, or nothing) and what stands in them. */
const codeBlocks = (text: string): { readonly language: string; readonly text: string }[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map((match) => ({ language: match[1], text: match[2] }));
const inlineCode = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]);

/** Where relative links and images lead, from the root, without their anchors. */
function linksOf(document: string): string[] {
  return [...withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1])
    .filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith('#'))
    .map((target) => relative('.', join(dirname(document), target.replace(/#.*/, ''))));
}

/** Paths written as code: `src/wire/decode.ts`. Those with a placeholder (`<name>`) name what is yet to be made. */
function pathsOf(document: string): string[] {
  return inlineCode(read(document)).filter(
    (code) => /^(src|web|test|docs|scripts|\.ci)\/\S+$/.test(code) && !/[<*{…]/.test(code),
  );
}

/**
 * What is typed after `vigie`: in every line of a shell block, in other blocks after a prompt. It ends at a pipe, a
 * redirection or a comment.
 */
function typedCommands({ language, text }: { readonly language: string; readonly text: string }): string[][] {
  return text
    .split('\n')
    .filter((line) => language === 'sh' || line.startsWith('$ '))
    .flatMap((line) => [...line.matchAll(/(?:^|[|$] ?|sudo |npx )vigie ([^|>#\n]*)/g)])
    .map(([, typed]) => (typed.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", '')));
}

describe('documents', () => {
  it('are found', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/analyze-json.md']),
    );
  });

  it.each(DOCUMENTS)('%s links only to what exists', (document) => {
    expect(linksOf(document).filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names only paths that exist', (document) => {
    expect(pathsOf(document).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('lists every decision in the index', () => {
    const pages = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => /^\d{4}-.*\.md$/.test(name));
    const listed = linksOf('docs/decisions/README.md').map((target) => relative('docs/decisions', target));
    expect(listed.sort()).toEqual(pages.sort());
  });

  it('has recipes that name files', () => {
    const recipes = read('CONTRIBUTING.md')
      .split(/^## /m)
      .filter((section) => section.startsWith('To add'));
    expect(recipes.length).toBeGreaterThanOrEqual(9);
    for (const recipe of recipes) {
      const paths = inlineCode(recipe).filter((code) => /^(?:src|web)\//.test(code));
      expect(paths.length, recipe.split('\n')[0]).toBeGreaterThanOrEqual(2);
      const bare = inlineCode(recipe).filter((code) => /^[\w-]+\.ts$/.test(code));
      const beside = paths.map((path) => join(ROOT, path));
      const missing = bare.filter((name) => !beside.some((folder) => existsSync(join(folder, name))));
      expect(missing, recipe.split('\n')[0]).toEqual([]);
    }
  });
});

describe('README.md', () => {
  const readme = read('README.md');
  const help = [null, ...TOPICS].map((topic) => helpText(topic, 'en', false)).join('\n');

  it('opens with the two commands', () => {
    const lines = codeBlocks(readme)[0].text.trim().split('\n');
    expect(lines.map((line) => line.replace(/\s+#.*/, ''))).toEqual([
      'npm ci && npm start -- ../capture.pcap',
      'npm ci && npm test',
    ]);
  });

  it('shows only commands that the command line accepts', () => {
    const typed = codeBlocks(readme).flatMap(typedCommands);
    expect(typed.length).toBeGreaterThan(5);
    for (const words of typed) expect(() => parseCommandLine(words), words.join(' ')).not.toThrow();
  });

  it('names only options that the help explains', () => {
    const named = inlineCode(readme).flatMap((code) => code.match(/(?<=^| )--[a-z][a-z-]*/g) ?? []);
    expect(named.length).toBeGreaterThan(8);
    for (const option of named) expect(help).toContain(option);
  });

  it('names only commands that the help explains', () => {
    for (const code of inlineCode(readme)) {
      const command = /^vigie ([a-z]+)/.exec(code)?.[1];
      if (command !== undefined) expect(TOPICS).toContain(command);
    }
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    for (const document of ['README.md', 'CONTRIBUTING.md']) {
      for (const [, name] of read(document).matchAll(/npm run ([a-z]+)/g))
        expect(scripts).toHaveProperty(name);
    }
  });

  it('keeps the markers of the measured table', () => {
    expect(readme).toMatch(/<!-- bench:begin -->\n[\s\S]*<!-- bench:end -->/);
  });

  it('has pictures that are not too heavy', () => {
    const pictures = linksOf('README.md').filter((target) => target.endsWith('.png'));
    expect(pictures.length).toBeGreaterThanOrEqual(5);
    for (const picture of pictures)
      expect(readFileSync(join(ROOT, picture)).length, picture).toBeLessThanOrEqual(300 * 1024);
  });
});
