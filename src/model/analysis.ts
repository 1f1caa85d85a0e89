/**
 * The result of `vigie analyze`, version 1: the contract of `--json` (docs/analyze-json.md) and the input of
 * every other output. Absent is `null`, empty is `[]`, times are ISO 8601 UTC with microseconds.
 * What grows with the network is a sequence: valid until more is fed into what it is read from.
 */
import type { DeviceType } from './device-types.ts';
import type { Message } from './messages/message.ts';
import type { Sequence } from './sequence.ts';

export interface Analysis {
  readonly schema: 1;
  readonly capture: CaptureSummary;
  /** Every distinct source MAC, inner Ethernet frames included, sorted. */
  readonly macs: Sequence<string>;
  /** Every distinct address in outer, inner and ICMP-quoted IP headers and in ARP, sorted. */
  readonly ips: Sequence<string>;
  readonly devices: Devices;
  /** In the order of their first packets. */
  readonly conversations: Conversations;
  /** By layer, link first; a frame counts once in each layer it has. */
  readonly protocols: readonly ProtocolCount[];
  readonly vlans: readonly VlanSummary[];
  readonly findings: readonly Finding[];
  /** What was bounded and what that cost: all zero in an ordinary run. */
  readonly limits: Limits;
  /** What went wrong with the input and was survived, one sentence each: in the JSON, the English one. */
  readonly warnings: readonly Message[];
}

export interface CaptureSummary {
  readonly files: readonly string[];
  readonly packets: number;
  /** Captured bytes. */
  readonly bytes: number;
  /** Bytes on the wire: more than `bytes` when a snap length cut frames. */
  readonly wireBytes: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly durationSeconds: number;
  readonly linkTypes: readonly string[];
  readonly decode: DecodeCounts;
  /** Where decoding stopped, by layer; only layers with a count. */
  readonly decodeLayers: readonly ({ readonly layer: string } & DecodeCounts)[];
}

export interface DecodeCounts {
  readonly ok: number;
  readonly truncated: number;
  readonly malformed: number;
  readonly unsupported: number;
}

export interface Evidence {
  readonly source: string;
  readonly at: string;
  /** 1-based as in Wireshark, within `file`. */
  readonly packet: number;
  /** Index into capture.files. */
  readonly file: number;
}

export interface Attribute {
  readonly value: string;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export interface Device {
  /** Stable for the same input: `mac-001122334455`, or `ip-192.0.2.1` on links without MACs. */
  readonly id: string;
  readonly macs: readonly string[];
  /** OUI vendor by the longest prefix; `null` when unknown or the MAC is locally administered. */
  readonly vendor: string | null;
  readonly type: DeviceType;
  readonly names: readonly { readonly value: string; readonly source: string }[];
  readonly addresses: readonly DeviceAddress[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly isGateway: boolean;
  readonly vlans: readonly number[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** How many distinct addresses were seen behind it (routers); they are not its own. */
  readonly addressesBehind: number;
}

export interface DeviceAddress {
  readonly ip: string;
  readonly vlan: number | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface Endpoint {
  readonly mac: string | null;
  readonly ip: string | null;
  readonly port: number | null;
}

/** What a list shows of a device: of thousands of addresses only the first, and nothing of how it is known. */
export interface DeviceSummary
  extends Pick<
    Device,
    'id' | 'macs' | 'vendor' | 'type' | 'names' | 'bytesSent' | 'bytesReceived' | 'vlans'
  > {
  /** `null` when it has none. */
  readonly firstAddress: string | null;
  /** Distinct ones: one on several VLANs counts once. */
  readonly addressCount: number;
}

/** A device that may be who some ends are, and of its addresses those that the ends have. */
export type EndCandidate = Pick<Device, 'macs' | 'names' | 'addresses'>;

/** All devices, by first seen, then id. Each is made when it is asked for. */
export interface Devices extends Sequence<Device> {
  /** Those with the most bytes sent and received, the largest first, equals in their order: at most `count`. */
  busiest(count: number): DeviceSummary[];
  /** Those that have a MAC or an address of one of the ends, in their order. */
  having(ends: readonly Pick<Endpoint, 'mac' | 'ip'>[]): EndCandidate[];
}

/** All conversations, read from where they were counted. */
export interface Conversations extends Sequence<Conversation> {
  /** Those with the most bytes in both directions, the largest first, equals in their order: at most `count`. */
  largest(count: number): Conversation[];
}

export interface Conversation {
  /** Transport or, without IP, what the link carries: `tcp`, `udp`, `icmp`, `arp`, `lldp`… */
  readonly protocol: string;
  /** The initiator: sender of the SYN, else the higher port towards a well-known one, else the first sender. */
  readonly src: Endpoint;
  readonly dst: Endpoint;
  readonly vlan: number | null;
  readonly outerVlan: number | null;
  readonly appProtocol: string | null;
  /** TLS server name, HTTP Host. */
  readonly serverName: string | null;
  /** src → dst. Bytes are wire bytes of the frame (of the inner packet when tunnelled). */
  readonly packets: number;
  readonly bytes: number;
  readonly packetsBack: number;
  readonly bytesBack: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** OR of the TCP flags of both directions as IPFIX tcpControlBits (FIN 1, SYN 2, RST 4, PSH 8, ACK 16…). */
  readonly tcpFlags: number | null;
  /** Per direction, TCP only: control bits, and how many SYN, RST, FIN. */
  readonly tcp: TcpSummary | null;
  /** Smallest and largest frame, both directions. */
  readonly minBytes: number;
  readonly maxBytes: number;
  /** SYN to the handshake's closing ACK, seen at the capture point; `null` when not seen whole. */
  readonly handshakeRttMs: number | null;
  /** `gre`, `vxlan`…: this conversation ran inside that one. `null` outside tunnels. */
  readonly tunnel: string | null;
  /** The first packet, 1-based within `file`. */
  readonly packet: number;
  readonly file: number;
}

export interface TcpSummary {
  readonly flags: number;
  readonly flagsBack: number;
  readonly syn: number;
  readonly rst: number;
  readonly fin: number;
  readonly retransmissions: number;
}

export interface ProtocolCount {
  readonly name: string;
  readonly layer: 'link' | 'network' | 'transport' | 'application';
  readonly packets: number;
  readonly bytes: number;
}

export interface VlanSummary {
  readonly vlan: number;
  readonly outerVlan: number | null;
  readonly packets: number;
  readonly bytes: number;
  /** Devices that sent in it. */
  readonly devices: number;
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  readonly kind: 'duplicate-address' | 'second-dhcp-server' | 'port-scan';
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** Values for messages in other languages: the key is `kind`, these are its parameters. */
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Limits {
  readonly maxFlows: number;
  readonly maxMacs: number;
  readonly maxAddresses: number;
  /** Packets and bytes of conversations that found no room. */
  readonly flowOverflowPackets: number;
  readonly flowOverflowBytes: number;
  /** Conversations that were idle, made room, and are in the devices' totals but not in the list. */
  readonly conversationsDropped: number;
  readonly macsDropped: number;
  readonly addressesDropped: number;
  readonly sightingsDropped: number;
}
