import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../i18n/en/index.ts';
import { pages as enPages } from '../../i18n/en/pages/index.ts';
import { createFormat } from '../../i18n/format.ts';
import { fr } from '../../i18n/fr/index.ts';
import { pages as frPages } from '../../i18n/fr/pages/index.ts';
import { frenchWords } from '../../i18n/typography.ts';
import type { DeviceFacets } from '../../nouns/devices/device.ts';
import { flowFilters } from '../../nouns/flows/flow-filters.ts';
import { type Filter, sayValue } from '../../ui/table/filter.ts';
import { deviceFilters } from './device-filters.tsx';
import { deviceParameters, isFiltered } from './device-parameters.ts';

const words = i18next.createInstance();
beforeAll(() =>
  words.init({
    lng: 'en',
    resources: {
      en: { translation: { ...en, ...enPages } },
      fr: { translation: frenchWords({ ...fr, ...frPages }) },
    },
    interpolation: { escapeValue: false },
  }),
);
const facets: DeviceFacets = {
  types: [
    { value: 'plc', devices: 5 },
    { value: 'hmi', devices: 1 },
  ],
  vendors: [{ value: 'Ferrolink', devices: 3 }],
  vlans: [
    { value: 40, devices: 10 },
    { value: 10, devices: 22 },
  ],
  tags: [{ value: 'line 1', devices: 2 }],
};

/** As the chip says it. */
function sentence(language: 'en' | 'fr', name: string, ...values: readonly string[]): string {
  const t = words.getFixedT(language) as TFunction;
  const all: readonly Filter[] = [
    ...deviceFilters(t, facets, (vlan) => (vlan === 40 ? 'Workshop' : null)),
    ...flowFilters(t, (id) => `name of ${id}`),
  ];
  const filter = all.find((it) => it.name === name)!;
  const said = createFormat(language).any(values.map((value) => sayValue(filter, value)));
  return filter.kind === 'yes-no' ? said : `${filter.label} ${t('table.is')} ${said}`;
}

describe('filters read as sentences', () => {
  it.each([
    ['type', ['plc', 'hmi'], 'type is PLC or HMI', 'type est automate ou IHM'],
    ['vlan', ['40'], 'VLAN is 40 · Workshop', 'VLAN est 40 · Workshop'],
    ['tag', ['line 1'], 'tag is line 1', 'étiquette est line 1'],
    ['flagged', ['true'], 'flagged', 'signalé'],
    ['gateway', ['false'], 'not a gateway', 'pas une passerelle'],
    ['subnet', ['192.0.2.0/24'], 'subnet is 192.0.2.0/24', 'sous-réseau est 192.0.2.0/24'],
    [
      'activeSince',
      ['now-1h'],
      'last seen is in the last hour',
      'dernier signe est depuis moins d’une heure',
    ],
    ['vendor', ['Gone since'], 'vendor is Gone since', 'fabricant est Gone since'],
    ['device', ['mac-1'], 'device is name of mac-1', 'appareil est name of mac-1'],
    ['peer', ['mac-2'], 'other end is name of mac-2', 'autre extrémité est name of mac-2'],
    ['port', ['502'], 'port is 502', 'port est 502'],
  ] as const)('%s', (name, values, english, french) => {
    expect([sentence('en', name, ...values), sentence('fr', name, ...values)]).toEqual([english, french]);
  });

  it('offers VLANs by number', () => {
    const filter = deviceFilters(words.t as TFunction, facets, () => null).find(
      ({ name }) => name === 'vlan',
    );
    expect(filter?.kind === 'choice' && filter.choices.map(({ value }) => value)).toEqual(['10', '40']);
  });
});

describe('filters as the API takes them', () => {
  const NOW = Date.UTC(2026, 0, 2);
  it('are those of the URL, held to the range and capture', () => {
    const search = { q: 'x', type: ['plc', 'hmi'], vlan: '40', sort: 'name', open: 'mac-1' };
    expect(deviceParameters(search, { from: '2026-01-01T00:00:00.000Z', capture: 'c' }, NOW)).toMatchObject({
      ...{ q: 'x', type: ['plc', 'hmi'], vendor: [], vlan: '40' },
      ...{ from: '2026-01-01T00:00:00.000Z', to: undefined, capture: 'c' },
    });
  });

  it('count the last hour from now', () => {
    expect(deviceParameters({ activeSince: 'now-1h' }, {}, NOW).activeSince).toBe('2026-01-01T23:00:00.000Z');
  });

  it('are there, or not', () => {
    expect(isFiltered({ sort: 'name', open: 'mac-1' })).toBe(false);
    expect(isFiltered({ tag: 'x' })).toBe(true);
    expect(isFiltered({ capture: 'c' })).toBe(true);
  });
});
