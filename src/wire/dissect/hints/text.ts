import { http } from '../application/http.ts';
import { startsWith } from '../bytes.ts';
import { begins } from '../signature.ts';
import type { HintRule } from './rule.ts';
import { FITS, firstLineHas, isReplyLine, isTextual, NO, OPEN, SURE, u8 } from './rule.ts';

function startsWithAny(frame: DataView, at: number, end: number, words: readonly string[]): boolean {
  for (const word of words) {
    if (startsWith(frame, at, end, word)) return true;
  }
  return false;
}

/** Whether one of `methods`, a blank and one of `schemes` begin the payload: `INVITE sip:`. */
function isRequestFor(
  frame: DataView,
  at: number,
  end: number,
  methods: readonly string[],
  schemes: readonly string[],
): boolean {
  for (const method of methods) {
    if (startsWith(frame, at, end, method) && u8(frame, at + method.length, end) === 0x20) {
      return startsWithAny(frame, at + method.length + 1, end, schemes);
    }
  }
  return false;
}

const SIP_METHODS: readonly string[] = [
  'INVITE',
  'REGISTER',
  'OPTIONS',
  'ACK',
  'BYE',
  'CANCEL',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'INFO',
  'REFER',
  'MESSAGE',
  'UPDATE',
  'PRACK',
];
const SIP_SCHEMES: readonly string[] = ['sip:', 'sips:', 'tel:'];
const RTSP_METHODS: readonly string[] = [
  'OPTIONS',
  'DESCRIBE',
  'SETUP',
  'PLAY',
  'PAUSE',
  'TEARDOWN',
  'ANNOUNCE',
  'RECORD',
  'GET_PARAMETER',
  'SET_PARAMETER',
];
const RTSP_SCHEMES: readonly string[] = ['rtsp:', 'rtspu:', '*'];
const FTP_COMMANDS: readonly string[] = [
  'USER ',
  'PASS ',
  'AUTH ',
  'FEAT',
  'SYST',
  'QUIT',
  'PASV',
  'EPSV',
  'PORT ',
];
const SMTP_COMMANDS: readonly string[] = ['EHLO ', 'HELO ', 'MAIL FROM:', 'RCPT TO:'];
const POP_COMMANDS: readonly string[] = [
  'USER ',
  'PASS ',
  'APOP ',
  'CAPA',
  'AUTH',
  'STLS',
  'QUIT',
  'STAT',
  'LIST',
];
const IRC_COMMANDS: readonly string[] = ['NICK ', 'USER ', 'PASS ', 'CAP ', 'JOIN ', 'PING ', 'NOTICE '];
const MGCP_VERBS: readonly string[] = [
  'CRCX ',
  'MDCX ',
  'DLCX ',
  'RQNT ',
  'NTFY ',
  'AUEP ',
  'AUCX ',
  'RSIP ',
  'EPCF ',
];
const MONTHS: readonly string[] = [
  'Jan ',
  'Feb ',
  'Mar ',
  'Apr ',
  'May ',
  'Jun ',
  'Jul ',
  'Aug ',
  'Sep ',
  'Oct ',
  'Nov ',
  'Dec ',
];

/** `<pri>` of RFC 3164 and RFC 5424 §6.2.1, 0…191; the offset after it, or -1. */
function afterPriority(frame: DataView, at: number, end: number): number {
  if (u8(frame, at, end) !== 0x3c) return -1;
  let value = 0;
  for (let i = at + 1; i <= at + 4 && i < end; i++) {
    const byte = frame.getUint8(i);
    if (byte === 0x3e) return i > at + 1 && value <= 191 ? i + 1 : -1;
    if (byte < 0x30 || byte > 0x39) return -1;
    value = value * 10 + byte - 0x30;
  }
  return -1;
}

/** Protocols whose first bytes are words. */
export const TEXT_HINTS: readonly HintRule[] = [
  {
    // RFC 4253 §4.2. Once encrypted its bytes say nothing.
    protocol: 'ssh',
    tcp: [22],
    anyPort: 'text',
    check: (frame, at, end) => (startsWith(frame, at, end, 'SSH-') ? SURE : OPEN),
  },
  {
    // UPnP Device Architecture 1.1 §1.
    protocol: 'ssdp',
    udp: [1900],
    anyPort: 'text',
    check(frame, at, end) {
      if (
        startsWith(frame, at, end, 'M-SEARCH * HTTP/1.') ||
        startsWith(frame, at, end, 'NOTIFY * HTTP/1.')
      ) {
        return SURE;
      }
      return startsWith(frame, at, end, 'HTTP/1.1 200') ? FITS : NO;
    },
  },
  {
    protocol: 'sip',
    udp: [5060],
    tcp: [5060],
    anyPort: 'text',
    check(frame, at, end) {
      if (startsWith(frame, at, end, 'SIP/2.0 ')) return SURE;
      if (isRequestFor(frame, at, end, SIP_METHODS, SIP_SCHEMES)) return SURE;
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    protocol: 'rtsp',
    tcp: [554, 8554],
    anyPort: 'text',
    check(frame, at, end) {
      if (startsWith(frame, at, end, 'RTSP/1.0 ') || startsWith(frame, at, end, 'RTSP/2.0 ')) return SURE;
      if (!isRequestFor(frame, at, end, RTSP_METHODS, RTSP_SCHEMES)) return OPEN;
      return firstLineHas(frame, at, end, 'RTSP') ? SURE : OPEN;
    },
  },
  {
    protocol: 'http2',
    tcp: [],
    anyPort: 'text',
    check: (frame, at, end) => (startsWith(frame, at, end, 'PRI * HTTP/2.0') ? SURE : NO),
  },
  {
    protocol: 'http',
    tcp: [80, 8000, 8008, 8080, 8081, 3128, 591, 5357, 5985],
    anyPort: 'text',
    check: (frame, at, end) => (http.detect(frame, at, end) ? SURE : isTextual(frame, at, end) ? OPEN : NO),
  },
  {
    // RFC 5321. A greeting is a reply line as FTP's: the word or the port tells them apart.
    protocol: 'smtp',
    tcp: [25, 587, 2525],
    anyPort: 'text',
    check(frame, at, end) {
      if (startsWithAny(frame, at, end, SMTP_COMMANDS)) return SURE;
      if (isReplyLine(frame, at, end)) {
        return startsWith(frame, at, end, '220') && firstLineHas(frame, at, end, 'SMTP') ? SURE : FITS;
      }
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    protocol: 'ftp',
    tcp: [21],
    anyPort: 'text',
    check(frame, at, end) {
      if (isReplyLine(frame, at, end)) {
        return startsWith(frame, at, end, '220') && firstLineHas(frame, at, end, 'FTP') ? SURE : FITS;
      }
      if (startsWithAny(frame, at, end, FTP_COMMANDS)) return FITS;
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    protocol: 'imap',
    tcp: [143],
    anyPort: 'text',
    check(frame, at, end) {
      if (startsWithAny(frame, at, end, ['* OK ', '* PREAUTH ', '* BYE '])) return SURE;
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    protocol: 'pop',
    tcp: [110],
    anyPort: 'text',
    check(frame, at, end) {
      if (startsWith(frame, at, end, '+OK ') && firstLineHas(frame, at, end, 'POP')) return SURE;
      if (startsWith(frame, at, end, '+OK') || startsWith(frame, at, end, '-ERR')) return FITS;
      if (startsWithAny(frame, at, end, POP_COMMANDS)) return FITS;
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    // RFC 854: IAC and a command.
    protocol: 'telnet',
    tcp: [23],
    check(frame, at, end) {
      if (u8(frame, at, end) === 0xff) return u8(frame, at + 1, end) >= 0xf0 ? FITS : NO;
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    protocol: 'syslog',
    udp: [514],
    tcp: [601],
    anyPort: 'text',
    check(frame, at, end) {
      const after = afterPriority(frame, at, end);
      // Some senders leave the priority out.
      if (after < 0) return isTextual(frame, at, end) ? OPEN : NO;
      if (startsWith(frame, after, end, '1 ') || startsWithAny(frame, after, end, MONTHS)) return SURE;
      return FITS;
    },
  },
  {
    // RFC 6143 §7.1.1.
    protocol: 'vnc',
    tcp: [5900, 5901],
    anyPort: 'text',
    check: (frame, at, end) => (startsWith(frame, at, end, 'RFB 00') ? SURE : OPEN),
  },
  {
    protocol: 'amqp',
    tcp: [5672],
    anyPort: 'text',
    check: (frame, at, end) =>
      startsWith(frame, at, end, 'AMQP') && u8(frame, at + 4, end) <= 3 ? SURE : OPEN,
  },
  {
    protocol: 'xmpp',
    tcp: [5222, 5269],
    anyPort: 'text',
    check(frame, at, end) {
      if (startsWith(frame, at, end, '<stream:stream')) return SURE;
      return u8(frame, at, end) === 0x3c ? FITS : NO;
    },
  },
  {
    protocol: 'resp',
    tcp: [6379],
    check(frame, at, end) {
      const first = u8(frame, at, end);
      const isType = first === 0x2a || first === 0x2b || first === 0x2d || first === 0x3a || first === 0x24;
      return isType ? FITS : OPEN;
    },
  },
  {
    protocol: 'bittorrent',
    tcp: [],
    anyPort: [begins(0, '13426974')],
    check: (frame, at, end) => (startsWith(frame, at, end, '\x13BitTorrent protocol') ? SURE : NO),
  },
  {
    protocol: 'bt-dht',
    udp: [],
    anyPort: 'text',
    check: (frame, at, end) =>
      startsWithAny(frame, at, end, ['d1:ad2:id20:', 'd1:rd2:id20:', 'd2:ip6:']) ? SURE : NO,
  },
  {
    protocol: 'rsync',
    tcp: [873],
    anyPort: 'text',
    check: (frame, at, end) => (startsWith(frame, at, end, '@RSYNCD: ') ? SURE : OPEN),
  },
  {
    // RFC 1459 §4.1.
    protocol: 'irc',
    tcp: [6667, 194],
    check(frame, at, end) {
      if (u8(frame, at, end) === 0x3a || startsWithAny(frame, at, end, IRC_COMMANDS)) return FITS;
      return isTextual(frame, at, end) ? OPEN : NO;
    },
  },
  {
    // RFC 3435 §3.2.
    protocol: 'mgcp',
    udp: [2427, 2727],
    check: (frame, at, end) =>
      isReplyLine(frame, at, end) || startsWithAny(frame, at, end, MGCP_VERBS) ? FITS : NO,
  },
  {
    protocol: 'nntp',
    tcp: [119],
    check: (frame, at, end) => (isReplyLine(frame, at, end) ? FITS : isTextual(frame, at, end) ? OPEN : NO),
  },
];
