import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FlowView } from '../../model/flow-view.ts';
import { STATION_BINDING, STATION_OWNER, Stations } from './stations.ts';

const word = fc.oneof(fc.constantFrom(0, -1, 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
const station = fc.record({
  mac: fc.constantFrom(1, 2, 0x0000_5e00_5301, 0x8000_5e00_5301, 0xffff_ffff_fffe),
  vlan: fc.constantFrom(-1, 0, 1, 4095),
  version: fc.constantFrom(4, 6),
  w0: word,
  w1: fc.constantFrom(0, 1),
  w2: fc.constantFrom(0, 1),
  w3: word,
});
type Station = typeof station extends fc.Arbitrary<infer T> ? T : never;

function find(stations: Stations, { mac, vlan, version, w0, w1, w2, w3 }: Station): number {
  return stations.find(mac, vlan, version, w0, w1, w2, w3);
}

it('knows a station as it was told, and never takes another for it', () => {
  fc.assert(
    fc.property(fc.array(station), fc.array(station), (told, asked) => {
      const stations = new Stations();
      const { words } = stations;
      const known = new Map<string, number>();
      told.forEach((one, number) => {
        const at = find(stations, one);
        words[at + STATION_OWNER] = number;
        words[at + STATION_BINDING] = number + 1;
        known.set(JSON.stringify(one), number);
      });
      for (const one of [...told, ...asked]) {
        const at = find(stations, one);
        // Another may have taken its place: then nobody knows it.
        if (words[at + STATION_BINDING] === 0) continue;
        const number = known.get(JSON.stringify(one));
        expect([words[at + STATION_OWNER], words[at + STATION_BINDING] - 1]).toEqual([number, number]);
      }
    }),
  );
});

it('remembers the last two of those that share a place', () => {
  const stations = new Stations();
  const { words } = stations;
  const at = (w0: number) => stations.find(0x0200_0000_0001, -1, 4, w0, 0, 0, 0);
  let forgotten = 0;
  // Enough of them that all share.
  for (let w0 = 1; w0 <= 100_000; w0++) {
    words[at(w0) + STATION_BINDING] = w0;
    if (w0 > 1 && words[at(w0 - 1) + STATION_BINDING] !== w0 - 1) forgotten++;
    if (words[at(w0) + STATION_BINDING] !== w0) forgotten++;
  }
  expect(forgotten).toBe(0);
});

it('is not changed by a look ahead', () => {
  const stations = new Stations();
  const at = stations.find(1, -1, 4, 7, 0, 0, 0);
  stations.words[at + STATION_BINDING] = 5;
  const before = stations.words.slice();
  const view = Object.assign(new FlowView(), { srcMac: 1, src0: 7, dstMac: -1 });
  stations.touch([view, new FlowView()], 2);
  expect(stations.words.every((word, index) => word === before[index])).toBe(true);
});
