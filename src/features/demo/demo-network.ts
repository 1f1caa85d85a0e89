import type { Micros } from '../../base/time.ts';
import { Lan, type TimedFrame } from './lan.ts';
import { merge } from './merge.ts';
import { Random } from './random.ts';
import { SCRIPTS } from './scripts/index.ts';
import type { Stage } from './stage.ts';

export interface DemoOptions {
  /** Any number: the same one gives the same bytes. */
  readonly seed: number;
  /** Time of the first instant, µs. */
  readonly start: Micros;
  /** How long it lasts. Everything happens in one minute too, only closer together. */
  readonly minutes: number;
}

/**
 * Frames of a made-up company, Atelier Boréal, as a mirror port on its core switch would see them: about forty
 * machines in an office, a server room and a workshop, with three things that deserve a look. In time order;
 * memory does not grow with the minutes. Ethernet (LINKTYPE 1) without the frame check sequence.
 */
export function* demoFrames({ seed, start, minutes }: DemoOptions): Generator<TimedFrame> {
  const end = start + Math.round(minutes * 60_000_000);
  const stage: Stage = { lan: new Lan(), random: new Random(seed), start, end };
  for (const timed of merge(SCRIPTS.map((script) => script(stage)))) {
    if (timed.at >= end) return;
    yield timed;
  }
}
