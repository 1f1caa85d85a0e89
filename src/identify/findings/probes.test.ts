import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PROBE_ANSWERED, PROBE_FAILED } from './probe-outcome.ts';
import { ProbeTable, protocolAndPort } from './probe-table.ts';
import { Probes } from './probes.ts';

const FEWEST = 3;

/** Attempts of the sources, as they are told apart. */
function rows(table: ProbeTable, sources: ReadonlySet<number>) {
  return Array.from({ length: table.size }, (_, id) => ({
    ...{ source: table.sourceOf(id), target: table.targetOf(id), port: table.portOf(id) },
    ...{ isTcp: table.isTcp(id), failed: table.failed(id), at: table.at[id], packet: table.packet[id] },
  })).filter(({ source }) => sources.has(source));
}

it('tells attempts of suspects apart as if all were told apart at once, and is full when that is', () => {
  const attempt = fc.record({
    source: fc.nat(3),
    target: fc.nat(3),
    ipProtocol: fc.constantFrom(6, 17),
    port: fc.constantFrom(0, 80, 65_535),
    outcome: fc.constantFrom(PROBE_ANSWERED, PROBE_FAILED),
    packet: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 120 }), fc.integer({ min: 1, max: 100 }), (list, limit) => {
      const probes = new Probes(limit);
      let table = new ProbeTable(limit);
      for (const { source, target, ipProtocol, port, outcome, packet } of list) {
        const where = protocolAndPort(ipProtocol, port);
        const at = packet * 10;
        const isKept = probes.add(source, target, ipProtocol, port, outcome, at, packet);
        expect(isKept).toBe(table.add(source, target, where, outcome, at, packet));
        if (isKept) continue;
        probes.clear();
        table = new ProbeTable(limit);
      }
      const failures = [0, 0, 0, 0];
      for (let id = 0; id < table.size; id++) if (table.failed(id)) failures[table.sourceOf(id)]++;
      const suspects = new Set([0, 1, 2, 3].filter((source) => failures[source] >= FEWEST));
      expect(rows(probes.ofSuspects(FEWEST, 4), suspects)).toEqual(rows(table, suspects));
    }),
  );
});

it('tells nothing apart while nobody is suspect', () => {
  const probes = new Probes(1000);
  for (let port = 1; port <= 450; port++) {
    probes.add(port % 200, 1, 6, port, PROBE_FAILED, port, port);
    probes.add(port % 200, 1, 6, port, PROBE_ANSWERED, port, port);
  }
  expect(probes.ofSuspects(4, 200).size).toBe(0);
});

it('tells apart what is written on many pages', () => {
  const probes = new Probes(30_000);
  const table = new ProbeTable(30_000);
  for (let n = 0; n < 20_000; n++) {
    const [source, port, outcome] = [n % 7, n % 1000, n % 7 === 3 ? PROBE_FAILED : PROBE_ANSWERED];
    probes.add(source, 1, 17, port, outcome, n, n);
    table.add(source, 1, protocolAndPort(17, port), outcome, n, n);
  }
  const found = probes.ofSuspects(FEWEST, 7);
  expect(found.size).toBe(1000);
  expect(rows(found, new Set([3]))).toEqual(rows(table, new Set([3])));
});
