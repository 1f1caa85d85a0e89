import { startsWith } from '../bytes.ts';
import { begins, type Signature } from '../signature.ts';
import type { HintRule } from './rule.ts';
import { FITS, NO, OPEN, SURE, u8, u16, u32, u32le } from './rule.ts';

/** ISAKMP header (RFC 2408 §3.1, RFC 7296 §3.1) whose length is the payload's. */
function isIsakmp(frame: DataView, at: number, end: number): boolean {
  const version = u8(frame, at + 17, end);
  const exchange = u8(frame, at + 18, end);
  const isExchange = (exchange >= 1 && exchange <= 6) || (exchange >= 32 && exchange <= 43);
  return (version === 0x10 || version === 0x20) && isExchange && u32(frame, at + 24, end) === end - at;
}

/** WireGuard's message sizes (whitepaper §5.4) after a type and three zero bytes. */
function wireguard(frame: DataView, at: number, end: number): typeof NO | typeof FITS | typeof SURE {
  const type = u32le(frame, at, end);
  const bytes = end - at;
  if ((type === 1 && bytes === 148) || (type === 2 && bytes === 92)) return SURE;
  if (type === 3 && bytes === 64) return FITS;
  return type === 4 && bytes >= 32 && bytes % 16 === 0 ? FITS : NO;
}

/** QUIC versions seen in the wild: 1, 2 (RFC 9369), the drafts, Google's and Facebook's last, GREASE. */
function isQuicVersion(version: number): boolean {
  const high = version >>> 8;
  return (
    version === 1 ||
    version === 0x6b3343cf ||
    high === 0xff0000 ||
    high === 0x513035 || // Q05x
    high === 0x543035 || // T05x
    high === 0xfaceb0 ||
    (version & 0x0f0f0f0f) === 0x0a0a0a0a
  );
}

/** Offset after both connection ids of a QUIC long header (RFC 9000 §17.2), or -1. */
function afterConnectionIds(frame: DataView, at: number, end: number): number {
  const destination = u8(frame, at + 5, end);
  const source = destination >= 0 && destination <= 20 ? u8(frame, at + 6 + destination, end) : -1;
  if (source < 0 || source > 20) return -1;
  const after = at + 7 + destination + source;
  return after <= end ? after : -1;
}

/** A long header of a known version, or a version negotiation (§17.2.1) with its list. */
function isQuicLong(frame: DataView, at: number, end: number): boolean {
  const version = u32(frame, at + 1, end);
  if (u8(frame, at, end) < 0x80 || version < 0) return false;
  const after = afterConnectionIds(frame, at, end);
  if (after < 0) return false;
  return version === 0 ? end > after && (end - after) % 4 === 0 : isQuicVersion(version);
}

/** Google's own headers: flags, connection id, `Q0..` up to version 43; flags, `Q04.` after it. */
function isGoogleQuic(frame: DataView, at: number, end: number): boolean {
  const flags = u8(frame, at, end);
  if ((flags === 0x09 || flags === 0x0d) && startsWith(frame, at + 9, end, 'Q0')) return true;
  return flags >= 0xc0 && startsWith(frame, at + 1, end, 'Q04');
}

/** See isQuicVersion; 0 is a version negotiation. */
const QUIC: readonly Signature[] = [
  '00000000',
  '00000001',
  '6b3343cf',
  'ff0000..',
  '513035..',
  '543035..',
  'faceb0..',
  '.a.a.a.a',
].map((version) => begins(1, version));

/** What encrypts or tunnels: transport security and private networks. */
export const SECURE_HINTS: readonly HintRule[] = [
  {
    // Any record, so that a stream seen from its middle is named too (RFC 8446 §5.1).
    protocol: 'tls',
    tcp: [443, 465, 636, 853, 989, 990, 992, 993, 994, 995, 3269, 5061, 8443, 8883],
    anyPort: [begins(0, '1.030...')],
    check(frame, at, end) {
      const type = u8(frame, at, end);
      const version = u16(frame, at + 1, end);
      const length = u16(frame, at + 3, end);
      const isRecord = type >= 20 && type <= 23 && version >= 0x0300 && version <= 0x0304;
      return isRecord && length > 0 && length <= 18432 ? SURE : OPEN;
    },
  },
  {
    // RFC 9147 §4, RFC 6347 §4.1; 0x0100 is OpenSSL's before the standard.
    protocol: 'dtls',
    udp: [],
    anyPort: [begins(0, '1.fe....'), begins(0, '1.0100..')],
    check(frame, at, end) {
      const type = u8(frame, at, end);
      const version = u16(frame, at + 1, end);
      const length = u16(frame, at + 11, end);
      const isRecord =
        type >= 20 && type <= 23 && (version === 0xfeff || version === 0xfefd || version === 0x0100);
      return isRecord && length > 0 && at + 13 + length <= end ? SURE : NO;
    },
  },
  {
    protocol: 'quic',
    udp: [443],
    anyPort: QUIC,
    check(frame, at, end) {
      if (isQuicLong(frame, at, end)) return SURE;
      // Short headers have their fixed bit and nothing else to tell them by.
      if (u8(frame, at, end) >= 0x80) return NO;
      return (frame.getUint8(at) & 0x40) !== 0 && end - at >= 21 ? OPEN : NO;
    },
  },
  {
    protocol: 'gquic',
    udp: [80, 443],
    anyPort: [begins(7, '....5130'), begins(1, '513034..')],
    check: (frame, at, end) => (isGoogleQuic(frame, at, end) ? SURE : NO),
  },
  {
    protocol: 'wg',
    udp: [51820, 41641],
    anyPort: [begins(0, '01000000'), begins(0, '02000000')],
    check: wireguard,
  },
  {
    // OpenVPN protocol: opcode in the upper five bits; the session id follows a reset.
    protocol: 'openvpn',
    udp: [1194],
    check(frame, at, end) {
      const opcode = u8(frame, at, end) >> 3;
      return opcode >= 1 && opcode <= 11 && end - at >= 14 ? FITS : NO;
    },
  },
  {
    protocol: 'openvpn',
    tcp: [1194],
    check(frame, at, end) {
      const opcode = u8(frame, at + 2, end) >> 3;
      return u16(frame, at, end) >= 14 && opcode >= 1 && opcode <= 11 ? FITS : OPEN;
    },
  },
  {
    protocol: 'isakmp',
    udp: [500],
    anyPort: [begins(16, '..10....'), begins(16, '..20....')],
    check: (frame, at, end) =>
      isIsakmp(frame, at, end) ? SURE : u8(frame, at + 17, end) >> 4 <= 2 ? OPEN : NO,
  },
  {
    // RFC 3948 §2.2: four zero bytes, then IKE.
    protocol: 'isakmp',
    udp: [4500],
    check: (frame, at, end) => (u32(frame, at, end) === 0 && isIsakmp(frame, at + 4, end) ? FITS : NO),
  },
  {
    // RFC 3948 §2.1, §2.3: an SPI that is not zero, or a lone 0xff that keeps the translation alive.
    protocol: 'udpencap',
    udp: [4500],
    check(frame, at, end) {
      if (end - at === 1) return frame.getUint8(at) === 0xff ? FITS : NO;
      return u32(frame, at, end) > 255 ? OPEN : NO;
    },
  },
  {
    // RFC 2637 §2: the magic cookie after length and type.
    protocol: 'pptp',
    tcp: [1723],
    anyPort: [begins(4, '1a2b3c4d')],
    check: (frame, at, end) => (u32(frame, at + 4, end) === 0x1a2b3c4d ? SURE : OPEN),
  },
  {
    // RFC 2661 §3.1: version 2, control or data.
    protocol: 'l2tp',
    udp: [1701],
    check: (frame, at, end) => ((u8(frame, at + 1, end) & 15) === 2 && end - at >= 6 ? FITS : NO),
  },
  {
    // RFC 1928 §3.
    protocol: 'socks',
    tcp: [1080],
    check(frame, at, end) {
      const version = u8(frame, at, end);
      if (version === 5) return u8(frame, at + 1, end) === end - at - 2 ? FITS : OPEN;
      return version === 4 && u8(frame, at + 1, end) <= 2 ? FITS : NO;
    },
  },
];
