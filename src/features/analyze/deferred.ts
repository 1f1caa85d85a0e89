import type { AddressClaim, DhcpServerSeen, IdentitySink, Sighting } from '../../identify/sighting.ts';

/** One thing learnt, kept for later. `packet` is its place in the order of all. */
export type Learnt =
  | { readonly kind: 'sighting'; readonly packet: number; readonly value: Sighting }
  | { readonly kind: 'claim'; readonly packet: number; readonly value: AddressClaim }
  | { readonly kind: 'dhcp-server'; readonly packet: number; readonly value: DhcpServerSeen };

/**
 * What ordinary conversations tell (an HTTP header, a hello) is handed to the inventory at the end, in the order of
 * packets: so that the result is the same whether one engine read the capture or several shared it. Bounded.
 */
export class DeferredSink implements IdentitySink {
  readonly learnt: Learnt[] = [];
  readonly limit: number;
  /** Not kept for lack of room. */
  dropped = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  sight(value: Sighting): void {
    this.#keep({ kind: 'sighting', packet: value.packet, value });
  }

  claim(value: AddressClaim): void {
    this.#keep({ kind: 'claim', packet: value.packet, value });
  }

  dhcpServer(value: DhcpServerSeen): void {
    this.#keep({ kind: 'dhcp-server', packet: value.packet, value });
  }

  #keep(learnt: Learnt): void {
    if (this.learnt.length >= this.limit) this.dropped++;
    else this.learnt.push(learnt);
  }
}

/** Hands what several engines learnt to `sink` in the order of packets. */
export function replay(logs: readonly (readonly Learnt[])[], sink: IdentitySink): void {
  // Each log is in order and the sort is stable: what one packet told stays as it was told.
  const all = logs.length === 1 ? logs[0] : logs.flat().sort((a, b) => a.packet - b.packet);
  for (const learnt of all) {
    switch (learnt.kind) {
      case 'sighting':
        sink.sight(learnt.value);
        break;
      case 'claim':
        sink.claim(learnt.value);
        break;
      case 'dhcp-server':
        sink.dhcpServer(learnt.value);
        break;
    }
  }
}
