import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ipOf, mac } from '../samples.ts';
import type { AttributeName, Sighting, Subject } from '../sighting.ts';
import { Sightings } from './sightings.ts';

const SAID: Sighting = {
  subject: { ip: ipOf('192.0.2.1'), vlan: 7 },
  ...{ attribute: 'name', value: 'desk', confidence: 0.5, source: 'dns a', at: 100, packet: 5 },
};

const all = (sightings: Sightings) =>
  Array.from({ length: sightings.size }, (_, row) => ({
    ...sightings.read(row),
    subject: whoIs(sightings, sightings.subjectOf(row)),
  }));

/** The subject as a text of its parts. */
function whoIs(sightings: Sightings, subject: number): string {
  const known = sightings.macOf(subject);
  if (known !== null) return String(known);
  const words = [0, 1, 2, 3].map((index) => sightings.addressWordOf(subject, index));
  return [sightings.versionOf(subject), ...words, sightings.vlanOf(subject)].join();
}

function partsOf(subject: Subject): string {
  if ('mac' in subject) return String(subject.mac);
  const { version, w0, w1, w2, w3 } = subject.ip;
  return [version, w0, w1, w2, w3, subject.vlan].join();
}

it('counts what is said again, and keeps its first time, its last and the best confidence', () => {
  const sightings = new Sightings(10);
  sightings.add(SAID);
  sightings.add({ ...SAID, confidence: 0.9, at: 300, packet: 9 });
  sightings.add({ ...SAID, confidence: 0.1, at: 50, packet: 7 });
  sightings.add({ ...SAID, at: 50, packet: 2 });
  expect(all(sightings)).toMatchObject([
    { attribute: 'name', value: 'desk', source: 'dns a', confidence: 0.9 },
  ]);
  expect(sightings.read(0)).toMatchObject({ first: 50, firstPacket: 2, last: 300, count: 4 });
});

it('keeps apart whom, what and by which source it was said', () => {
  const subjects: Subject[] = [
    { mac: mac(1) },
    { mac: mac(2) },
    { ip: ipOf('192.0.2.1'), vlan: -1 },
    { ip: ipOf('192.0.2.1'), vlan: 4095 },
    { ip: ipOf('2001:db8::1'), vlan: -1 },
    { ip: ipOf('::c000:201'), vlan: -1 },
  ];
  const attribute = fc.constantFrom<AttributeName>('name', 'os');
  const said = fc.record({
    subject: fc.constantFrom(...subjects),
    attribute,
    value: fc.constantFrom('a', 'b', 'name', 'os'),
    source: fc.constantFrom('a', 'dns a'),
    confidence: fc.constantFrom(0.2, 0.5),
    at: fc.nat(9),
    packet: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(said), fc.integer({ min: 1, max: 12 }), attribute, (list, limit, asked) => {
      const sightings = new Sightings(limit);
      const model = new Map<string, { said: Sighting[]; subject: string }>();
      let dropped = 0;
      for (const each of list) {
        sightings.add(each);
        const subject = partsOf(each.subject);
        const key = [subject, each.attribute, each.value, each.source].join('|');
        const known = model.get(key);
        if (known !== undefined) known.said.push(each);
        else if (model.size < limit) model.set(key, { said: [each], subject });
        else dropped++;
      }
      expect(sightings.dropped).toBe(dropped);
      const expected = [...model.values()].map(({ said, subject }) => ({
        ...{ subject, attribute: said[0].attribute, value: said[0].value, source: said[0].source },
        ...{ count: said.length, confidence: Math.max(...said.map((each) => each.confidence)) },
        last: Math.max(...said.map((each) => each.at)),
        first: Math.min(...said.map((each) => each.at)),
        firstPacket: said.toSorted((a, b) => a.at - b.at || a.packet - b.packet)[0].packet,
      }));
      expect(all(sightings)).toEqual(expected);
      const rows = expected.flatMap((row, index) =>
        row.attribute === asked && row.value === 'a' ? [index] : [],
      );
      expect(sightings.rowsOf(asked, 'a')).toEqual(rows);
    }),
  );
});

it('keeps 64 values of an attribute, and of those whatever else says them', () => {
  const sightings = new Sightings(1000);
  for (let n = 0; n < 70; n++) sightings.add({ ...SAID, value: `host${n}` });
  expect([sightings.size, sightings.dropped]).toEqual([64, 6]);
  sightings.add({ ...SAID, value: 'host3', source: 'mdns a' });
  sightings.add({ ...SAID, value: 'host69', source: 'mdns a' });
  sightings.add({ ...SAID, value: 'host69', attribute: 'os' });
  expect([sightings.size, sightings.dropped]).toEqual([66, 7]);
});

it('cuts long values, and takes what is the same up to there for the same', () => {
  const sightings = new Sightings(10);
  for (const end of ['x', 'y']) sightings.add({ ...SAID, value: 'v'.repeat(600) + end });
  expect([sightings.size, sightings.read(0).value.length, sightings.read(0).count]).toEqual([1, 512, 2]);
});
