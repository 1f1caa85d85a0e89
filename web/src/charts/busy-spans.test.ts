import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AskBandwidth,
  type Bandwidth,
  closer,
  isSparse,
  neighbour,
  runOf,
  type Span,
} from './busy-spans.ts';

const MINUTE = 60_000;
const MOST = 300;

/** A server whose minutes with traffic are these; as the real one, it widens the range to whole steps. */
function serverOf(busyMs: readonly number[]): { ask: AskBandwidth; asked: Partial<Span>[] } {
  const asked: Partial<Span>[] = [];
  const ask: AskBandwidth = async (range) => {
    asked.push(range);
    const first = range.fromMs ?? Math.min(...busyMs);
    const end = range.toMs ?? Math.max(...busyMs) + MINUTE;
    const minutes = Math.ceil((end - first) / MINUTE);
    const stepMs = Math.ceil((minutes + 1) / (MOST - 1)) * MINUTE;
    const from = Math.floor(first / stepMs) * stepMs;
    const points: Bandwidth['points'][number][] = [];
    for (let at = from; at < end; at += stepMs) {
      const bytes = busyMs.filter((ms) => ms >= at && ms < at + stepMs).length * 1000;
      points.push({ at: new Date(at).toISOString(), packets: 1, bytes, packetsBack: 0, bytesBack: 0 });
    }
    return { stepSeconds: stepMs / 1000, points };
  };
  return { ask, asked };
}

const newest = async (ask: AskBandwidth) => closer(ask, await ask({}), 'newest');
const minutesFrom = (startMs: number, count: number) =>
  Array.from({ length: count }, (_, i) => startMs + i * MINUTE);
const YEARS_APART = [
  ...minutesFrom(Date.UTC(2009, 3, 1, 10), 12),
  ...minutesFrom(Date.UTC(2018, 5, 2, 14), 120),
  ...minutesFrom(Date.UTC(2026, 10, 20, 8), 30),
];

describe('where the traffic is', () => {
  it('finds the newest of captures that are years apart, to the minute', async () => {
    const { ask, asked } = serverOf(YEARS_APART);
    const found = await newest(ask);
    expect(found?.span).toEqual({
      fromMs: Date.UTC(2026, 10, 20, 8),
      toMs: Date.UTC(2026, 10, 20, 8, 30),
    });
    expect(found?.data.stepSeconds).toBe(60);
    expect(asked.length).toBeLessThanOrEqual(6);
  });

  it('goes to the one before and the one after', async () => {
    const { ask } = serverOf(YEARS_APART);
    const last = { fromMs: Date.UTC(2026, 10, 20, 8), toMs: Date.UTC(2026, 10, 20, 8, 30) };
    const before = await neighbour(ask, last, 'before');
    expect(before?.span).toEqual({ fromMs: Date.UTC(2018, 5, 2, 14), toMs: Date.UTC(2018, 5, 2, 16) });
    const first = await neighbour(ask, before?.span as Span, 'before');
    expect(first?.span).toEqual({ fromMs: Date.UTC(2009, 3, 1, 10), toMs: Date.UTC(2009, 3, 1, 10, 12) });
    expect(await neighbour(ask, first?.span as Span, 'before')).toBeNull();
    expect(await neighbour(ask, before?.span as Span, 'after')).toMatchObject({ span: last });
    expect(await neighbour(ask, last, 'after')).toBeNull();
  });

  it('finds a neighbour of the same hour', async () => {
    const { ask } = serverOf([...minutesFrom(0, 12), ...minutesFrom(40 * MINUTE, 12), ...YEARS_APART]);
    const after = await neighbour(ask, { fromMs: 0, toMs: 12 * MINUTE }, 'after');
    expect(after?.span).toEqual({ fromMs: 40 * MINUTE, toMs: 52 * MINUTE });
  });

  it('shows a minute among ten', async () => {
    const { ask } = serverOf([Date.UTC(2009, 3, 1), Date.UTC(2026, 10, 20, 8)]);
    const found = await newest(ask);
    expect(found?.span).toEqual({ fromMs: Date.UTC(2026, 10, 20, 8), toMs: Date.UTC(2026, 10, 20, 8, 10) });
  });

  it('leaves a week of working days as it is', async () => {
    const days = [0, 1, 2, 3, 4].flatMap((day) =>
      minutesFrom(Date.UTC(2026, 10, 16 + day, 8), 480).filter((ms) => ms % (5 * MINUTE) === 0),
    );
    const { ask, asked } = serverOf(days);
    const found = await newest(ask);
    expect(isSparse(found?.data as Bandwidth)).toBe(false);
    expect(asked).toEqual([{}]);
  });

  it('says that there is none', async () => {
    const { ask } = serverOf([Date.UTC(2026, 10, 20, 8)]);
    const range = { fromMs: Date.UTC(2026, 10, 20, 9), toMs: Date.UTC(2026, 10, 20, 10) };
    expect(await closer(ask, await ask(range), 'newest')).toBeNull();
    expect(runOf({ stepSeconds: 60, points: [] }, 'newest')).toBeNull();
  });

  it('always ends, and what it shows holds the newest minute', async () => {
    const minute = fc.integer({ min: 0, max: 20 * 365 * 1440 }).map((n) => n * MINUTE);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(minute, { minLength: 1, maxLength: 12 }), async (busy) => {
        const { ask, asked } = serverOf(busy.sort((a, b) => a - b));
        const found = await newest(ask);
        const last = Math.max(...busy);
        expect(found?.span.fromMs).toBeLessThanOrEqual(last);
        expect(found?.span.toMs).toBeGreaterThan(last);
        expect(asked.length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 60 },
    );
  });
});
