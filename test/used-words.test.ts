/** Whether the console uses each of its words: they are sent to browsers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accounts } from '../web/src/i18n/en/accounts/index.ts';
import { en } from '../web/src/i18n/en/index.ts';
import { pages } from '../web/src/i18n/en/pages/index.ts';
import type { Words } from '../web/src/i18n/typography.ts';

const ROOT = fileURLToPath(new URL('../web/src', import.meta.url));
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !/^i18n\/(en|fr)\//.test(name))
  .map((name) => readFileSync(join(ROOT, name), 'utf8'));

function* keysOf(words: Words, path = ''): Generator<string> {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') yield (path + key).replace(/_(?:one|other|many)$/, '');
    else yield* keysOf(value, `${path}${key}.`);
  }
}

/** An id of the data; actions of the audit log have dots. */
const HOLE = '[\\w.-]+';
/** Texts of the sources that may be keys: whole ones, and those with holes as patterns. */
const literals = new Set(
  sources.flatMap((text) => [...text.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, it]) => it)),
);
const patterns = sources.flatMap((text) =>
  [...text.matchAll(/`([\w-]+\.[^`\s]*\$\{[^`]*)`/g)].map(
    ([, it]) => new RegExp(`^${it.replace(/\$\{[^}]*\}/g, HOLE).replace(/\./g, '\\.')}$`),
  ),
);

describe('words', () => {
  it('are all used: by their whole key, or by one with a hole in it', () => {
    const keys = new Set(keysOf({ ...en, ...pages, accounts }));
    const unused = [...keys].filter(
      (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(keys.size).toBeGreaterThan(500);
    expect(unused).toEqual([]);
  });
});
