import type { Attribute } from '../model/analysis.ts';
import { compareText, type Mark, toEvidence, type Where } from './evidence.ts';
import type { AttributeName } from './sighting.ts';
import type { Observation } from './tables/sightings.ts';

/** These become something else: names[], the list of services. */
const ELSEWHERE: ReadonlySet<AttributeName> = new Set(['name', 'service']);

interface Value {
  readonly value: string;
  confidence: number;
  first: number;
  firstPacket: number;
  readonly marks: Mark[];
}

/**
 * The best value of each attribute: highest confidence, then first seen, then the alphabet. Evidence
 * is what was said for that value, earliest first, at most five.
 */
export function bestAttributes(
  observations: readonly Observation[],
  where: Where,
): [AttributeName, Attribute][] {
  if (observations.length === 0) return [];
  const perAttribute = new Map<AttributeName, Map<string, Value>>();
  for (const observation of observations) {
    if (ELSEWHERE.has(observation.attribute)) continue;
    let values = perAttribute.get(observation.attribute);
    if (values === undefined) {
      values = new Map();
      perAttribute.set(observation.attribute, values);
    }
    addTo(values, observation);
  }
  const attributes: [AttributeName, Attribute][] = [];
  for (const [name, values] of perAttribute) {
    const best = [...values.values()].sort(compareValues)[0];
    attributes.push([
      name,
      { value: best.value, confidence: best.confidence, evidence: toEvidence(best.marks, where) },
    ]);
  }
  return attributes.sort(([a], [b]) => compareText(a, b));
}

function addTo(values: Map<string, Value>, observation: Observation): void {
  const { value, confidence, first, firstPacket } = observation;
  const mark: Mark = { source: observation.source, at: first, packet: firstPacket };
  const known = values.get(value);
  if (known === undefined) {
    values.set(value, { value, confidence, first, firstPacket, marks: [mark] });
    return;
  }
  known.marks.push(mark);
  if (confidence > known.confidence) known.confidence = confidence;
  if (first < known.first || (first === known.first && firstPacket < known.firstPacket)) {
    known.first = first;
    known.firstPacket = firstPacket;
  }
}

function compareValues(a: Value, b: Value): number {
  return (
    b.confidence - a.confidence ||
    a.first - b.first ||
    a.firstPacket - b.firstPacket ||
    compareText(a.value, b.value)
  );
}
