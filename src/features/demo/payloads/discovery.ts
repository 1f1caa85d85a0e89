/** What switches tell each other: LLDP (IEEE 802.1AB), CDP, RSTP (IEEE 802.1D-2004). */
import { type Bytes, checksum, concat, ip, mac, u8, u16, u32 } from '../../../wire/build/index.ts';

const lldpTlv = (type: number, value: Bytes): Uint8Array => {
  const bytes = concat(value);
  return concat(u16((type << 9) | bytes.length), bytes);
};

/** System capabilities (IEEE 802.1AB §8.5.8). */
export const CAPABILITY = { bridge: 4, accessPoint: 8, router: 16, telephone: 32 } as const;

export interface LldpFields {
  readonly chassisMac: string;
  readonly port: string;
  readonly name: string;
  readonly description: string;
  readonly capabilities: number;
  readonly address: string;
  readonly portVlan?: number;
  /** Inventory of LLDP-MED (ANSI/TIA-1057). */
  readonly inventory?: { readonly manufacturer: string; readonly model: string; readonly firmware: string };
}

export function lldpFrame(fields: LldpFields): Uint8Array {
  const med = (subtype: number, value: Bytes) => lldpTlv(127, concat([0x00, 0x12, 0xbb, subtype], value));
  const { inventory } = fields;
  return concat(
    lldpTlv(1, concat([4], mac(fields.chassisMac))),
    lldpTlv(2, concat([5], fields.port)),
    lldpTlv(3, u16(120)),
    lldpTlv(4, fields.port),
    lldpTlv(5, fields.name),
    lldpTlv(6, fields.description),
    lldpTlv(7, concat(u16(fields.capabilities), u16(fields.capabilities))),
    lldpTlv(8, concat([5, 1], ip(fields.address), [2], u32(1), [0])),
    fields.portVlan === undefined ? [] : lldpTlv(127, concat([0x00, 0x80, 0xc2, 1], u16(fields.portVlan))),
    inventory === undefined
      ? []
      : concat(
          // Capabilities, inventory; a class III endpoint: a telephone.
          med(1, concat(u16(0x0021), [3])),
          med(6, inventory.firmware),
          med(9, inventory.manufacturer),
          med(10, inventory.model),
        ),
    lldpTlv(0, []),
  );
}

export interface CdpFields {
  readonly name: string;
  readonly port: string;
  readonly software: string;
  readonly platform: string;
  readonly address: string;
  readonly nativeVlan: number;
}

/** A switch that forwards between VLANs too says so in bit 0; these do not. */
const CDP_SWITCH_IGMP = 0x28;

export function cdpFrame(fields: CdpFields): Uint8Array {
  const tlv = (type: number, value: Bytes) => {
    const bytes = concat(value);
    return concat(u16(type), u16(bytes.length + 4), bytes);
  };
  const address = concat(u32(1), [1, 1, 0xcc], u16(4), ip(fields.address));
  const body = (software: string) =>
    concat(
      tlv(0x01, fields.name),
      tlv(0x02, address),
      tlv(0x03, fields.port),
      tlv(0x04, u32(CDP_SWITCH_IGMP)),
      tlv(0x05, software),
      tlv(0x06, fields.platform),
      tlv(0x0a, u16(fields.nativeVlan)),
      tlv(0x0b, u8(1)),
      tlv(0x16, address),
    );
  // The checksum of an odd length is a matter of opinion among implementations.
  const plain = body(fields.software);
  const rest = plain.length % 2 === 0 ? plain : body(`${fields.software}\n`);
  const head = [2, 180];
  return concat(head, u16(checksum(head, [0, 0], rest)), rest);
}

export interface BpduFields {
  readonly root: string;
  readonly rootPriority: number;
  readonly bridge: string;
  readonly bridgePriority: number;
  readonly pathCost: number;
  readonly port: number;
}

/** A rapid spanning tree BPDU of a designated port that forwards; times in 1/256 s. */
export function rstpBpdu(fields: BpduFields): Uint8Array {
  return concat(
    u16(0),
    [2, 2, 0x3c],
    u16(fields.rootPriority),
    mac(fields.root),
    u32(fields.pathCost),
    u16(fields.bridgePriority),
    mac(fields.bridge),
    u16(fields.port),
    u16(fields.pathCost === 0 ? 0 : 256),
    u16(20 * 256),
    u16(2 * 256),
    u16(15 * 256),
    [0],
  );
}
