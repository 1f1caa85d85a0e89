/** Packets are counted over the whole input; people look for them in one file, where Wireshark counts from 1. */
export class PacketNumbers {
  /** Number of packets before each file. */
  readonly #starts: number[] = [];

  /** A file begins after `packetsBefore` packets. Call once a file, in order. */
  begin(packetsBefore: number): void {
    this.#starts.push(packetsBefore);
  }

  /** The file (index) and the number within it of the `packet`-th packet of the input, counted from 1. */
  locate(packet: number): { readonly file: number; readonly packet: number } {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] < packet) low = middle;
      else high = middle - 1;
    }
    return { file: low, packet: packet - (starts[low] ?? 0) };
  }
}
