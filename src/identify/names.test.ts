import { describe, expect, it } from 'vitest';
import { bestNames } from './names.ts';

const said = (value: string, source: string, first = 0, confidence = 0.9) => ({
  attribute: 'name' as const,
  value,
  source,
  confidence,
  first,
  firstPacket: 1,
  last: first,
  count: 1,
});

const names = (...list: ReturnType<typeof said>[]) =>
  bestNames(list).map(({ value, source }) => `${value} (${source})`);

describe('names', () => {
  it('come by source, whoever spoke first', () => {
    expect(
      names(
        said('ns-name', 'dns ptr', 0),
        said('BIOS', 'nbns registration', 1),
        said('local', 'mdns a', 2),
        said('sw1', 'lldp system name', 3),
        said('lease', 'dhcp option 12', 4),
        said('Reception', 'person', 5),
      ),
    ).toEqual([
      'Reception (person)',
      'lease (dhcp option 12)',
      'sw1 (lldp system name)',
      'local (mdns a)',
      'BIOS (nbns registration)',
      'ns-name (dns ptr)',
    ]);
  });

  it('are told once, whatever their case and final dot', () => {
    expect(names(said('DESK', 'nbns registration'), said('desk.', 'dhcp option 12'))).toEqual([
      'desk (dhcp option 12)',
    ]);
  });

  it('of one source are told in their longer form', () => {
    expect(
      names(
        said('desk', 'dhcp option 12'),
        said('desk.example.org', 'dhcp option 81'),
        said('desk.local', 'mdns a'),
      ),
    ).toEqual(['desk.example.org (dhcp option 81)', 'desk.local (mdns a)']);
  });

  it('of two protocols are both told, the longer form beside the short one', () => {
    expect(names(said('S1.example.org', 'lldp system name'), said('S1', 'cdp device id'))).toEqual([
      'S1 (cdp device id)',
      'S1.example.org (lldp system name)',
    ]);
  });

  it('that are blank are none', () => {
    expect(names(said(' ', 'dns ptr'), said('.', 'dns ptr'))).toEqual([]);
  });
});
