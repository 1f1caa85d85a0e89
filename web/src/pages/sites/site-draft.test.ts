import { describe, expect, it } from 'vitest';
import { draftOf, fieldsOf, problemsOf } from './site-draft.ts';

const LYON = draftOf({
  ...{ id: 's', name: 'Lyon', note: '', timeZone: 'Europe/Paris', latitude: 45.76, longitude: 4.84 },
  ...{ createdAt: '2026-01-01T00:00:00.000000Z', version: 1, captures: 0, placedDevices: 0 },
});

describe('what is typed about a site', () => {
  it('is sent as it was, and what is left empty as nothing', () => {
    expect(problemsOf(LYON)).toEqual({});
    expect(fieldsOf(LYON)).toEqual({
      ...{ name: 'Lyon', note: '', timeZone: 'Europe/Paris', latitude: 45.76, longitude: 4.84 },
    });
    expect(fieldsOf({ ...draftOf(null), name: ' Nice ' })).toEqual({
      ...{ name: 'Nice', note: '', timeZone: null, latitude: null, longitude: null },
    });
  });

  it('takes a comma for a point', () => {
    expect(fieldsOf({ ...LYON, latitude: '-45,5' }).latitude).toBe(-45.5);
  });

  it.each([
    [{ name: ' ' }, { name: 'nameMissing' }],
    [{ timeZone: 'Europe/Nowhere' }, { timeZone: 'timeZoneWrong' }],
    [{ timeZone: '+01:00' }, { timeZone: 'timeZoneWrong' }],
    [{ latitude: '90.1' }, { latitude: 'latitudeWrong' }],
    [{ longitude: 'east' }, { longitude: 'longitudeWrong' }],
    [{ latitude: '' }, { latitude: 'placeHalf' }],
    [{ longitude: ' ' }, { longitude: 'placeHalf' }],
  ])('says what is wrong with %j', (typed, problems) => {
    expect(problemsOf({ ...LYON, ...typed })).toEqual(problems);
  });
});
