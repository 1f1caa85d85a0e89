import { begins } from '../signature.ts';
import type { HintRule } from './rule.ts';
import { berContent, berEnd, FITS, NO, OPEN, SURE, u8, u16, u32 } from './rule.ts';

/** What keeps a network running: routing, time, management, measurement. */
export const INFRASTRUCTURE_HINTS: readonly HintRule[] = [
  {
    protocol: 'snmp',
    udp: [161, 162],
    anyPort: [begins(0, '30......')],
    check(frame, at, end) {
      const version = berContent(frame, at, end);
      if (u8(frame, at, end) !== 0x30 || version < 0 || u16(frame, version, end) !== 0x0201) return NO;
      const number = u8(frame, version + 2, end);
      const next = u8(frame, version + 3, end);
      const isExact = berEnd(frame, at, end) === end;
      if (number === 3) return next === 0x30 && isExact ? FITS : NO;
      if (number > 1 || next !== 4) return NO;
      const pdu = u8(frame, berEnd(frame, version + 3, end), end);
      if (pdu < 0xa0 || pdu > 0xa8) return pdu < 0 ? FITS : NO;
      return isExact ? SURE : FITS;
    },
  },
  {
    // RFC 5905 §7.3; modes 6 and 7 are control messages (RFC 9327).
    protocol: 'ntp',
    udp: [123],
    check(frame, at, end) {
      const first = u8(frame, at, end);
      const version = (first >> 3) & 7;
      const mode = first & 7;
      if (version < 1 || version > 4 || mode === 0) return NO;
      return end - at >= (mode === 7 ? 8 : mode === 6 ? 12 : 48) ? FITS : NO;
    },
  },
  {
    // RFC 2865 §3, RFC 5176 §2.3.
    protocol: 'radius',
    udp: [1812, 1813, 1645, 1646, 3799],
    check(frame, at, end) {
      const code = u8(frame, at, end);
      const length = u16(frame, at + 2, end);
      const isCode = (code >= 1 && code <= 5) || (code >= 11 && code <= 13) || (code >= 40 && code <= 45);
      return isCode && length >= 20 && length <= 4096 && length <= end - at ? FITS : NO;
    },
  },
  {
    // RFC 4271 §4.1: sixteen bytes of ones.
    protocol: 'bgp',
    tcp: [179],
    anyPort: [begins(0, 'ffffffff')],
    check(frame, at, end) {
      const length = u16(frame, at + 16, end);
      const type = u8(frame, at + 18, end);
      const isMarker = u32(frame, at, end) === 0xffffffff && u32(frame, at + 12, end) === 0xffffffff;
      return isMarker && length >= 19 && length <= 4096 && type >= 1 && type <= 5 ? SURE : OPEN;
    },
  },
  {
    // RFC 2453 §4.
    protocol: 'rip',
    udp: [520],
    check(frame, at, end) {
      const command = u8(frame, at, end);
      const version = u8(frame, at + 1, end);
      return (command === 1 || command === 2) && (version === 1 || version === 2) ? FITS : NO;
    },
  },
  {
    // RFC 2281 §5.1.
    protocol: 'hsrp',
    udp: [1985, 2029],
    check: (frame, at, end) => (u8(frame, at, end) <= 4 && end - at >= 8 ? FITS : NO),
  },
  {
    protocol: 'dhcpv6',
    udp: [546, 547],
    check(frame, at, end) {
      const type = u8(frame, at, end);
      return type >= 1 && type <= 36 && end - at >= 4 ? FITS : NO;
    },
  },
  {
    // NetFlow 5 and 9, IPFIX (RFC 7011 §3.1).
    protocol: 'cflow',
    udp: [2055, 4739, 9995, 9996],
    anyPort: [begins(0, '0005....')],
    check(frame, at, end) {
      const version = u16(frame, at, end);
      const count = u16(frame, at + 2, end);
      if (version === 5 && count >= 1 && count <= 30 && end - at === 24 + 48 * count) return SURE;
      if (version === 10) return count === end - at ? FITS : NO;
      return (version === 9 || version === 1 || version === 7) && count >= 1 ? FITS : NO;
    },
  },
  {
    // sFlow version 5 §5: version, agent address type.
    protocol: 'sflow',
    udp: [6343],
    anyPort: [begins(0, '00000005')],
    check(frame, at, end) {
      const family = u32(frame, at + 4, end);
      return u32(frame, at, end) === 5 && (family === 1 || family === 2) ? SURE : NO;
    },
  },
  {
    // DMTF DSP0136: version 6, reserved, sequence, class.
    protocol: 'rmcp',
    udp: [623],
    check: (frame, at, end) => (u16(frame, at, end) === 0x0600 && end - at >= 4 ? FITS : NO),
  },
  {
    // RFC 2080 §2.1.
    protocol: 'ripng',
    udp: [521],
    check(frame, at, end) {
      const command = u8(frame, at, end);
      return (command === 1 || command === 2) && u8(frame, at + 1, end) === 1 ? FITS : NO;
    },
  },
  {
    // RFC 5036 §3.1: version 1, the length of what follows.
    protocol: 'ldp',
    udp: [646],
    tcp: [646],
    check: (frame, at, end) =>
      u16(frame, at, end) === 1 && u16(frame, at + 2, end) <= end - at - 4 && end - at >= 10 ? FITS : NO,
  },
  {
    // RFC 5880 §4.1: version 1, total length.
    protocol: 'bfd',
    udp: [3784, 3785, 4784, 6784],
    check: (frame, at, end) => (u8(frame, at, end) >> 5 === 1 && u8(frame, at + 3, end) >= 24 ? FITS : NO),
  },
  {
    // IEEE 1588 §13.3: version, message length.
    protocol: 'ptp',
    udp: [319, 320],
    check(frame, at, end) {
      const version = u8(frame, at + 1, end) & 15;
      return (version === 1 || version === 2) && end - at >= 34 ? FITS : NO;
    },
  },
  {
    // Service location, RFC 2608 §8: version, function, length.
    protocol: 'srvloc',
    udp: [427],
    tcp: [427],
    check(frame, at, end) {
      const version = u8(frame, at, end);
      const action = u8(frame, at + 1, end);
      return (version === 1 || version === 2) && action >= 1 && action <= 15 ? FITS : NO;
    },
  },
  {
    // MikroTik's neighbour discovery: header, sequence, elements of a small type; or a bare question.
    protocol: 'mndp',
    udp: [5678],
    check(frame, at, end) {
      if (end - at === 4) return FITS;
      const type = u16(frame, at + 4, end);
      return type >= 1 && type <= 32 ? FITS : NO;
    },
  },
  {
    // NAT-PMP (RFC 6886 §3) and PCP (RFC 6887 §7).
    protocol: 'portcontrol',
    udp: [5350, 5351],
    check: (frame, at, end) =>
      u8(frame, at, end) <= 2 && (u8(frame, at + 1, end) & 0x7f) <= 3 && end - at >= 2 ? FITS : NO,
  },
  {
    // RFC 5415 §4.1: version 0, a plain or a DTLS header.
    protocol: 'capwap',
    udp: [5246, 5247],
    check: (frame, at, end) => (u8(frame, at, end) <= 1 && end - at >= 8 ? FITS : NO),
  },
  {
    protocol: 'openflow',
    tcp: [6633, 6653],
    check(frame, at, end) {
      const version = u8(frame, at, end);
      const isHeader = version >= 1 && version <= 6 && u8(frame, at + 1, end) <= 35;
      return isHeader && u16(frame, at + 2, end) >= 8 ? FITS : NO;
    },
  },
  {
    // RFC 6733 §3: version 1, length in fours.
    protocol: 'diameter',
    tcp: [3868],
    check(frame, at, end) {
      const length = u32(frame, at, end) - 0x0100_0000;
      return length >= 20 && length < 0x10_0000 && length % 4 === 0 ? FITS : OPEN;
    },
  },
];
