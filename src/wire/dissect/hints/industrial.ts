import { startsWith } from '../bytes.ts';
import { begins } from '../signature.ts';
import type { HintRule, Verdict } from './rule.ts';
import { FITS, NO, OPEN, SURE, u8, u16, u16le, u32, u32le } from './rule.ts';

/** RFC 1006 §6: version 3, reserved, length. */
const TPKT = 0x0300;
/** ISO 8073 data TPDU after its length byte: `02 f0 80`. */
const COTP_DATA = 0xf080;

/** Offset of what a COTP data TPDU inside TPKT carries, or -1. */
function cotpPayload(frame: DataView, at: number, end: number): number {
  const isData = u16(frame, at, end) === TPKT && u8(frame, at + 4, end) === 2;
  return isData && (u16(frame, at + 5, end) | 0x80) === COTP_DATA ? at + 7 : -1;
}

/** Whether the object identifier 1.0.9506 (ISO 9506, MMS) occurs in the first 256 bytes. */
function namesMms(frame: DataView, at: number, end: number): boolean {
  const stop = Math.min(end - 4, at + 256);
  for (let i = at; i <= stop; i++) {
    if (frame.getUint32(i) >>> 8 === 0x28ca22) return true;
  }
  return false;
}

/** CRC of DNP3 link headers (IEEE 1815 §9.2.4.1.6), over eight bytes. */
function dnp3Crc(frame: DataView, at: number): number {
  let crc = 0;
  for (let i = at; i < at + 8; i++) {
    crc ^= frame.getUint8(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xa6bc : crc >>> 1;
  }
  return ~crc & 0xffff;
}

const ENIP_COMMANDS: readonly number[] = [0x00, 0x01, 0x04, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70, 0x72, 0x73];

/** ODVA volume 2 §2-3: command, length, session, status (all little-endian). */
function enip(frame: DataView, at: number, end: number): Verdict {
  if (end - at < 24) return NO;
  const command = u16le(frame, at, end);
  const length = u16le(frame, at + 2, end);
  if (!ENIP_COMMANDS.includes(command) || u32le(frame, at + 8, end) > 0xffff) return NO;
  // RegisterSession has one form only, and opens every connection.
  if (command === 0x65 && length === 4 && u16le(frame, at + 24, end) === 1) return SURE;
  return at + 24 + length <= end || length > 400 ? FITS : NO;
}

const OPCUA_TYPES: readonly string[] = ['HEL', 'ACK', 'ERR', 'RHE', 'OPN', 'MSG', 'CLO'];

function isOpcua(frame: DataView, at: number, end: number): boolean {
  const chunk = u8(frame, at + 3, end);
  const size = u32le(frame, at + 4, end);
  if ((chunk !== 0x46 && chunk !== 0x43 && chunk !== 0x41) || size < 8 || size > 0x400_0000) return false;
  for (const type of OPCUA_TYPES) {
    if (startsWith(frame, at, end, type)) return true;
  }
  return false;
}

/** Control field of an IEC 60870-5-104 APDU: I, S or U format with the reserved bits zero (§5.1). */
function isApci(frame: DataView, at: number, end: number): boolean {
  const length = u8(frame, at + 1, end);
  if (u8(frame, at, end) !== 0x68 || length < 4 || length > 253 || end - at < 6) return false;
  const control = frame.getUint8(at + 2);
  if ((control & 1) === 0) return (frame.getUint8(at + 4) & 1) === 0;
  if (control === 1) return frame.getUint8(at + 3) === 0 && length === 4;
  return (control & 3) === 3 && u16(frame, at + 3, end) === 0 && frame.getUint8(at + 5) === 0 && length === 4;
}

/** DCE RPC version 4 of PROFINET IO: the interface UUID begins dea00001 or dea00002, in either byte order. */
function isProfinetIo(frame: DataView, at: number, end: number): boolean {
  if (u8(frame, at, end) !== 4 || u8(frame, at + 1, end) > 10) return false;
  const big = u32(frame, at + 24, end);
  const little = u32le(frame, at + 24, end);
  return (big >= 0xdea00001 && big <= 0xdea00004) || (little >= 0xdea00001 && little <= 0xdea00004);
}

/** Protocols of plants, buildings and grids. */
export const INDUSTRIAL_HINTS: readonly HintRule[] = [
  {
    // Modbus messaging over TCP §3.1.3: protocol 0, length of unit id, function and data.
    protocol: 'mbtcp',
    tcp: [502],
    udp: [502],
    check(frame, at, end) {
      const length = u16(frame, at + 4, end);
      const isHeader = u16(frame, at + 2, end) === 0 && length >= 2 && length <= 260;
      return isHeader && u8(frame, at + 7, end) > 0 ? FITS : NO;
    },
  },
  {
    protocol: 's7comm',
    tcp: [102],
    anyPort: [begins(0, '0300....')],
    check(frame, at, end) {
      const payload = cotpPayload(frame, at, end);
      if (payload < 0 || u8(frame, payload, end) !== 0x32) return NO;
      const type = u8(frame, payload + 1, end);
      return (type >= 1 && type <= 3) || type === 7 ? SURE : NO;
    },
  },
  {
    protocol: 's7comm-plus',
    tcp: [102],
    anyPort: [begins(0, '0300....')],
    check(frame, at, end) {
      const payload = cotpPayload(frame, at, end);
      return payload >= 0 && u8(frame, payload, end) === 0x72 ? SURE : NO;
    },
  },
  {
    // ISO session CONNECT that names ISO 9506, then data of a presentation context.
    protocol: 'mms',
    tcp: [102],
    anyPort: [begins(0, '0300....')],
    check(frame, at, end) {
      const payload = cotpPayload(frame, at, end);
      const spdu = payload < 0 ? -1 : u8(frame, payload, end);
      if ((spdu === 0x0d || spdu === 0x0e) && namesMms(frame, payload, end)) return SURE;
      return u32(frame, payload, end) === 0x01000100 && payload >= 0 ? FITS : NO;
    },
  },
  {
    // The connection itself does not tell what will run over it: only a guess, so that what comes next counts.
    protocol: 'cotp',
    tcp: [102],
    check: () => OPEN,
  },
  { protocol: 'enip', tcp: [44818], udp: [44818], anyPort: [begins(0, '65000400')], check: enip },
  {
    // CIP class 1: two items, a sequenced address first.
    protocol: 'enip',
    udp: [2222],
    check: (frame, at, end) =>
      u16le(frame, at, end) === 2 && u16le(frame, at + 2, end) === 0x8002 ? FITS : NO,
  },
  {
    // ASHRAE 135 annex J: BVLC type, function, length.
    protocol: 'bacnet',
    udp: [47808],
    anyPort: [begins(0, '810.....')],
    check(frame, at, end) {
      const isBvlc = u8(frame, at, end) === 0x81 && u8(frame, at + 1, end) <= 0x0c;
      return isBvlc && u16(frame, at + 2, end) === end - at ? SURE : NO;
    },
  },
  {
    protocol: 'dnp3',
    tcp: [20000],
    udp: [20000],
    anyPort: [begins(0, '0564....')],
    check(frame, at, end) {
      if (u16(frame, at, end) !== 0x0564) return OPEN;
      if (end - at < 10) return FITS;
      return dnp3Crc(frame, at) === u16le(frame, at + 8, end) ? SURE : FITS;
    },
  },
  {
    // OPC 10000-6 §7.1.2.2.
    protocol: 'opcua',
    tcp: [4840],
    anyPort: 'text',
    check: (frame, at, end) => (isOpcua(frame, at, end) ? SURE : OPEN),
  },
  {
    protocol: 'iec60870_104',
    tcp: [2404],
    check: (frame, at, end) => (isApci(frame, at, end) ? FITS : OPEN),
  },
  {
    protocol: 'pn_io',
    udp: [34964],
    anyPort: [begins(0, '040.....')],
    check: (frame, at, end) => (isProfinetIo(frame, at, end) ? SURE : NO),
  },
  {
    // KNXnet/IP: header of six bytes, version 1.0, service, total length.
    protocol: 'kip',
    udp: [3671],
    tcp: [3671],
    anyPort: [begins(0, '0610....')],
    check: (frame, at, end) =>
      u16(frame, at, end) === 0x0610 && u16(frame, at + 4, end) === end - at ? SURE : NO,
  },
  {
    // Omron W421: FINS over TCP has a word, over UDP a control byte, zero and a gateway count.
    protocol: 'omron',
    tcp: [9600],
    anyPort: 'text',
    check: (frame, at, end) => (startsWith(frame, at, end, 'FINS\x00\x00') ? SURE : OPEN),
  },
  {
    protocol: 'omron',
    udp: [9600],
    check(frame, at, end) {
      const control = u8(frame, at, end);
      const isFins = (control & 0xbe) === 0x80 && u8(frame, at + 1, end) === 0 && u8(frame, at + 2, end) <= 7;
      return isFins && end - at >= 12 ? FITS : NO;
    },
  },
  {
    // HART-IP HCF_SPEC-085: version 1, message type, id, status, sequence, byte count.
    protocol: 'hart_ip',
    tcp: [5094],
    udp: [5094, 5095],
    check(frame, at, end) {
      const isHeader =
        u8(frame, at, end) === 1 && u8(frame, at + 1, end) <= 15 && u8(frame, at + 2, end) <= 128;
      return isHeader && u16(frame, at + 6, end) >= 8 ? FITS : NO;
    },
  },
  {
    // Beckhoff ADS: reserved word, length.
    protocol: 'ams',
    tcp: [48898],
    check(frame, at, end) {
      const length = u32le(frame, at + 2, end);
      return u16(frame, at, end) === 0 && length >= 32 && length < 0x10_0000 ? FITS : NO;
    },
  },
  {
    // IEEE C37.118.2 §6.2: sync byte, frame type and version, frame size.
    protocol: 'synphasor',
    tcp: [4712],
    udp: [4713],
    check(frame, at, end) {
      const isSync = u8(frame, at, end) === 0xaa && u8(frame, at + 1, end) <= 0x5f;
      return isSync && u16(frame, at + 2, end) >= 16 ? FITS : NO;
    },
  },
];
