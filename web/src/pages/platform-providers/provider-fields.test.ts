import { describe, expect, it } from 'vitest';
import { newProvider, providerPatch } from '../../../../src/api/providers/schemas.ts';
import { asNew, asPatch, idOf, NOTHING, wrongFields } from './provider-fields.ts';

const GOOD = {
  ...NOTHING,
  ...{ name: 'Works', id: 'works', issuer: 'https://id.example.org/realms/works', clientId: 'vigie' },
  clientSecret: 'a secret',
};

describe('what is typed of an identity provider', () => {
  it('is sent as the API takes it', () => {
    expect(newProvider.parse(asNew(GOOD))).toMatchObject({ id: 'works', orgId: null, role: null });
    expect(newProvider.parse(asNew({ ...GOOD, orgId: 'default', role: 'operator' }))).toMatchObject({
      ...{ orgId: 'default', role: 'operator' },
    });
    expect(asNew({ ...GOOD, isPublic: true })).not.toHaveProperty('clientSecret');
    expect(providerPatch.parse(asPatch({ ...GOOD, isPublic: true }))).toMatchObject({ clientSecret: null });
    expect(asPatch({ ...GOOD, clientSecret: '' })).not.toHaveProperty('clientSecret');
  });

  it.each<[string, object]>([
    ['name', { name: ' ' }],
    ['id', { id: 'Not An Id' }],
    ['id', { id: '' }],
    ['issuer', { issuer: 'http://example.org' }],
    ['issuer', { issuer: 'https://example.org/?tenant=1' }],
    ['issuer', { issuer: 'example.org' }],
    ['clientId', { clientId: '' }],
  ])('is refused here where the API refuses it: %s of %j', (field, change) => {
    const fields = { ...GOOD, ...change };
    expect(Object.keys(wrongFields(fields, false))).toEqual([field]);
    expect(newProvider.safeParse(asNew(fields)).success).toBe(false);
  });

  it('needs a secret, unless one is kept or the client has none', () => {
    const fields = { ...GOOD, clientSecret: '' };
    expect(wrongFields(fields, false)).toEqual({ clientSecret: 'secret' });
    expect(wrongFields(fields, true)).toEqual({});
    expect(wrongFields({ ...fields, isPublic: true }, false)).toEqual({});
  });

  it('gives an id from the name', () => {
    expect(idOf('Société Générale & Fils !')).toBe('societe-generale-fils');
    expect(idOf('***')).toBe('');
    expect(newProvider.shape.id.safeParse(idOf('x'.repeat(80))).success).toBe(true);
  });
});
