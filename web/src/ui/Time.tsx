import { useSyncExternalStore } from 'react';
import type { Instant } from '../i18n/format.ts';
import { millis } from '../i18n/format.ts';
import { useFormat } from '../i18n/use-format.ts';

const STEP_MS = 15_000;
const now = () => Math.floor(Date.now() / STEP_MS) * STEP_MS;
function everyStep(tell: () => void): () => void {
  const timer = setInterval(tell, STEP_MS);
  return () => clearInterval(timer);
}

/** Relative, with the exact time when pointed at; `-` when there is none. */
export function Time({ at, exact = false }: { at: Instant | null; exact?: boolean }) {
  const format = useFormat();
  const current = useSyncExternalStore(everyStep, now);
  if (at === null) return <span className="text-muted">–</span>;
  const full = format.instant(at);
  return (
    <time dateTime={new Date(millis(at)).toISOString()} title={full} className="whitespace-nowrap">
      {exact ? full : format.relative(Math.abs(millis(at) - current) < STEP_MS ? current : at, current)}
    </time>
  );
}
