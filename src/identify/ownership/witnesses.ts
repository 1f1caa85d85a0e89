/**
 * Bindings that show the same thing of an interface: how many, and the two of them that were seen first. More are not
 * kept: an internet router has a hundred thousand, and two of each reason are enough to check it by hand.
 */
export class Witnesses {
  readonly #counts: Int32Array;
  /** Binding + 1; 0 where there is none. */
  readonly #firsts: Int32Array;
  readonly #seconds: Int32Array;
  /** By binding: the packet that shows it. */
  readonly #packets: Float64Array;

  constructor(interfaces: number, packets: Float64Array) {
    this.#counts = new Int32Array(interfaces);
    this.#firsts = new Int32Array(interfaces);
    this.#seconds = new Int32Array(interfaces);
    this.#packets = packets;
  }

  /** Of two bindings that one packet shows, the one added before comes first. */
  add(iface: number, binding: number): void {
    this.#counts[iface]++;
    const packets = this.#packets;
    const second = this.#seconds[iface];
    // As for nearly all: two were seen earlier.
    if (second !== 0 && packets[binding] >= packets[second - 1]) return;
    const first = this.#firsts[iface];
    if (first === 0 || packets[binding] < packets[first - 1]) {
      this.#seconds[iface] = first;
      this.#firsts[iface] = binding + 1;
    } else this.#seconds[iface] = binding + 1;
  }

  count(iface: number): number {
    return this.#counts[iface];
  }

  /** At most two bindings. */
  earliest(iface: number): number[] {
    return [this.#firsts[iface] - 1, this.#seconds[iface] - 1].filter((binding) => binding >= 0);
  }
}
