import type { Mac } from '../../../base/mac.ts';
import { ipv4At, macAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { begins } from '../signature.ts';
import { hex, printable, zeroPadded } from '../text.ts';

/** RFC 2131 §2, figure 1. */
const CHADDR = 28;
const SNAME = 44;
const FILE = 108;
const COOKIE = 236;
const OPTIONS = 240;
const MAGIC_COOKIE = 0x6382_5363;

/** Hardware types with MAC addresses: Ethernet and IEEE 802 (IANA ARP parameters). */
const HARDWARE_ETHERNET = 1;
const HARDWARE_IEEE_802 = 6;

/** RFC 2132, and the RFC named where it is another. */
const OPTION = {
  pad: 0,
  subnetMask: 1,
  router: 3,
  domainNameServer: 6,
  hostName: 12,
  domainName: 15,
  requestedAddress: 50,
  leaseTime: 51,
  overload: 52,
  messageType: 53,
  serverId: 54,
  parameterList: 55,
  vendorClass: 60,
  clientId: 61,
  fqdn: 81, // RFC 4702
  end: 255,
} as const;

/** RFC 2132 §9.6, RFC 3203, RFC 4388, by number. */
const MESSAGE_TYPES = [
  null,
  'DISCOVER',
  'OFFER',
  'REQUEST',
  'DECLINE',
  'ACK',
  'NAK',
  'RELEASE',
  'INFORM',
  'FORCERENEW',
  'LEASEQUERY',
  'LEASEUNASSIGNED',
  'LEASEUNKNOWN',
  'LEASEACTIVE',
] as const;

export type DhcpMessageType = Exclude<(typeof MESSAGE_TYPES)[number], null>;

/** DHCPv4 message (RFC 2131), or BOOTP without options. Addresses of zero, meaning none, are `null`. */
export interface DhcpMessage {
  /** Who speaks by the op field: BOOTREQUEST or BOOTREPLY. */
  readonly op: 'request' | 'reply';
  /** Transaction id, uint32. */
  readonly xid: number;
  readonly clientAddress: string | null;
  /** yiaddr: the address given to the client. */
  readonly yourAddress: string | null;
  /** siaddr: the server to boot from next. */
  readonly nextServer: string | null;
  /** giaddr: the relay; set on every leg of a relayed exchange. */
  readonly relayAddress: string | null;
  /** chaddr of a client on a link with MACs. */
  readonly clientMac: Mac | null;
  /** `null` in plain BOOTP, and for a type without a name here. */
  readonly messageType: DhcpMessageType | null;
  readonly hostName: string | null;
  /** Name of option 81, without the trailing dot. */
  readonly fqdn: string | null;
  readonly vendorClass: string | null;
  /** Option 55 in the order asked, `[]` when there is none. */
  readonly parameterList: readonly number[];
  /** Option 61 in hexadecimal: its type byte first. */
  readonly clientId: string | null;
  readonly requestedAddress: string | null;
  readonly serverId: string | null;
  readonly leaseSeconds: number | null;
  readonly routers: readonly string[];
  readonly dnsServers: readonly string[];
  readonly subnetMask: string | null;
  readonly domain: string | null;
  /** The options were read to their end; else those before the break. */
  readonly whole: boolean;
}

export const dhcp: Dissector<'dhcp', DhcpMessage> = {
  protocol: 'dhcp',
  over: { udp: [67, 68] },
  begins: [begins(COOKIE, '63825363')],
  detect: (frame, at, end) =>
    at + OPTIONS <= end && frame.getUint32(at + COOKIE) === MAGIC_COOKIE && hasFixedPart(frame, at, end),
  read: readMessage,
};

function hasFixedPart(frame: DataView, at: number, end: number): boolean {
  if (at + SNAME > end) return false;
  const op = frame.getUint8(at);
  return (op === 1 || op === 2) && frame.getUint8(at + 2) <= 16;
}

function readMessage(frame: DataView, at: number, end: number): DhcpMessage | null {
  if (!hasFixedPart(frame, at, end)) return null;
  const options = new Options(frame, at, end);
  const type = options.bytes(OPTION.messageType);
  return {
    op: frame.getUint8(at) === 1 ? 'request' : 'reply',
    xid: frame.getUint32(at + 4),
    clientAddress: readAddress(frame, at + 12),
    yourAddress: readAddress(frame, at + 16),
    nextServer: readAddress(frame, at + 20),
    relayAddress: readAddress(frame, at + 24),
    clientMac: readMac(frame, at),
    messageType: type === null || type.byteLength === 0 ? null : (MESSAGE_TYPES[type.getUint8(0)] ?? null),
    hostName: options.text(OPTION.hostName),
    fqdn: readFqdn(options.bytes(OPTION.fqdn)),
    vendorClass: options.text(OPTION.vendorClass),
    parameterList: options.numbers(OPTION.parameterList),
    clientId: options.hex(OPTION.clientId),
    requestedAddress: options.addresses(OPTION.requestedAddress)[0] ?? null,
    serverId: options.addresses(OPTION.serverId)[0] ?? null,
    leaseSeconds: options.word(OPTION.leaseTime),
    routers: options.addresses(OPTION.router),
    dnsServers: options.addresses(OPTION.domainNameServer),
    subnetMask: options.addresses(OPTION.subnetMask)[0] ?? null,
    domain: options.text(OPTION.domainName),
    whole: options.whole,
  };
}

function readAddress(frame: DataView, at: number): string | null {
  return frame.getUint32(at) === 0 ? null : ipv4At(frame, at);
}

function readMac(frame: DataView, at: number): Mac | null {
  const type = frame.getUint8(at + 1);
  if ((type !== HARDWARE_ETHERNET && type !== HARDWARE_IEEE_802) || frame.getUint8(at + 2) !== 6) return null;
  const mac = macAt(frame, at + CHADDR);
  return mac === 0 ? null : mac;
}

/** RFC 4702 §2: flags, two spent bytes, then the name in ASCII or, with the E bit, in DNS labels. */
function readFqdn(option: DataView | null): string | null {
  if (option === null || option.byteLength < 4) return null;
  const end = option.byteLength;
  let name = '';
  if ((option.getUint8(0) & 0x04) === 0) {
    name = zeroPadded(option, 3, end);
  } else {
    // A partial name has no final zero (RFC 4702 §2.3.1), and compression is not allowed in it.
    for (let at = 3; at < end && option.getUint8(at) !== 0; at += 1 + option.getUint8(at)) {
      const labelEnd = at + 1 + option.getUint8(at);
      if (labelEnd > end) return null;
      name += `${printable(option, at + 1, labelEnd)}.`;
    }
  }
  return name.replace(/\.$/, '') || null;
}

/** The options of one message: pieces of one code joined (RFC 3396), the overloaded fields included. */
class Options {
  /** Every field with options ended as it should. */
  readonly whole: boolean;
  private readonly frame: DataView;
  /** By code, the pieces as pairs of begin and end. */
  private readonly pieces = new Map<number, number[]>();

  constructor(frame: DataView, at: number, end: number) {
    this.frame = frame;
    if (at + OPTIONS > end || frame.getUint32(at + COOKIE) !== MAGIC_COOKIE) {
      this.whole = at + COOKIE <= end; // BOOTP without options is a message; a cut one is not whole
      return;
    }
    let whole = this.scan(at + OPTIONS, end, false);
    const overload = this.bytes(OPTION.overload);
    const fields = overload === null || overload.byteLength === 0 ? 0 : overload.getUint8(0);
    // The order in which pieces are joined: options, file, sname (RFC 3396 §5).
    if (fields === 1 || fields === 3) whole = this.scan(at + FILE, at + COOKIE, true) && whole;
    if (fields === 2 || fields === 3) whole = this.scan(at + SNAME, at + FILE, true) && whole;
    this.whole = whole;
  }

  /** Notes the pieces in `[at, end)`. The end option may be missing in an overloaded field only. */
  private scan(at: number, end: number, overloaded: boolean): boolean {
    let position = at;
    while (position < end) {
      const code = this.frame.getUint8(position++);
      if (code === OPTION.pad) continue;
      if (code === OPTION.end) return true;
      const next = position < end ? position + 1 + this.frame.getUint8(position) : end + 1;
      if (next > end) return false;
      const pieces = this.pieces.get(code);
      if (pieces === undefined) this.pieces.set(code, [position + 1, next]);
      else pieces.push(position + 1, next);
      position = next;
    }
    return overloaded;
  }

  /** The joined value, or `null` when the option is absent. */
  bytes(code: number): DataView | null {
    const pieces = this.pieces.get(code);
    if (pieces === undefined) return null;
    const value: number[] = [];
    for (let i = 0; i < pieces.length; i += 2) {
      for (let at = pieces[i]; at < pieces[i + 1]; at++) value.push(this.frame.getUint8(at));
    }
    return new DataView(Uint8Array.from(value).buffer);
  }

  /** Text without the zeros some clients end it with; `null` when absent or empty. */
  text(code: number): string | null {
    const value = this.bytes(code);
    return value === null ? null : zeroPadded(value, 0, value.byteLength) || null;
  }

  hex(code: number): string | null {
    const value = this.bytes(code);
    return value === null ? null : hex(value, 0, value.byteLength) || null;
  }

  numbers(code: number): number[] {
    const value = this.bytes(code);
    return value === null ? [] : Array.from(new Uint8Array(value.buffer));
  }

  word(code: number): number | null {
    const value = this.bytes(code);
    return value === null || value.byteLength < 4 ? null : value.getUint32(0);
  }

  /** Addresses, those of zero left out. */
  addresses(code: number): string[] {
    const value = this.bytes(code);
    const found: string[] = [];
    if (value === null) return found;
    for (let at = 0; at + 4 <= value.byteLength; at += 4) {
      if (value.getUint32(at) !== 0) found.push(ipv4At(value, at));
    }
    return found;
  }
}
