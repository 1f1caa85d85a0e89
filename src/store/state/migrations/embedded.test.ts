import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from './embedded.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort();

/** The module is written by this test: `npx vitest run src/store/state/migrations -u`. */
function embedded(): string {
  const entries = files.map((file) => {
    const sql = readFileSync(`${FOLDER}${file}`, 'utf8');
    return `  {\n    number: ${Number(file.slice(0, 4))},\n    name: '${file.slice(0, -'.sql'.length)}',\n    sql: \`${sql}\`,\n  },\n`;
  });
  return `${[
    "import type { Migration } from '../database/migrate.ts';",
    '',
    '/**',
    ' * The migrations, as text that bundles and tests both carry. Written by embedded.test.ts from the `.sql` files:',
    ' * `npx vitest run src/store/state/migrations -u` after adding one.',
    ' */',
    'export const MIGRATIONS: readonly Migration[] = [',
  ].join('\n')}\n${entries.join('')}];\n`;
}

describe('migrations', () => {
  it('are embedded as their files say', async () => {
    await expect(embedded()).toMatchFileSnapshot('./embedded.ts');
  });

  it('are numbered in order, each once, in names that sort', () => {
    for (const file of files) expect(file).toMatch(/^\d{4}_[a-z0-9_]+\.sql$/);
    const numbers = MIGRATIONS.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it('need no escaping as a template', () => {
    for (const { sql } of MIGRATIONS) expect(sql).not.toMatch(/[`\\]|\$\{/);
  });
});
