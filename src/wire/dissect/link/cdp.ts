import { LLC } from '../../ethertypes.ts';
import { blockText, ipv4At, ipv6At } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';

/**
 * Cisco Discovery Protocol, versions 1 and 2. Not standardised: field meanings as in Cisco's "CDP packet
 * format" pages and in what switches send. `null`: not said.
 */
export interface CdpMessage {
  readonly version: number;
  readonly ttlSeconds: number;
  readonly deviceId: string | null;
  readonly addresses: readonly string[];
  readonly portId: string | null;
  /** Bit mask, CDP_CAPABILITY. */
  readonly capabilities: number | null;
  readonly softwareVersion: string | null;
  readonly platform: string | null;
  readonly vtpDomain: string | null;
  readonly nativeVlan: number | null;
  readonly duplex: 'half' | 'full' | null;
  readonly voiceVlan: number | null;
  readonly systemName: string | null;
  readonly managementAddresses: readonly string[];
  readonly location: string | null;
}

export const CDP_CAPABILITY = {
  router: 0x001,
  transparentBridge: 0x002,
  sourceRouteBridge: 0x004,
  switch: 0x008,
  host: 0x010,
  igmp: 0x020,
  repeater: 0x040,
  phone: 0x080,
  remotelyManaged: 0x100,
  camera: 0x200,
  twoPortRelay: 0x400,
} as const;

const HEADER = 4;
const TLV = {
  deviceId: 0x01,
  addresses: 0x02,
  portId: 0x03,
  capabilities: 0x04,
  version: 0x05,
  platform: 0x06,
  vtpDomain: 0x09,
  nativeVlan: 0x0a,
  duplex: 0x0b,
  voiceVlan: 0x0e,
  systemName: 0x14,
  managementAddresses: 0x16,
  location: 0x17,
} as const;

type Draft = { -readonly [Key in keyof CdpMessage]: CdpMessage[Key] };

/** A count, then per address: protocol type, its length, the protocol, the address length, the address. */
function readAddresses(frame: DataView, at: number, end: number): string[] {
  const list: string[] = [];
  if (end - at < 4) return list;
  let next = at + 4;
  // An entry is at least four bytes long, so a hostile count ends with the TLV.
  for (let left = frame.getUint32(at); left > 0 && next + 2 <= end; left--) {
    const lengthAt = next + 2 + frame.getUint8(next + 1);
    if (lengthAt + 2 > end) break;
    const length = frame.getUint16(lengthAt);
    const from = lengthAt + 2;
    if (from + length > end) break;
    if (length === 4) list.push(ipv4At(frame, from));
    else if (length === 16) list.push(ipv6At(frame, from));
    next = from + length;
  }
  return list;
}

function readTlv(type: number, frame: DataView, at: number, end: number, draft: Draft): void {
  const length = end - at;
  if (type === TLV.deviceId) draft.deviceId ??= blockText(frame, at, end);
  else if (type === TLV.addresses) draft.addresses = readAddresses(frame, at, end);
  else if (type === TLV.portId) draft.portId ??= blockText(frame, at, end);
  else if (type === TLV.capabilities && length >= 4) draft.capabilities ??= frame.getUint32(at);
  else if (type === TLV.version) draft.softwareVersion ??= blockText(frame, at, end);
  else if (type === TLV.platform) draft.platform ??= blockText(frame, at, end);
  else if (type === TLV.vtpDomain) draft.vtpDomain ??= blockText(frame, at, end);
  else if (type === TLV.nativeVlan && length >= 2) draft.nativeVlan ??= frame.getUint16(at);
  else if (type === TLV.duplex && length >= 1) draft.duplex ??= frame.getUint8(at) === 0 ? 'half' : 'full';
  else if (type === TLV.voiceVlan && length >= 3) draft.voiceVlan ??= frame.getUint16(at + 1);
  else if (type === TLV.systemName) draft.systemName ??= blockText(frame, at, end);
  else if (type === TLV.managementAddresses) draft.managementAddresses = readAddresses(frame, at, end);
  else if (type === TLV.location && length >= 1) draft.location ??= blockText(frame, at + 1, end);
}

/** CDP over LLC/SNAP. A TLV that is cut ends the reading, and what came before is kept. */
export const cdp: Dissector<'cdp', CdpMessage> = {
  protocol: 'cdp',
  over: { ether: [LLC.cdp] },
  begins: [],

  detect() {
    return false;
  },

  read(frame, at, end) {
    if (end - at < HEADER) return null;
    const version = frame.getUint8(at);
    if (version < 1 || version > 2) return null;
    const draft: Draft = {
      version,
      ttlSeconds: frame.getUint8(at + 1),
      deviceId: null,
      addresses: [],
      portId: null,
      capabilities: null,
      softwareVersion: null,
      platform: null,
      vtpDomain: null,
      nativeVlan: null,
      duplex: null,
      voiceVlan: null,
      systemName: null,
      managementAddresses: [],
      location: null,
    };
    let next = at + HEADER;
    while (next + 4 <= end) {
      const length = frame.getUint16(next + 2);
      if (length < 4 || next + length > end) break;
      readTlv(frame.getUint16(next), frame, next + 4, next + length, draft);
      next += length;
    }
    return draft;
  },
};
