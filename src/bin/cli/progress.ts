import { bar } from '../../features/analyze/outputs/terminal/table.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { formatBytes, formatCount, formatPercent } from '../../features/analyze/outputs/text/numbers.ts';
import { displayWidth, shorten } from '../../features/analyze/outputs/text/printable.ts';
import { plural } from '../../features/analyze/outputs/text/words.ts';

/** The part of a terminal stream (process.stderr) that the bar needs. */
export interface ProgressOut {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly out: ProgressOut;
  /** A clock that never goes back, in ms (performance.now). */
  readonly nowMs: () => number;
  readonly lang: Lang;
  readonly quiet: boolean;
}

export interface Progress {
  /** Bytes of input read so far, their total (`null` for a pipe), packets so far. Call as often as you like. */
  update(readBytes: number, totalBytes: number | null, packets: number): void;
  /** Takes the line away: call before anything else is printed, and at the end. */
  erase(): void;
}

const INTERVAL_MS = 100;
/** A run this short needs no bar. */
const PATIENCE_MS = 300;
const BAR_CELLS = 20;
/** Carriage return, erase line (ECMA-48 EL 2). */
const ERASE = '\r\u001b[2K';

function remaining(seconds: number, lang: Lang): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const clock =
    whole < 60
      ? `${whole}\u00a0s`
      : `${formatCount(Math.floor(whole / 60), lang)}\u00a0min ${String(whole % 60).padStart(2, '0')}\u00a0s`;
  return lang === 'fr' ? `reste ${clock}` : `${clock} left`;
}

/**
 * One line on standard error: percent, rate, packets, time left. At most ten times a second.
 * Silent when quiet or when `out` is no terminal.
 */
export function createProgress({ out, nowMs, lang, quiet }: ProgressOptions): Progress {
  const silent = quiet || out.isTTY !== true;
  const startMs = nowMs();
  let lastMs = startMs + PATIENCE_MS - INTERVAL_MS;
  let shown = false;

  const line = (readBytes: number, totalBytes: number | null, packets: number, elapsedMs: number): string => {
    const rate = readBytes / (elapsedMs / 1000);
    const speed = `${formatBytes(rate, lang)}/s`;
    const count = plural('capture.packet', packets, lang);
    if (totalBytes === null || totalBytes <= 0)
      return [formatBytes(readBytes, lang), speed, count].join('  ');
    const share = Math.min(1, readBytes / totalBytes);
    const percent = formatPercent(Math.floor(share * 100) / 100, lang).padStart(5);
    const drawn = bar(share, BAR_CELLS).padEnd(BAR_CELLS, '·');
    const left = rate > 0 && share > 0 ? remaining((totalBytes - readBytes) / rate, lang) : '';
    return [percent, drawn, speed, count, left].filter((part) => part !== '').join('  ');
  };

  return {
    update(readBytes, totalBytes, packets) {
      if (silent) return;
      const now = nowMs();
      if (now - lastMs < INTERVAL_MS) return;
      lastMs = now;
      const text = line(readBytes, totalBytes, packets, now - startMs);
      // A full last column would wrap and leave lines behind.
      // 0 is what a terminal says that was never told its size.
      const room = Math.max(1, (out.columns || 80) - 1);
      out.write(ERASE + (displayWidth(text) > room ? shorten(text, room) : text));
      shown = true;
    },
    erase() {
      if (!shown) return;
      out.write(ERASE);
      shown = false;
    },
  };
}
