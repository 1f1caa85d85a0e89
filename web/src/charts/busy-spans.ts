/**
 * Where the traffic is, when most of a range is silence: captures of one network may be years apart, and on one axis each of them
 * is a hairline, its rate a mean over weeks. Pure but for what it asks.
 */
import type { z } from 'zod';
import type { bandwidth } from '../../../src/api/stats/schemas.ts';

export type Bandwidth = z.input<typeof bandwidth>;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Which end of what is found. */
export type End = 'newest' | 'oldest';

/** Volume of a range; an end that is absent is open. */
export type AskBandwidth = (range: Partial<Span>) => Promise<Bandwidth>;

/** Less than this share of the steps has traffic: they say little side by side. */
const SPARSE = 0.1;
/** So few steps are never too many to see. */
const FEW_STEPS = 20;
/** A silence of so many steps ends what belongs together. */
const SILENT_STEPS = 3;
/** A chart of less has hardly a line. */
const LEAST_MS = 10 * 60_000;
/** Silence at the ends is cut off when it is more than the rest of this share. */
const NEARLY_ALL = 0.8;
/** From neighbours in minutes to those in years: with 300 steps each looks into the next one by less than it has seen already. */
const REACHES_MS = [4 * 3_600_000, 10 * 86_400_000, 280 * 86_400_000, Number.POSITIVE_INFINITY];
/** From years to minutes takes four or five. */
const MOST_TURNS = 8;

const isBusy = ({ bytes, bytesBack }: Bandwidth['points'][number]): boolean => bytes + bytesBack > 0;

export function isSparse({ points }: Bandwidth): boolean {
  const busy = points.filter(isBusy).length;
  return points.length > FEW_STEPS && busy > 0 && busy / points.length < SPARSE;
}

/** The newest or oldest steps with traffic, together with those that no long silence parts from them. */
export function runOf({ points, stepSeconds }: Bandwidth, end: End): Span | null {
  const busy = points.filter(isBusy).map(({ at }) => Date.parse(at));
  if (busy.length === 0) return null;
  const stepMs = stepSeconds * 1000;
  const inOrder = end === 'newest' ? busy.reverse() : busy;
  const silence = inOrder.findIndex(
    (at, index) => index > 0 && Math.abs(at - inOrder[index - 1]) > (SILENT_STEPS + 1) * stepMs,
  );
  const run = silence < 0 ? inOrder : inOrder.slice(0, silence);
  const [one, other] = [run[0], run[run.length - 1]];
  return { fromMs: Math.min(one, other), toMs: Math.max(one, other) + stepMs };
}

export interface Busy {
  readonly span: Span;
  readonly data: Bandwidth;
}

/** Looks closer at one end of what was answered until it is not mostly silence. `null`: there is no traffic. */
export async function closer(ask: AskBandwidth, whole: Bandwidth, end: End): Promise<Busy | null> {
  let data = whole;
  for (let turn = 0; ; turn++) {
    const all = spanOf(data);
    const run = isSparse(data) ? runOf(data, end) : busyPartOf(data);
    if (run === null || all === null) return null;
    const isAll = lengthOf(run) > lengthOf(all) * NEARLY_ALL;
    if (isAll || turn === MOST_TURNS) return { span: all, data };
    if (lengthOf(run) < LEAST_MS) {
      const span = { fromMs: run.fromMs, toMs: run.fromMs + LEAST_MS };
      return { span, data: await ask(span) };
    }
    data = await ask(run);
  }
}

/**
 * The traffic before `fromMs` or after `toMs` of a span that is shown; `null`: there is none. The server widens ranges to whole
 * steps, so that a step of a month would hold what is shown already: near it is looked first, in steps that are exact.
 */
export async function neighbour(
  ask: AskBandwidth,
  shown: Span,
  end: 'before' | 'after',
): Promise<Busy | null> {
  const isBefore = end === 'before';
  let near = isBefore ? shown.fromMs : shown.toMs;
  for (const reachMs of REACHES_MS) {
    const far = near + (isBefore ? -reachMs : reachMs);
    const open = reachMs === Number.POSITIVE_INFINITY;
    const range = isBefore
      ? { toMs: near, ...(open ? {} : { fromMs: far }) }
      : { fromMs: near, ...(open ? {} : { toMs: far }) };
    const found = await closer(ask, await ask(range), isBefore ? 'newest' : 'oldest');
    if (found !== null) return found;
    near = far;
  }
  return null;
}

/** From the first step to the end of the last. */
export function spanOf({ points, stepSeconds }: Bandwidth): Span | null {
  if (points.length === 0) return null;
  return spanBetween(points[0].at, points[points.length - 1].at, stepSeconds);
}

/** Without the silence at both ends. */
function busyPartOf({ points, stepSeconds }: Bandwidth): Span | null {
  const busy = points.filter(isBusy);
  if (busy.length === 0) return null;
  return spanBetween(busy[0].at, busy[busy.length - 1].at, stepSeconds);
}

const spanBetween = (first: string, last: string, stepSeconds: number): Span => ({
  fromMs: Date.parse(first),
  toMs: Date.parse(last) + stepSeconds * 1000,
});
const lengthOf = ({ fromMs, toMs }: Span): number => toMs - fromMs;
