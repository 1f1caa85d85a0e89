import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ORGANISATION_ID, organisationIdOf } from './organisation-id.ts';

it('keeps what a name has of letters and digits', () => {
  expect(organisationIdOf('Usine Nord (Lille)')).toBe('usine-nord-lille');
  expect(organisationIdOf('  Écluse n° 4 ')).toBe('ecluse-n-4');
  expect(organisationIdOf('東京')).toBe('organisation');
});

it('is an id, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => ORGANISATION_ID.test(organisationIdOf(name))),
  );
});
