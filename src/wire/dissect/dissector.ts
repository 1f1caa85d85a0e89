import type { Signatures } from './signature.ts';

/**
 * The contract of every rich dissector: bytes that tell who somebody is → one plain message.
 *
 * Dissectors run off the hot path, on the first packets of a flow or on identity-bearing protocols,
 * so they may allocate. They never throw on any input, never read at or past `end`, take time
 * bounded by `end - at`, keep no state, and do not guess: a field that is not there is `null`.
 *
 * To add a protocol: a file in `link`, `names` or `application` with its test, one line in `index.ts`.
 */
export interface Dissector<Name extends string, Message> {
  /** Wireshark's display-filter name (`dns`, `dhcp`, …): shown to people and used in exports. */
  readonly protocol: Name;
  /** Where the payload travels. `ether` entries are ethertype codes (see ethertypes.ts). */
  readonly over: {
    readonly udp?: readonly number[];
    readonly tcp?: readonly number[];
    readonly ether?: readonly number[];
    readonly icmpv6?: readonly number[];
  };
  /**
   * Content check: could these bytes be this protocol, whatever the port? Strict enough that random
   * bytes pass less than one time in ten thousand, or `false` always for protocols known by port alone.
   */
  detect(frame: DataView, at: number, end: number): boolean;
  /** What every payload begins with for which `detect` says yes: it is asked of no other. `[]` where it never does. */
  readonly begins: Signatures;
  /**
   * Reads the payload `[at, end)`. `null`: the bytes contradict the protocol.
   * `NEED_MORE`: it begins well and needs following stream bytes (TCP only).
   * A payload cut by the snap length gives what could be read.
   */
  read(frame: DataView, at: number, end: number): Message | typeof NEED_MORE | null;
}

/** The message continues in the next segment. Only dissectors over TCP answer it. */
export const NEED_MORE: unique symbol = Symbol('need more stream bytes');
