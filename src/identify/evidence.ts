import type { Micros } from '../base/time.ts';
import { formatMicros } from '../base/time.ts';
import type { Evidence } from '../model/analysis.ts';

/** Evidence shown for one fact: enough to check it by hand. */
export const MOST_EVIDENCE = 5;

/** Turns a packet number counted over the whole input into a file index and a number within that file. */
export type Where = (packet: number) => { file: number; packet: number };

/** Something seen at a packet, not yet placed in its file. */
export interface Mark {
  readonly source: string;
  readonly at: Micros;
  readonly packet: number;
}

/** The earliest marks, at most five, in the order of their packets, each source and packet once. */
export function toEvidence(marks: readonly Mark[], where: Where): Evidence[] {
  if (marks.length === 0) return [];
  const sorted = marks.length === 1 ? marks : [...marks].sort(compareMarks);
  const evidence: Evidence[] = [];
  let previous: Mark | null = null;
  for (const mark of sorted) {
    if (previous !== null && compareMarks(previous, mark) === 0) continue;
    previous = mark;
    const place = where(mark.packet);
    evidence.push({ source: mark.source, at: formatMicros(mark.at), packet: place.packet, file: place.file });
    if (evidence.length === MOST_EVIDENCE) break;
  }
  return evidence;
}

function compareMarks(a: Mark, b: Mark): number {
  return a.packet - b.packet || a.at - b.at || compareText(a.source, b.source);
}

/** Code-unit order: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Independent hints, each 0…1, taken together: 1 - Π(1 - weight), at most 0.99. */
export function combine(weights: readonly number[]): number {
  let doubt = 1;
  for (const weight of weights) doubt *= 1 - weight;
  return Math.min(0.99, Math.round((1 - doubt) * 100) / 100);
}
