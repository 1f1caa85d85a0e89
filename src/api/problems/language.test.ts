import { describe, expect, it } from 'vitest';
import { acceptedLanguage } from './language.ts';

describe('Accept-Language', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['fr-CA, en;q=0.9', 'fr'],
    ['FR-fr', 'fr'],
    ['en;q=0.8, fr;q=0.9', 'fr'],
    ['fr;q=0.8, en;q=0.9', 'en'],
    ['de, fr;q=0.5, en;q=0.4', 'fr'],
    ['fr, en', 'fr'],
    ['en, fr', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    ['de, *;q=0.5', 'en'],
    ['fr;q=0.4, *;q=0.5', 'en'],
    ['en;q=0, *', 'fr'],
    ['fr;q=0', 'en'],
    ['fr;q=0, en;q=0', 'en'],
    ['fr;q=nonsense', 'en'],
    ['fr;q=1.001, en;q=0.1', 'en'],
    ['fra', 'en'],
    [' fr ; q=0.7 , en ; q=0.3 ', 'fr'],
    [`${'x,'.repeat(100_000)}fr`, 'en'],
  ])('%j gets %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });
});
