import { describe, expect, it } from 'vitest';
import { nextStep, readTopologySearch, STEPS } from './topology-search.ts';

describe('the URL of the topology', () => {
  it('says nothing of what is usual', () => {
    expect(readTopologySearch({})).toEqual({
      layout: 'force',
      grouping: 'vlan',
      vlan: null,
      types: [],
      devices: STEPS[0],
      text: '',
      open: null,
      around: null,
      hops: 1,
      hulls: true,
      list: false,
    });
  });

  it('says everything else', () => {
    const search = {
      layout: 'lanes',
      group: 'type',
      vlan: '10',
      type: ['plc', 'hmi'],
      devices: '2000',
      q: 'pump',
      open: 'mac-1',
      around: 'mac-2',
      hops: '3',
      hulls: 'no',
      view: 'list',
    };
    expect(readTopologySearch(search)).toMatchObject({
      layout: 'lanes',
      grouping: 'type',
      vlan: '10',
      types: ['plc', 'hmi'],
      devices: 2000,
      text: 'pump',
      open: 'mac-1',
      around: 'mac-2',
      hops: 3,
      hulls: false,
      list: true,
    });
    expect(readTopologySearch({ vlan: 'none' }).vlan).toBe('none');
  });

  it.each([
    { layout: 'spiral' },
    { vlan: '4096' },
    { vlan: 'all' },
    { type: 'toaster' },
    { devices: '0' },
    { devices: '20001' },
    { devices: 'many' },
    { hops: '9' },
    { hops: '1.5' },
  ])('takes %o as if it were not there', (search) => {
    expect(readTopologySearch(search)).toEqual(readTopologySearch({}));
  });

  it('offers more devices until there are no more', () => {
    expect(nextStep(500)).toBe(2000);
    expect(nextStep(700)).toBe(2000);
    expect(nextStep(20_000)).toBeNull();
  });
});
