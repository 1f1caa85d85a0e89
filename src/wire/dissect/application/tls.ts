import type { Dissector } from '../dissector.ts';
import { NEED_MORE } from '../dissector.ts';
import { begins } from '../signature.ts';
import { printable } from '../text.ts';

/** What a client offers. TLS 1.3 RFC 8446 §4.1.2, earlier RFC 5246 §7.4.1.2. */
export interface TlsClientHello {
  readonly kind: 'client-hello';
  /** The highest version offered: supported_versions (RFC 8446 §4.2.1) when there, else the hello's own. */
  readonly version: number;
  /** Versions of the supported_versions extension, in order, GREASE (RFC 8701) left out. */
  readonly versions: readonly number[];
  /** Cipher suites in order, GREASE left out. Three-byte codes in an SSLv2-style hello. */
  readonly ciphers: readonly number[];
  /** host_name of the server_name extension (RFC 6066 §3), as sent. */
  readonly serverName: string | null;
  /** RFC 7301, in order, GREASE left out. */
  readonly alpn: readonly string[];
  /** RFC 5246 appendix E.2: an SSLv2 record with a hello for later versions. */
  readonly sslv2: boolean;
  /** Whether the hello was read to its end. */
  readonly complete: boolean;
}

/** What a server chose (RFC 8446 §4.1.3). */
export interface TlsServerHello {
  readonly kind: 'server-hello';
  readonly version: number;
  readonly cipher: number;
  /** ALPN in a ServerHello exists up to TLS 1.2 only. */
  readonly alpn: readonly string[];
  readonly complete: boolean;
}

export type TlsMessage = TlsClientHello | TlsServerHello;

const RECORD_HEADER = 5;
const HANDSHAKE_RECORD = 22;
/** RFC 8446 §5.1 allows 2^14, RFC 5246 §6.2.3 2^14 + 2048 when protected. */
const MAX_RECORD = 16384 + 2048;
const HANDSHAKE_HEADER = 4;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
/** A hello's fixed fields and vectors cannot be longer: 2^16 of ciphers, 2^16 of extensions, little else. */
const MAX_HELLO = 0x2_0200;
const EXTENSION_SERVER_NAME = 0;
const EXTENSION_ALPN = 16;
const EXTENSION_SUPPORTED_VERSIONS = 43;

/** SSL 3.0 to TLS 1.3; 0x7fxx are the drafts of TLS 1.3. */
function isVersion(version: number): boolean {
  return (version >= 0x0300 && version <= 0x0304) || version >>> 8 === 0x7f;
}

/** RFC 8701: 0x0a0a, 0x1a1a, … 0xfafa. */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >>> 8 === (value & 255);
}

function isRecordStart(frame: DataView, at: number, end: number): boolean {
  if (end - at < RECORD_HEADER + 1) return false;
  const length = frame.getUint16(at + 3);
  const type = frame.getUint8(at + RECORD_HEADER);
  return (
    frame.getUint8(at) === HANDSHAKE_RECORD &&
    isVersion(frame.getUint16(at + 1)) &&
    length > 0 &&
    length <= MAX_RECORD &&
    (type === CLIENT_HELLO || type === SERVER_HELLO)
  );
}

/** RFC 5246 appendix E.2: two-byte record header with the high bit, then a V2 CLIENT-HELLO. */
function isSslv2Start(frame: DataView, at: number, end: number): boolean {
  if (end - at < 11) return false;
  const length = frame.getUint16(at) & 0x7fff;
  const version = frame.getUint16(at + 3);
  const ciphers = frame.getUint16(at + 5);
  const session = frame.getUint16(at + 7);
  const challenge = frame.getUint16(at + 9);
  return (
    frame.getUint8(at) >= 0x80 &&
    frame.getUint8(at + 2) === CLIENT_HELLO &&
    (version === 2 || (version >= 0x0300 && version <= 0x0303)) &&
    ciphers > 0 &&
    ciphers % 3 === 0 &&
    (session === 0 || session === 16) &&
    challenge >= 16 &&
    challenge <= 32 &&
    length === 9 + ciphers + session + challenge
  );
}

/** The bytes of the first handshake message found so far, and whether more are to come. */
interface Gathered {
  readonly bytes: DataView;
  readonly complete: boolean;
}

/**
 * Puts the first handshake message together from the records it is spread over (RFC 8446 §5.1).
 * `null` when a record in between is none of the handshake.
 */
function gather(frame: DataView, at: number, end: number): Gathered | null {
  const whole = inOneRecord(frame, at, end);
  if (whole !== null) return whole;
  const all = new Uint8Array(end - at);
  const bytes = new DataView(all.buffer);
  let have = 0;
  let wanted = HANDSHAKE_HEADER;
  let next = at;
  while (have < wanted && next + RECORD_HEADER <= end) {
    const length = frame.getUint16(next + 3);
    if (frame.getUint8(next) !== HANDSHAKE_RECORD || !isVersion(frame.getUint16(next + 1))) return null;
    if (length === 0 || length > MAX_RECORD) return null;
    const from = next + RECORD_HEADER;
    const until = Math.min(end, from + length);
    all.set(new Uint8Array(frame.buffer, frame.byteOffset + from, until - from), have);
    have += until - from;
    if (have >= HANDSHAKE_HEADER) wanted = HANDSHAKE_HEADER + (bytes.getUint32(0) & 0xff_ffff);
    if (wanted > MAX_HELLO) return null;
    next = from + length;
  }
  return { bytes: new DataView(all.buffer, 0, Math.min(have, wanted)), complete: have >= wanted };
}

/** The ordinary case, read where it lies: all of the message stands in the first record. */
function inOneRecord(frame: DataView, at: number, end: number): Gathered | null {
  const from = at + RECORD_HEADER;
  const recordEnd = from + frame.getUint16(at + 3);
  if (recordEnd > end || recordEnd - from < HANDSHAKE_HEADER) return null;
  const length = HANDSHAKE_HEADER + (frame.getUint32(from) & 0xff_ffff);
  if (from + length > recordEnd) return null;
  return { bytes: new DataView(frame.buffer, frame.byteOffset + from, length), complete: true };
}

interface Extensions {
  serverName: string | null;
  alpn: string[];
  hasAlpn: boolean;
  versions: number[];
}

/** A vector of 16-bit numbers, GREASE left out, as far as it is inside `end`. */
function numbers(bytes: DataView, at: number, end: number): number[] {
  const list: number[] = [];
  for (let i = at; i + 2 <= end; i += 2) {
    const value = bytes.getUint16(i);
    if (!isGrease(value)) list.push(value);
  }
  return list;
}

/** RFC 6066 §3: the first host_name of the list. */
function readServerName(bytes: DataView, at: number, end: number): string | null {
  let next = at + 2;
  while (next + 3 <= end) {
    const length = bytes.getUint16(next + 1);
    if (next + 3 + length > end) return null;
    if (bytes.getUint8(next) === 0 && length > 0) return printable(bytes, next + 3, next + 3 + length);
    next += 3 + length;
  }
  return null;
}

/** RFC 7301 §3.1. */
function readAlpn(bytes: DataView, at: number, end: number): string[] {
  const list: string[] = [];
  let next = at + 2;
  while (next < end) {
    const length = bytes.getUint8(next);
    if (length === 0 || next + 1 + length > end) break;
    const grease = length === 2 && isGrease(bytes.getUint16(next + 1));
    if (!grease) list.push(printable(bytes, next + 1, next + 1 + length));
    next += 1 + length;
  }
  return list;
}

/** Reads the whole extensions between `at` and `end`; one that is cut ends the list. */
function readExtensions(bytes: DataView, at: number, end: number, fromServer: boolean): Extensions {
  const found: Extensions = { serverName: null, alpn: [], hasAlpn: false, versions: [] };
  let next = at;
  while (next + 4 <= end) {
    const type = bytes.getUint16(next);
    const from = next + 4;
    const until = from + bytes.getUint16(next + 2);
    if (until > end) break;
    if (type === EXTENSION_SERVER_NAME) {
      found.serverName ??= readServerName(bytes, from, until);
    } else if (type === EXTENSION_ALPN) {
      found.hasAlpn = true;
      found.alpn = readAlpn(bytes, from, until);
    } else if (type === EXTENSION_SUPPORTED_VERSIONS) {
      // A server sends one version, a client a list after a length byte (RFC 8446 §4.2.1).
      found.versions = numbers(bytes, fromServer ? from : from + 1, until);
    }
    next = until;
  }
  return found;
}

/** The client's hello; `null` when lengths inside it contradict each other. */
function readClientHello(bytes: DataView, complete: boolean): TlsClientHello | null {
  const end = bytes.byteLength;
  const hello = {
    kind: 'client-hello' as const,
    version: end >= 6 ? bytes.getUint16(4) : 0,
    versions: [] as number[],
    ciphers: [] as number[],
    serverName: null as string | null,
    alpn: [] as string[],
    sslv2: false,
    complete,
  };
  if (end >= 6 && !isVersion(hello.version)) return null;
  // Version 2 bytes, random 32, then the session id.
  const session = HANDSHAKE_HEADER + 34;
  if (end < session + 1) return complete ? null : hello;
  if (bytes.getUint8(session) > 32) return null;
  const suites = session + 1 + bytes.getUint8(session);
  if (end < suites + 2) return complete ? null : hello;
  const suitesLength = bytes.getUint16(suites);
  if (suitesLength === 0 || suitesLength % 2 === 1) return null;
  hello.ciphers = numbers(bytes, suites + 2, Math.min(end, suites + 2 + suitesLength));
  const compression = suites + 2 + suitesLength;
  if (end < compression + 1) return complete ? null : hello;
  const extensions = compression + 1 + bytes.getUint8(compression);
  // Before RFC 3546 a hello ended here.
  if (end < extensions + 2) return hello;
  const until = extensions + 2 + bytes.getUint16(extensions);
  if (complete && until > end) return null;
  const found = readExtensions(bytes, extensions + 2, Math.min(end, until), false);
  hello.serverName = found.serverName;
  hello.alpn = found.alpn;
  hello.versions = found.versions;
  hello.version = found.versions.reduce((highest, version) => Math.max(highest, version), hello.version);
  return hello;
}

function readServerHello(bytes: DataView, complete: boolean): TlsServerHello | null {
  const end = bytes.byteLength;
  const session = HANDSHAKE_HEADER + 34;
  const hello = {
    kind: 'server-hello' as const,
    version: end >= 6 ? bytes.getUint16(4) : 0,
    cipher: 0,
    alpn: [] as string[],
    complete,
  };
  if (end >= 6 && !isVersion(hello.version)) return null;
  // The drafts of TLS 1.3 up to 21 had no session id here: what follows is not read for them.
  if (hello.version >>> 8 === 0x7f) {
    if (end >= session + 2) hello.cipher = bytes.getUint16(session);
    return hello;
  }
  if (end < session + 1) return complete ? null : hello;
  if (bytes.getUint8(session) > 32) return null;
  const suite = session + 1 + bytes.getUint8(session);
  if (end < suite + 2) return complete ? null : hello;
  hello.cipher = bytes.getUint16(suite);
  const extensions = suite + 3;
  if (end < extensions + 2) return hello;
  const until = Math.min(end, extensions + 2 + bytes.getUint16(extensions));
  const found = readExtensions(bytes, extensions + 2, until, true);
  hello.alpn = found.alpn;
  hello.version = found.versions[0] ?? hello.version;
  return hello;
}

function readSslv2(frame: DataView, at: number, end: number): TlsClientHello {
  const from = at + 11;
  const until = from + frame.getUint16(at + 5);
  const ciphers: number[] = [];
  for (let i = from; i + 3 <= Math.min(end, until); i += 3) {
    ciphers.push((frame.getUint8(i) << 16) | frame.getUint16(i + 1));
  }
  const complete = at + 2 + (frame.getUint16(at) & 0x7fff) <= end;
  const version = frame.getUint16(at + 3);
  return {
    kind: 'client-hello',
    version,
    versions: [],
    ciphers,
    serverName: null,
    alpn: [],
    sslv2: true,
    complete,
  };
}

/** What could be read, `complete` telling whether that is all. `null`: no hello. */
function readPartial(frame: DataView, at: number, end: number): TlsMessage | null {
  if (isSslv2Start(frame, at, end)) return readSslv2(frame, at, end);
  if (!isRecordStart(frame, at, end)) return null;
  const gathered = gather(frame, at, end);
  if (gathered === null) return null;
  const type = frame.getUint8(at + RECORD_HEADER);
  return type === CLIENT_HELLO
    ? readClientHello(gathered.bytes, gathered.complete)
    : readServerHello(gathered.bytes, gathered.complete);
}

/**
 * TLS handshakes over TCP: the hello either side begins with. Not DTLS, not QUIC.
 * `readPartial` reads a hello whose rest will never come (snap length, lost segment).
 */
export const tls: Dissector<'tls', TlsMessage> & {
  readPartial(frame: DataView, at: number, end: number): TlsMessage | null;
} = {
  protocol: 'tls',
  over: { tcp: [443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 3269, 5061, 8443, 8883] },
  begins: [begins(0, '1603....'), begins(0, '167f....'), begins(2, '010002..'), begins(2, '01030...')],

  detect(frame, at, end) {
    return isRecordStart(frame, at, end) || isSslv2Start(frame, at, end);
  },

  read(frame, at, end) {
    if (end - at < RECORD_HEADER + 1) {
      // Fewer bytes than a record header: a client may send them alone, and they must not contradict.
      return end > at && frame.getUint8(at) === HANDSHAKE_RECORD ? NEED_MORE : null;
    }
    const message = readPartial(frame, at, end);
    if (message === null || message.complete) return message;
    if (message.kind === 'client-hello' && message.serverName !== null && message.alpn.length > 0)
      return message;
    return NEED_MORE;
  },

  readPartial,
};
