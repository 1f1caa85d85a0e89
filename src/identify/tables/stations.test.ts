import fc from 'fast-check';
import { expect, it } from 'vitest';
import { STATION_ADDRESS, STATION_BINDING, STATION_OWNER, STATION_SEEN, Stations } from './stations.ts';

it('knows a station as it was kept, and never takes another for it', () => {
  const mac = fc.constantFrom(1, 2, 0x0000_5e00_5301, 0x8000_5e00_5301, 0xffff_ffff_fffe);
  const station = fc.record({
    mac,
    vlan: fc.constantFrom(-1, 0, 1, 4095),
    word: fc.oneof(fc.constantFrom(0, -1, 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  });
  fc.assert(
    fc.property(fc.array(station), fc.array(station), (kept, asked) => {
      const stations = new Stations();
      const known = new Map<string, number>();
      kept.forEach(({ mac, vlan, word }, number) => {
        stations.keep(mac, vlan, word, number, number * 2, number * 3, number % 2 === 0 ? 0 : 1);
        known.set([mac, vlan, word].join(), number);
      });
      for (const { mac, vlan, word } of [...kept, ...asked]) {
        const at = stations.find(mac, vlan, word);
        const number = known.get([mac, vlan, word].join());
        // Another may have taken its place: then it is not here.
        if (at < 0) continue;
        expect(
          [STATION_OWNER, STATION_ADDRESS, STATION_BINDING, STATION_SEEN].map(
            (word) => stations.words[at + word],
          ),
        ).toEqual(number === undefined ? [] : [number, number * 2, number * 3 + 1, number % 2]);
      }
      const last = kept.at(-1);
      if (last !== undefined) expect(stations.find(last.mac, last.vlan, last.word)).toBeGreaterThanOrEqual(0);
    }),
  );
});
