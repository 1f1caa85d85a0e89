/** Runs `work` after everything else with the same key. */
export type Turns = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/** One at a time for each key; a key that nobody uses is forgotten. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
