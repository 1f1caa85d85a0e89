/** The part of process.stdout that this needs. */
export interface ErrorSource {
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Whether an error says that the reader of our output has left (`| head`). */
export function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

/**
 * A reader that leaves is no failure: `end` is called once, quietly. Every other error of the stream is
 * handed to `fail`. Attach to standard output and standard error before anything is written.
 */
export function onBrokenPipe(
  streams: readonly ErrorSource[],
  end: () => void,
  fail: (error: Error) => void,
): void {
  let ended = false;
  for (const stream of streams) {
    stream.on('error', (error) => {
      if (!isBrokenPipe(error)) return fail(error);
      if (ended) return;
      ended = true;
      end();
    });
  }
}
