/** What the server is made of, started in the order of the data and stopped against it. */
import type { Logger } from 'pino';

export interface Component {
  readonly name: string;
  start(): Promise<void>;
  /** Undoes `start`, within about `withinMs`. Called only after a start that did not fail. */
  stop(withinMs: number): Promise<void>;
}

export interface Assembly {
  /**
   * One after the other; false when `asked` to stop before the last one was up. When one fails, those before it are
   * stopped and its error is thrown.
   */
  start(asked?: AbortSignal): Promise<boolean>;
  /** The last one first. One that fails or hangs does not keep the others; false when there was one. */
  stop(withinMs: number): Promise<boolean>;
}

/** Kept for each component that comes after, so that a slow one does not take all the time. */
const SHARE_MS = 750;

export function assemble(components: readonly Component[], log: Logger): Assembly {
  const started: Component[] = [];

  async function stop(withinMs: number): Promise<boolean> {
    const endMs = performance.now() + withinMs;
    let isClean = true;
    for (let component = started.pop(); component !== undefined; component = started.pop()) {
      const leftMs = Math.max(SHARE_MS, endMs - performance.now() - SHARE_MS * started.length);
      const how = await within(component.stop(leftMs), leftMs + SHARE_MS).catch((error: unknown) => {
        log.error({ err: error }, `${component.name} did not stop well`);
        return 'failed' as const;
      });
      if (how === 'late') log.error(`${component.name} did not stop within ${Math.round(leftMs)} ms`);
      if (how !== 'done') isClean = false;
    }
    return isClean;
  }

  return {
    async start(asked) {
      for (const component of components) {
        if (asked?.aborted) return false;
        const beganMs = performance.now();
        try {
          await component.start();
        } catch (error) {
          await stop(SHARE_MS * components.length);
          throw error;
        }
        started.push(component);
        log.debug({ ms: Math.round(performance.now() - beganMs) }, `${component.name} is up`);
      }
      return true;
    },
    stop,
  };
}

async function within(work: Promise<void>, ms: number): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  try {
    return await Promise.race([work.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
