import { expect, it } from 'vitest';
import { bestAttributes } from './attributes.ts';
import { START } from './samples.ts';
import type { AttributeName } from './sighting.ts';

const said = (
  attribute: AttributeName,
  value: string,
  confidence: number,
  source: string,
  packet: number,
) => ({
  attribute,
  value,
  confidence,
  source,
  first: START + packet,
  firstPacket: packet,
  last: START + packet,
  count: 1,
});

const where = (packet: number) => ({ file: 0, packet });

it('takes the most trusted value, then the one first seen, with the evidence for it alone', () => {
  const attributes = bestAttributes(
    [
      said('os', 'Linux', 0.5, 'dhcp option 55', 1),
      said('os', 'Windows', 0.8, 'http user-agent', 5),
      said('os', 'Windows', 0.6, 'browser announcement', 3),
      said('model', 'later', 0.7, 'mdns txt', 9),
      said('model', 'earlier', 0.7, 'ssdp server', 8),
      said('name', 'elsewhere', 1, 'dns', 1),
    ],
    where,
  );
  expect(attributes.map(([name, { value, confidence }]) => [name, value, confidence])).toEqual([
    ['model', 'earlier', 0.7],
    ['os', 'Windows', 0.8],
  ]);
  expect(attributes[1][1].evidence.map(({ source, packet }) => [source, packet])).toEqual([
    ['browser announcement', 3],
    ['http user-agent', 5],
  ]);
});

it('shows five pieces of evidence at most', () => {
  const many = Array.from({ length: 9 }, (_, n) => said('vendor', 'Acme', 0.9, `source ${n}`, n + 1));
  expect(bestAttributes(many, where)[0][1].evidence.map(({ packet }) => packet)).toEqual([1, 2, 3, 4, 5]);
});
