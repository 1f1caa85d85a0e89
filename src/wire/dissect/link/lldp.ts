import type { Mac } from '../../../base/mac.ts';
import { formatMac } from '../../../base/mac.ts';
import { ETHER } from '../../ethertypes.ts';
import { blockText, ipv4At, ipv6At, macAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { hex } from '../text.ts';

/** A chassis or port id: what kind of name it is (table 8-2, 8-3), and the name. */
export interface LldpId {
  readonly subtype: number;
  /** MACs and addresses in their usual form, names as text, the rest as hexadecimal bytes. */
  readonly text: string;
  /** Set when the id is a MAC. */
  readonly mac: Mac | null;
}

/** ANSI/TIA-1057: what a phone, camera or its switch says about itself. */
export interface LldpMed {
  /** 0 undefined, 1…3 endpoint class I…III, 4 network connectivity; `null` when not said. */
  readonly deviceClass: number | null;
  readonly hardware: string | null;
  readonly firmware: string | null;
  readonly software: string | null;
  readonly serial: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly assetId: string | null;
}

/** IEEE 802.1AB-2016 §8. */
export interface LldpMessage {
  readonly chassis: LldpId;
  readonly port: LldpId | null;
  readonly ttlSeconds: number | null;
  readonly portDescription: string | null;
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  /** Bit masks, LLDP_CAPABILITY; `null` when not said. */
  readonly capabilities: number | null;
  readonly enabledCapabilities: number | null;
  readonly managementAddresses: readonly string[];
  /** Port VLAN id (802.1Q annex D.2.1); 0 means none. `null` when not said. */
  readonly portVlan: number | null;
  /** VLAN names (802.1Q annex D.2.3). */
  readonly vlans: readonly { readonly id: number; readonly name: string }[];
  readonly med: LldpMed | null;
}

/** System capabilities, table 8-4. */
export const LLDP_CAPABILITY = {
  other: 0x001,
  repeater: 0x002,
  bridge: 0x004,
  accessPoint: 0x008,
  router: 0x010,
  telephone: 0x020,
  docsis: 0x040,
  station: 0x080,
  customerVlan: 0x100,
  serviceVlan: 0x200,
  twoPortRelay: 0x400,
} as const;

const TLV_END = 0;
const TLV_CHASSIS = 1;
const TLV_PORT = 2;
const TLV_TTL = 3;
const TLV_PORT_DESCRIPTION = 4;
const TLV_SYSTEM_NAME = 5;
const TLV_SYSTEM_DESCRIPTION = 6;
const TLV_CAPABILITIES = 7;
const TLV_MANAGEMENT = 8;
const TLV_ORGANISATION = 127;

const OUI_8021 = 0x0080c2;
const OUI_MED = 0x0012bb;
const MED_CAPABILITIES = 1;
/** MED subtypes 5…11, in this order (TIA-1057 §10.2.6). */
const MED_INVENTORY = [
  'hardware',
  'firmware',
  'software',
  'serial',
  'manufacturer',
  'model',
  'assetId',
] as const;

/** IANA address family numbers. */
const FAMILY_IPV4 = 1;
const FAMILY_IPV6 = 2;

/** One each for IPv4 and IPv6 is usual. */
const MAX_ADDRESSES = 32;

type Draft = { -readonly [Key in keyof LldpMessage]: LldpMessage[Key] } & {
  readonly managementAddresses: string[];
  readonly vlans: { id: number; name: string }[];
};
type MedDraft = { -readonly [Key in keyof LldpMed]: LldpMed[Key] };

/** An address after its IANA family byte; `null` when it is neither IPv4 nor IPv6 of the right length. */
function networkAddress(frame: DataView, at: number, end: number): string | null {
  if (end - at === 5 && frame.getUint8(at) === FAMILY_IPV4) return ipv4At(frame, at + 1);
  if (end - at === 17 && frame.getUint8(at) === FAMILY_IPV6) return ipv6At(frame, at + 1);
  return null;
}

/** No control characters but the NULs some senders end a name with. */
function isText(frame: DataView, at: number, end: number): boolean {
  let last = end;
  while (last > at && frame.getUint8(last - 1) === 0) last--;
  for (let i = at; i < last; i++) {
    if (frame.getUint8(i) < 0x20) return false;
  }
  return true;
}

/** Chassis and port ids number their subtypes differently: the MAC and address subtypes are arguments. */
function readId(frame: DataView, at: number, end: number, macType: number, addressType: number): LldpId {
  const subtype = frame.getUint8(at);
  const from = at + 1;
  if (subtype === macType && end - from === 6) {
    const mac = macAt(frame, from);
    return { subtype, text: formatMac(mac), mac };
  }
  if (subtype === addressType) {
    return { subtype, text: networkAddress(frame, from, end) ?? hex(frame, from, end), mac: null };
  }
  const isName = isText(frame, from, end);
  return { subtype, text: (isName ? blockText(frame, from, end) : null) ?? hex(frame, from, end), mac: null };
}

function readOrganisation(frame: DataView, at: number, end: number, draft: Draft, med: MedDraft): void {
  if (end - at < 4) return;
  const oui = frame.getUint32(at) >>> 8;
  const subtype = frame.getUint8(at + 3);
  const from = at + 4;
  if (oui === OUI_8021 && subtype === 1 && end - from >= 2) {
    draft.portVlan = frame.getUint16(from);
  } else if (oui === OUI_8021 && subtype === 3 && end - from >= 3) {
    const until = from + 3 + frame.getUint8(from + 2);
    if (until > end) return;
    const name = blockText(frame, from + 3, until) ?? '';
    draft.vlans.push({ id: frame.getUint16(from), name });
  } else if (oui === OUI_MED && subtype === MED_CAPABILITIES && end - from >= 3) {
    med.deviceClass = frame.getUint8(from + 2);
    draft.med = med;
  } else if (oui === OUI_MED && subtype >= 5 && subtype <= 11) {
    med[MED_INVENTORY[subtype - 5]] ??= blockText(frame, from, end);
    draft.med = med;
  }
}

function readTlv(type: number, frame: DataView, at: number, end: number, draft: Draft, med: MedDraft): void {
  const length = end - at;
  if (type === TLV_PORT && length >= 2) {
    draft.port ??= readId(frame, at, end, 3, 4);
  } else if (type === TLV_TTL && length >= 2) {
    draft.ttlSeconds ??= frame.getUint16(at);
  } else if (type === TLV_PORT_DESCRIPTION) {
    draft.portDescription ??= blockText(frame, at, end);
  } else if (type === TLV_SYSTEM_NAME) {
    draft.systemName ??= blockText(frame, at, end);
  } else if (type === TLV_SYSTEM_DESCRIPTION) {
    draft.systemDescription ??= blockText(frame, at, end);
  } else if (type === TLV_CAPABILITIES && length >= 4) {
    draft.capabilities ??= frame.getUint16(at);
    draft.enabledCapabilities ??= frame.getUint16(at + 2);
  } else if (type === TLV_MANAGEMENT && length >= 1) {
    const until = at + 1 + frame.getUint8(at);
    const address = until <= end && until > at + 1 ? networkAddress(frame, at + 1, until) : null;
    if (address !== null && draft.managementAddresses.length < MAX_ADDRESSES) {
      draft.managementAddresses.push(address);
    }
  } else if (type === TLV_ORGANISATION) {
    readOrganisation(frame, at, end, draft, med);
  }
}

/**
 * LLDP, IEEE 802.1AB. The chassis id must come first (§8.2); a TLV that is cut ends the reading, and what
 * came before is kept.
 */
export const lldp: Dissector<'lldp', LldpMessage> = {
  protocol: 'lldp',
  over: { ether: [ETHER.lldp] },
  begins: [],

  detect() {
    return false;
  },

  read(frame, at, end) {
    let draft: Draft | null = null;
    const med: MedDraft = {
      deviceClass: null,
      hardware: null,
      firmware: null,
      software: null,
      serial: null,
      manufacturer: null,
      model: null,
      assetId: null,
    };
    let next = at;
    while (next + 2 <= end) {
      const header = frame.getUint16(next);
      const type = header >>> 9;
      const from = next + 2;
      const until = from + (header & 0x1ff);
      if (type === TLV_END || until > end) break;
      if (draft === null) {
        if (type !== TLV_CHASSIS || until - from < 2) return null;
        draft = {
          chassis: readId(frame, from, until, 4, 5),
          port: null,
          ttlSeconds: null,
          portDescription: null,
          systemName: null,
          systemDescription: null,
          capabilities: null,
          enabledCapabilities: null,
          managementAddresses: [],
          portVlan: null,
          vlans: [],
          med: null,
        };
      } else {
        readTlv(type, frame, from, until, draft, med);
      }
      next = until;
    }
    return draft;
  },
};
