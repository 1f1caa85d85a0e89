import type { Mac } from '../../../base/mac.ts';

/** Which end of the frame an address or port is sought at. `both`: `src and dst`. */
export type Direction = 'src' | 'dst' | 'either' | 'both';

/** Where an address is sought. `any`: IP, and for IPv4 ARP and RARP too, as pcap-filter(7) has it. */
export type AddressLayer = 'any' | 'ip' | 'ip6' | 'arp' | 'rarp';

/**
 * One test. `at` is its first character (from 0) and `text` its words as typed: a link type that has no
 * such thing is refused by naming them.
 */
export type Primitive = { readonly at: number; readonly text: string } & (
  | { readonly kind: 'ether-type'; readonly type: number }
  | { readonly kind: 'ether-host'; readonly mac: Mac; readonly direction: Direction }
  | {
      readonly kind: 'group';
      readonly layer: 'ether' | 'ip' | 'ip6';
      readonly what: 'broadcast' | 'multicast';
    }
  /** An id on a tag of its own, or (`sameTag`, from `vlan 10 or 20`) on the tag tested last. */
  | { readonly kind: 'vlan'; readonly id: number | null; readonly sameTag: boolean }
  | { readonly kind: 'ip-protocol'; readonly network: 'any' | 'ip' | 'ip6'; readonly number: number }
  | {
      readonly kind: 'address';
      readonly layer: AddressLayer;
      /** One uint32 word for IPv4, four for IPv6, and as many words of mask. */
      readonly words: readonly number[];
      readonly mask: readonly number[];
      readonly direction: Direction;
    }
  /** Ports `low` to `high`, both included; `transport` is an IP protocol, `null` for TCP, UDP and SCTP. */
  | {
      readonly kind: 'port';
      readonly transport: number | null;
      readonly low: number;
      readonly high: number;
      readonly direction: Direction;
    }
  /** Length on the wire, in bytes: `less` is ≤, `greater` is ≥. */
  | { readonly kind: 'length'; readonly comparison: 'less' | 'greater'; readonly bytes: number }
);

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  /** The empty filter. */
  | { readonly kind: 'everything' }
  | Primitive;
