import type { Micros } from '../../base/time.ts';
import type { Lan, TimedFrame } from './lan.ts';
import type { Random } from './random.ts';

export const SECOND: Micros = 1_000_000;

/** What every script gets: the network, the time it may fill, and luck of its own. */
export interface Stage {
  readonly lan: Lan;
  readonly random: Random;
  readonly start: Micros;
  readonly end: Micros;
}

export type Script = (stage: Stage) => Iterable<TimedFrame>;

/** The same stage with luck of its own. */
export const stageFor = (stage: Stage, name: string): Stage => ({
  ...stage,
  random: stage.random.fork(name),
});

/** An instant at a share (0…1) of the time. */
export const momentAt = ({ start, end }: Stage, share: number): Micros =>
  Math.floor(start + (end - start) * share);

/** Instants `everyUs` apart (a tenth more or less unless told), from `from` to the end. */
export function* beats(
  { random, end }: Stage,
  from: Micros,
  everyUs: number,
  jitter = 0.1,
): Generator<Micros> {
  for (let at = from; at < end; ) {
    yield at;
    at += Math.max(1, Math.round(everyUs * (1 + jitter * (2 * random.unit() - 1))));
  }
}

/**
 * How busy people are, 0…1, over a working day squeezed into the time: it rises from the morning, dips at noon,
 * ebbs away.
 */
export function busyness({ start, end }: Stage, at: Micros): number {
  const share = (at - start) / Math.max(1, end - start);
  const day = Math.sin(Math.PI * Math.min(1, Math.max(0, 0.08 + share * 0.88)));
  const noon = 0.6 * Math.exp(-(((share - 0.5) / 0.06) ** 2));
  return Math.max(0.08, day * (1 - noon));
}

/** Instants at which somebody does something, on average every `everyUs` when busiest. */
export function* moments(stage: Stage, from: Micros, everyUs: number): Generator<Micros> {
  let at = from;
  for (;;) {
    const wait = (-Math.log(1 - stage.random.unit() * 0.999) * everyUs) / busyness(stage, at);
    at += Math.max(20_000, Math.round(Math.min(wait, everyUs * 6)));
    if (at >= stage.end) return;
    yield at;
  }
}

/** When a person's machine is switched on: spread over the first third, the same for every script. */
export function arrival(stage: Stage, order: number, of: number): Micros {
  return momentAt(stage, 0.01 + 0.3 * (order / Math.max(1, of)) ** 1.3);
}

/** Conversations of one person or program, one at a time: what would begin before the last has ended is left out. */
export function* oneAtATime(
  instants: Iterable<Micros>,
  make: (at: Micros) => Iterable<TimedFrame>,
): Generator<TimedFrame> {
  let free = 0;
  for (const at of instants) {
    if (at < free) continue;
    for (const frame of make(at)) {
      free = frame.at + 1_000;
      yield frame;
    }
  }
}
