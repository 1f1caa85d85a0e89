/** Who wants to hear of what: a typed emitter. */
export class Listeners<Events extends object> {
  readonly #byName = new Map<keyof Events, Set<(event: never) => void>>();

  /** Gives the way to stop listening. */
  add<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const known = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, known);
    known.add(listener);
    return () => known.delete(listener);
  }

  /** A listener that throws does not harm who tells, nor the others: its error comes out on its own. */
  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of this.#byName.get(name) ?? []) {
      try {
        (listener as (event: Events[Name]) => void)(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
