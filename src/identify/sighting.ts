import type { Ip } from '../base/ip.ts';
import type { Mac } from '../base/mac.ts';
import type { Micros } from '../base/time.ts';

/** Where an observation was made. `packet` counts from 1 over the whole input. */
export interface Seen {
  readonly at: Micros;
  readonly packet: number;
}

/** The frame around a dissected message, as far as identity needs it. */
export interface Context extends Seen {
  /** Source MAC; `null` on links without one. */
  readonly srcMac: Mac | null;
  readonly dstMac: Mac | null;
  readonly srcIp: Ip | null;
  readonly dstIp: Ip | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  /** Hop limit of the IP header; `null` without IP. */
  readonly ttl: number | null;
  /** Innermost VLAN id, -1 untagged. */
  readonly vlan: number;
}

/** Whom an observation is about: a network interface, or whoever owns an address on a VLAN. */
export type Subject = { readonly mac: Mac } | { readonly ip: Ip; readonly vlan: number };

/** Attribute names are part of the JSON contract: add, never rename. */
export type AttributeName =
  | 'name' // a host name: goes to names[], not attributes
  | 'vendor'
  | 'model'
  | 'firmware'
  | 'serial'
  | 'os'
  | 'description'
  | 'location'
  | 'role' // router, switch, access-point, phone, dhcp-server, dns-server, printer, … : feeds the type guess
  | 'dhcpVendorClass'
  | 'dhcpFingerprint'
  | 'userAgent'
  | 'service' // 'name/port' a device offers
  | 'managementAddress'
  | 'neighborPort' // its port at the far end of a link (LLDP, CDP)
  | 'nativeVlan'
  | 'domain';

/** One thing somebody said about a device. */
export interface Sighting extends Seen {
  readonly subject: Subject;
  readonly attribute: AttributeName;
  readonly value: string;
  /** 0…1: how far the source is to be believed on this. */
  readonly confidence: number;
  /** Protocol and field, `dhcp option 12`, `lldp system name`. */
  readonly source: string;
}

/** "This interface has this address", said by the interface itself or by a DHCP server. */
export interface AddressClaim extends Seen {
  readonly mac: Mac;
  readonly ip: Ip;
  readonly vlan: number;
  readonly source: 'arp' | 'nd' | 'dhcp';
}

/** A DHCP server at work, for the "second DHCP server" finding. */
export interface DhcpServerSeen extends Seen {
  readonly mac: Mac | null;
  /** Option 54, else the source address, as text. */
  readonly serverId: string;
  readonly vlan: number;
  /** OFFER, ACK or NAK through a relay (giaddr set): the MAC is the relay's. */
  readonly relayed: boolean;
  /** A relayed answer on its way from the relay to the client: the server serves this VLAN. Absent elsewhere. */
  readonly toClient?: true;
}

/** Where identity sources put what they learn. */
export interface IdentitySink {
  sight(sighting: Sighting): void;
  claim(claim: AddressClaim): void;
  dhcpServer(seen: DhcpServerSeen): void;
  /** Sightings that found no room. */
  readonly sightingsDropped: number;
}

/**
 * The contract of every identity source: one dissected message → sightings, claims.
 * Pure, no clock, no state. To add one: `sources/<name>.ts` with its test, one line in `sources/index.ts`.
 */
export interface IdentitySource<Name extends string, Message> {
  readonly protocol: Name;
  observe(message: Message, context: Context, sink: IdentitySink): void;
}
