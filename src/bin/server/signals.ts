const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** When the process has not ended by itself by then, it is ended. */
export const STOP_WITHIN_MS = 9000;
const LAST_MS = 9800;

export interface StopSignal {
  /** Aborts at the first signal. */
  readonly asked: AbortSignal;
  release(): void;
}

/**
 * The first signal asks, the second one ends the process at once, as does the clock. SIGHUP asks too, as a terminal that is
 * closed means it, unless it is for `onHangUp`: read again what is outside.
 */
export function stopSignal(onHangUp: (() => void) | null): StopSignal {
  const signals = SIGNALS.filter((signal) => signal !== 'SIGHUP' || onHangUp === null);
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const hear = (): void => {
    if (abort.signal.aborted) process.exit(1);
    timer = setTimeout(() => process.exit(1), LAST_MS);
    timer.unref();
    abort.abort();
  };
  for (const signal of signals) process.on(signal, hear);
  if (onHangUp !== null) process.on('SIGHUP', onHangUp);
  return {
    asked: abort.signal,
    release() {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, hear);
      if (onHangUp !== null) process.off('SIGHUP', onHangUp);
    },
  };
}
