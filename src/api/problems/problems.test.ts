/** The page about problems keeps to the list, and the list to the page. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from './problems.ts';

const page = readFileSync(new URL('../../../docs/api-problems.md', import.meta.url), 'utf8');
const sections = page.split(/^## /m).slice(1);

describe('docs/api-problems.md', () => {
  it('explains every code, and no other', () => {
    const explained = sections.map((section) => section.split('\n')[0]);
    expect(explained.toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
  });

  it.each(Object.entries(PROBLEMS))('says the status of %s and what to make of it', (code, { status }) => {
    const section = sections.find((it) => it.startsWith(`${code}\n`)) ?? '';
    expect(section).toMatch(new RegExp(`\\n\\n${status}\\. \\S.{20}`));
  });
});
