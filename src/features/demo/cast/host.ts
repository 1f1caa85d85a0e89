import type { DeviceType } from '../../../model/device-types.ts';

/** How a client asks for its address: what tells systems apart. */
export interface DhcpHabits {
  /** Option 60. */
  readonly vendorClass: string | null;
  /** Option 55, in the order asked. */
  readonly parameters: readonly number[];
}

/** One member of the cast: how it is on the network, and what an observer should find out. */
export interface Host {
  readonly mac: string;
  readonly ip: string;
  readonly ip6?: string;
  readonly vlan: number;
  /** The TTL or hop limit it starts with. */
  readonly ttl: number;
  /** Its own name, in its own writing; `null`: it never says one and nobody says one of it. */
  readonly name: string | null;
  readonly type: DeviceType;
  /** Holder of the MAC prefix; `null` for randomised addresses. */
  readonly vendor: string | null;
  /** Gets its address by DHCP; others have it set by hand. */
  readonly dhcp?: DhcpHabits;
}
