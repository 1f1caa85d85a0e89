import { startsWith } from '../bytes.ts';
import { begins, type Signature } from '../signature.ts';
import type { HintRule } from './rule.ts';
import { berContent, berEnd, FITS, NO, OPEN, SURE, u8, u16, u16le, u32, u32le } from './rule.ts';

/** Whether `[at, end)` is nothing but non-NUL printable ASCII, a NUL and a TFTP mode. */
function isTftpRequest(frame: DataView, at: number, end: number): boolean {
  const opcode = u16(frame, at, end);
  if (opcode !== 1 && opcode !== 2) return false;
  let i = at + 2;
  while (i < end && frame.getUint8(i) >= 0x20 && frame.getUint8(i) < 0x7f) i++;
  if (i === at + 2 || u8(frame, i, end) !== 0) return false;
  return startsWith(frame, i + 1, end, 'octet') || startsWith(frame, i + 1, end, 'netascii');
}

/** Kerberos messages are BER application tags around a sequence (RFC 4120 §5.10). */
function isKerberos(frame: DataView, at: number, end: number): boolean {
  const tag = u8(frame, at, end);
  if (!(tag >= 0x6a && tag <= 0x6f) && !(tag >= 0x74 && tag <= 0x76) && tag !== 0x7e) return false;
  const content = berContent(frame, at, end);
  return content >= 0 && u8(frame, content, end) === 0x30;
}

/** An LDAPMessage: sequence, message id, one of the operations (RFC 4511 §4.1.1, §4.2…§4.14). */
function isLdap(frame: DataView, at: number, end: number): boolean {
  if (u8(frame, at, end) !== 0x30) return false;
  const id = berContent(frame, at, end);
  if (id < 0 || u8(frame, id, end) !== 2) return false;
  const operation = u8(frame, berEnd(frame, id, end), end);
  return (
    (operation >= 0x60 && operation <= 0x79) || operation === 0x42 || operation === 0x4a || operation === 0x50
  );
}

/** ONC RPC (RFC 5531 §9): the program called with version 2, over TCP after a record mark; or -1. */
function rpcProgram(frame: DataView, at: number, end: number): number {
  for (let from = at; from <= at + 4; from += 4) {
    const isCall = u32(frame, from + 4, end) === 0 && u32(frame, from + 8, end) === 2;
    const program = isCall ? u32(frame, from + 12, end) : -1;
    if (program >= 100_000 && program < 1_000_000) return program;
  }
  return -1;
}

/** `feSMB`, `ffSMB` and the encrypted and compressed forms, after the NetBIOS session header. */
function smbMarker(frame: DataView, at: number, end: number): number {
  if (u8(frame, at, end) !== 0 || !startsWith(frame, at + 5, end, 'SMB')) return -1;
  return frame.getUint8(at + 4);
}

/** Whether an MQTT remaining length (§2.2.3 of 3.1.1) stands at `at`: its value, or -1. */
function mqttLength(frame: DataView, at: number, end: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = u8(frame, at + i, end);
    if (byte < 0) return -1;
    value += (byte & 0x7f) * 128 ** i;
    if (byte < 0x80) return value;
  }
  return -1;
}

function mqttName(frame: DataView, at: number, end: number): boolean {
  for (let i = at + 2; i <= at + 5; i++) {
    if (startsWith(frame, i, end, '\x00\x04MQTT') || startsWith(frame, i, end, '\x00\x06MQIsdp')) return true;
  }
  return false;
}

/** A call of version 2, over TCP after a record mark: see rpcProgram. */
const RPC: readonly Signature[] = [begins(8, '00000002'), begins(12, '00000002')];

/** Services and clients of office networks and the Internet whose first bytes are numbers. */
export const NETWORK_HINTS: readonly HintRule[] = [
  {
    protocol: 'smb2',
    tcp: [445, 139],
    anyPort: [begins(4, '..534d42')],
    check(frame, at, end) {
      const marker = smbMarker(frame, at, end);
      return marker === 0xfe || marker === 0xfd || marker === 0xfc ? SURE : NO;
    },
  },
  {
    protocol: 'smb',
    tcp: [445, 139],
    anyPort: [begins(4, '..534d42')],
    check: (frame, at, end) => (smbMarker(frame, at, end) === 0xff ? SURE : NO),
  },
  {
    // RFC 1002 §4.3: session request and its answers; a message from the middle of a stream says nothing.
    protocol: 'nbss',
    tcp: [139, 445],
    check(frame, at, end) {
      const type = u8(frame, at, end);
      return type >= 0x81 && type <= 0x85 ? FITS : OPEN;
    },
  },
  {
    // RFC 1002 §4.4.
    protocol: 'nbdgm',
    udp: [138],
    check(frame, at, end) {
      const type = u8(frame, at, end);
      return type >= 0x10 && type <= 0x16 ? FITS : NO;
    },
  },
  {
    // DCE 1.1 RPC chapter 12: version 5, packet type, flags, data representation.
    protocol: 'dcerpc',
    tcp: [135],
    anyPort: [begins(0, '050.....')],
    check(frame, at, end) {
      const isHeader =
        u8(frame, at, end) === 5 && u8(frame, at + 1, end) <= 1 && u8(frame, at + 2, end) <= 19;
      const order = u8(frame, at + 4, end);
      if (!isHeader || (order !== 0x10 && order !== 0)) return OPEN;
      const length = order === 0x10 ? u16le(frame, at + 8, end) : u16(frame, at + 8, end);
      return u8(frame, at + 5, end) === 0 && u16(frame, at + 6, end) === 0 && length >= 16 ? SURE : OPEN;
    },
  },
  {
    // MS-RDPBCGR §2.2.1.1: TPKT and an X.224 connection request or confirm.
    protocol: 'rdp',
    tcp: [3389],
    anyPort: [begins(0, '0300....')],
    check(frame, at, end) {
      if (u16(frame, at, end) !== 0x0300) return OPEN;
      const code = u8(frame, at + 5, end);
      if (startsWith(frame, at + 11, end, 'Cookie: mstshash=')) return SURE;
      if (code === 0xe0 || code === 0xd0) return FITS;
      return OPEN;
    },
  },
  {
    protocol: 'mqtt',
    tcp: [1883],
    anyPort: [begins(0, '10......')],
    check(frame, at, end) {
      const first = u8(frame, at, end);
      const length = mqttLength(frame, at + 1, end);
      if (first === 0x10 && length >= 10 && mqttName(frame, at, end)) return SURE;
      return first >= 0x10 && first < 0xf0 && length >= 0 && length <= end - at ? FITS : OPEN;
    },
  },
  {
    // RFC 8489 §5; the same header over TCP.
    protocol: 'stun',
    udp: [3478],
    tcp: [3478],
    anyPort: [begins(4, '2112a442')],
    check(frame, at, end) {
      const length = u16(frame, at + 2, end);
      if (u8(frame, at, end) > 0x3f || length < 0 || length % 4 !== 0) return NO;
      return u32(frame, at + 4, end) === 0x2112a442 ? SURE : NO;
    },
  },
  {
    // RFC 3489: the same without the cookie.
    protocol: 'stun',
    udp: [3478, 3479],
    check: (frame, at, end) =>
      u8(frame, at, end) <= 1 && u16(frame, at + 2, end) === end - at - 20 ? FITS : NO,
  },
  {
    // RFC 7252 §3.
    protocol: 'coap',
    udp: [5683],
    check(frame, at, end) {
      const first = u8(frame, at, end);
      const code = u8(frame, at + 1, end);
      if (first >> 6 !== 1 || (first & 15) > 8 || end - at < 4 + (first & 15)) return NO;
      const codeClass = code >> 5;
      return codeClass === 0 || codeClass === 2 || codeClass === 4 || codeClass === 5 ? FITS : NO;
    },
  },
  {
    protocol: 'tftp',
    udp: [69],
    anyPort: [begins(0, '0001....'), begins(0, '0002....')],
    check(frame, at, end) {
      if (isTftpRequest(frame, at, end)) return SURE;
      const opcode = u16(frame, at, end);
      return opcode >= 1 && opcode <= 6 ? FITS : NO;
    },
  },
  {
    protocol: 'kerberos',
    udp: [88, 464],
    check: (frame, at, end) => (isKerberos(frame, at, end) ? FITS : NO),
  },
  {
    // RFC 4120 §7.2.2: four bytes of length before.
    protocol: 'kerberos',
    tcp: [88, 464],
    check: (frame, at, end) => (isKerberos(frame, at + 4, end) ? FITS : OPEN),
  },
  {
    protocol: 'ldap',
    tcp: [389, 3268],
    check: (frame, at, end) => (isLdap(frame, at, end) ? FITS : OPEN),
  },
  {
    protocol: 'cldap',
    udp: [389],
    check: (frame, at, end) => (isLdap(frame, at, end) ? FITS : NO),
  },
  {
    // The server's greeting, protocol 10, its version a number.
    protocol: 'mysql',
    tcp: [3306],
    check(frame, at, end) {
      const length = u16le(frame, at, end);
      if (length < 0 || u8(frame, at + 2, end) > 0) return OPEN;
      return length + 4 === end - at ? FITS : OPEN;
    },
  },
  {
    // StartupMessage 3.0, SSLRequest.
    protocol: 'pgsql',
    tcp: [5432],
    anyPort: [begins(4, '00030000'), begins(4, '04d2162f')],
    check(frame, at, end) {
      const length = u32(frame, at, end);
      const code = u32(frame, at + 4, end);
      if (length !== end - at) return OPEN;
      return code === 0x0003_0000 || code === 0x04d2_162f ? SURE : OPEN;
    },
  },
  {
    // MS-TDS §2.2.3.1.
    protocol: 'tds',
    tcp: [1433],
    check(frame, at, end) {
      const type = u8(frame, at, end);
      const isType = (type >= 1 && type <= 4) || type === 6 || type === 7 || (type >= 14 && type <= 18);
      return isType && u16(frame, at + 2, end) >= 8 ? FITS : OPEN;
    },
  },
  {
    protocol: 'portmap',
    udp: [111],
    tcp: [111],
    anyPort: RPC,
    check: (frame, at, end) => (rpcProgram(frame, at, end) === 100_000 ? SURE : OPEN),
  },
  {
    protocol: 'nfs',
    udp: [2049],
    tcp: [2049],
    anyPort: RPC,
    check: (frame, at, end) => (rpcProgram(frame, at, end) === 100_003 ? SURE : OPEN),
  },
  {
    protocol: 'mount',
    udp: [20048],
    tcp: [20048],
    anyPort: RPC,
    check: (frame, at, end) => (rpcProgram(frame, at, end) === 100_005 ? SURE : OPEN),
  },
  {
    protocol: 'rpc',
    udp: [],
    tcp: [],
    anyPort: RPC,
    check: (frame, at, end) => (rpcProgram(frame, at, end) >= 0 ? SURE : NO),
  },
  {
    // Canon's printers and scanners.
    protocol: 'bjnp',
    udp: [8611, 8612],
    anyPort: 'text',
    check: (frame, at, end) =>
      startsWith(frame, at, end, 'BJNP') || startsWith(frame, at, end, 'BJNB') ? SURE : NO,
  },
  {
    // Dropbox LAN sync: a JSON object.
    protocol: 'db-lsp-disc',
    udp: [17500],
    check: (frame, at, end) => (startsWith(frame, at, end, '{"') ? FITS : NO),
  },
  {
    // Cisco's telephones: length, header version, message.
    protocol: 'skinny',
    tcp: [2000],
    check: (frame, at, end) => {
      const length = u32le(frame, at, end);
      return length >= 4 && length < 4096 && u32le(frame, at + 4, end) <= 0xff ? FITS : NO;
    },
  },
  {
    // Oracle Net: length, checksum, type.
    protocol: 'tns',
    tcp: [1521],
    check(frame, at, end) {
      const type = u8(frame, at + 4, end);
      return u16(frame, at, end) === end - at && type >= 1 && type <= 19 ? FITS : OPEN;
    },
  },
  {
    protocol: 'kafka',
    tcp: [9092],
    check(frame, at, end) {
      return u32(frame, at, end) === end - at - 4 && u16(frame, at + 4, end) <= 80 ? FITS : OPEN;
    },
  },
];
