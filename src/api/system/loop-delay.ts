import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long what is due waited for the main thread, over the last one or two minutes. */
export interface LoopDelay {
  readonly meanMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const EVERY_MS = 20;
const WINDOW_MS = 60_000;
const NOTHING: LoopDelay = { meanMs: 0, p99Ms: 0, maxMs: 0 };

export function watchLoopDelay(): { read(): LoopDelay; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution: EVERY_MS });
  histogram.enable();
  let before = NOTHING;
  // It measures from timer to timer, so an idle loop shows the interval itself.
  const beyond = (nanoseconds: number): number =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - EVERY_MS) : 0;
  const now = (): LoopDelay =>
    histogram.count === 0
      ? NOTHING
      : {
          meanMs: beyond(histogram.mean),
          p99Ms: beyond(histogram.percentile(99)),
          maxMs: beyond(histogram.max),
        };
  const turn = setInterval(() => {
    before = now();
    histogram.reset();
  }, WINDOW_MS).unref();
  return {
    read() {
      const here = now();
      return {
        meanMs: Math.max(here.meanMs, before.meanMs),
        p99Ms: Math.max(here.p99Ms, before.p99Ms),
        maxMs: Math.max(here.maxMs, before.maxMs),
      };
    },
    stop() {
      clearInterval(turn);
      histogram.disable();
    },
  };
}
