/**
 * A list that is read, not held: an item is made when it is asked for and forgotten when its reader forgets it, so that a
 * million of them are never in memory at once. An array is one, too.
 */
export interface Sequence<Item> extends Iterable<Item> {
  readonly length: number;
  /** Negative ones count from the end, as in arrays. */
  at(index: number): Item | undefined;
}

/** `length` items that `make` makes of their index, each time anew. */
export function sequence<Item>(length: number, make: (index: number) => Item): Sequence<Item> {
  return {
    length,
    at(index) {
      const place = index < 0 ? length + index : index;
      return place >= 0 && place < length ? make(place) : undefined;
    },
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield make(index);
    },
  };
}
