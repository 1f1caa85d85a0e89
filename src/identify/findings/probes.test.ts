import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Core } from '../core/core.ts';
import { ADDRESS, begin, DST, end, SRC } from '../core/program/conversation.ts';
import * as L from '../core/program/layout.ts';
import { setInt, useMemory } from '../core/program/memory.ts';
import { addProbe } from '../core/program/probes.ts';
import { MOST_WRITTEN_PROBES } from '../core/reserve.ts';
import { PROBE_ANSWERED, PROBE_FAILED } from './probe-outcome.ts';
import { ProbeTable, protocolAndPort } from './probe-table.ts';
import { Probes } from './probes.ts';

const FEWEST = 3;

/** Probes on a core of their own, to which `addProbe` adds; how many may be written down; and what was handed over when full. */
function probesWith(limit: number, written = MOST_WRITTEN_PROBES) {
  const core = new Core({ maxMacs: 1, maxAddresses: 1 }, false);
  const full: ProbeTable[] = [];
  const probes = new Probes(core, limit, (table) => full.push(table));
  const at = (L.PROBES + L.PROBE_LIMIT) / 4;
  core.ints[at] = Math.min(written, core.ints[at]);
  useMemory(core);
  return { probes, full };
}

/** An attempt, written down: addresses are numbers. */
function attempt(
  source: number,
  target: number,
  protocol: number,
  port: number,
  outcome: number,
  packet: number,
) {
  end(0, 2, 1, 0, 0, 0, 0, 1, 1, 60, packet * 10, packet * 10, 64, 0);
  end(1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  begin(-1, 4, protocol, port, 0, packet);
  setInt(SRC + ADDRESS, source);
  setInt(DST + ADDRESS, target);
  addProbe(outcome);
}

/** Attempts of the sources, as they are told apart. */
function rows(table: ProbeTable, sources: ReadonlySet<number>) {
  return Array.from({ length: table.size }, (_, id) => ({
    ...{ source: table.sourceOf(id), target: table.targetOf(id), port: table.portOf(id) },
    ...{ isTcp: table.isTcp(id), failed: table.failed(id), at: table.at[id], packet: table.packet[id] },
  })).filter(({ source }) => sources.has(source));
}

const everybody = new Set([0, 1, 2, 3]);
const anyAttempt = fc.record({
  source: fc.nat(3),
  target: fc.nat(3),
  ipProtocol: fc.constantFrom(6, 17),
  port: fc.constantFrom(0, 80, 65_535),
  outcome: fc.constantFrom(PROBE_ANSWERED, PROBE_FAILED),
  packet: fc.nat(50),
});

it('tells attempts of suspects apart as if all were told apart at once, and hands them over when that is full', () => {
  const attempts = fc.array(anyAttempt, { maxLength: 120 });
  const [limits, writtens] = [fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 150 })];
  fc.assert(
    fc.property(attempts, limits, writtens, (list, limit, written) => {
      const { probes, full } = probesWith(limit, written);
      const tables = [new ProbeTable(limit)];
      for (const { source, target, ipProtocol, port, outcome, packet } of list) {
        const of = [source, target, protocolAndPort(ipProtocol, port), outcome, packet * 10, packet] as const;
        attempt(source, target, ipProtocol, port, outcome, packet);
        if (tables[0].add(...of)) continue;
        tables.unshift(new ProbeTable(limit));
        tables[0].add(...of);
      }
      const found = probes.ofSuspects(1, 4);
      const [last, ...before] = tables;
      expect(full.map((table) => rows(table, everybody))).toEqual(
        before.reverse().map((table) => rows(table, everybody)),
      );
      const failures = [0, 0, 0, 0];
      for (let id = 0; id < last.size; id++) if (last.failed(id)) failures[last.sourceOf(id)]++;
      const suspects = new Set([0, 1, 2, 3].filter((source) => failures[source] >= 1));
      expect(rows(found, suspects)).toEqual(rows(last, suspects));
    }),
  );
});

it('tells nothing apart while nobody is suspect', () => {
  const { probes } = probesWith(1000);
  for (let port = 1; port <= 450; port++) {
    attempt(port % 200, 1, 6, port, PROBE_FAILED, port);
    attempt(port % 200, 1, 6, port, PROBE_ANSWERED, port);
  }
  expect(probes.ofSuspects(4, 200).size).toBe(0);
});

it('forgets what was told apart, and what is written down', () => {
  const { probes } = probesWith(1000, 10);
  for (let port = 1; port <= 25; port++) attempt(1, 1, 6, port, PROBE_FAILED, port);
  expect(probes.ofSuspects(4, 2).size).toBe(25);
  probes.clear();
  expect(probes.ofSuspects(1, 2).size).toBe(0);
});

it('tells apart more than can be written down', () => {
  const { probes, full } = probesWith(300_000);
  const table = new ProbeTable(300_000);
  for (let n = 0; n < MOST_WRITTEN_PROBES * 1.5; n++) {
    const [source, port, outcome] = [n % 7, n % 1000, n % 7 === 3 ? PROBE_FAILED : PROBE_ANSWERED];
    attempt(source, 1, 17, port, outcome, n);
    table.add(source, 1, protocolAndPort(17, port), outcome, n * 10, n);
  }
  const found = probes.ofSuspects(FEWEST, 7);
  expect(full).toEqual([]);
  expect(found.size).toBe(7000);
  expect(rows(found, new Set([3]))).toEqual(rows(table, new Set([3])));
});
