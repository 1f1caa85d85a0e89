/**
 * Bindings that show the same thing: how many, and the two of them that were seen first. More are not kept: an internet
 * router has a hundred thousand, and two of each reason are enough to check it by hand.
 */
export class Witnesses {
  count = 0;
  #first = -1;
  #second = -1;
  #firstPacket = 0;
  #secondPacket = 0;

  /** `packet` is where the binding is shown. Of one packet, the binding that was added before comes first. */
  add(binding: number, packet: number): void {
    this.count++;
    if (this.#first < 0 || packet < this.#firstPacket) {
      this.#second = this.#first;
      this.#secondPacket = this.#firstPacket;
      this.#first = binding;
      this.#firstPacket = packet;
    } else if (this.#second < 0 || packet < this.#secondPacket) {
      this.#second = binding;
      this.#secondPacket = packet;
    }
  }

  /** At most two bindings. */
  earliest(): number[] {
    if (this.#first < 0) return [];
    return this.#second < 0 ? [this.#first] : [this.#first, this.#second];
  }
}
