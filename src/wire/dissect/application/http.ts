import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { NEED_MORE } from '../dissector.ts';
import { printable } from '../text.ts';

/** RFC 9112 §3. */
export interface HttpRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Request target as sent; `null` when the request line is cut. */
  readonly target: string | null;
  /** `1.1`; `null` when the request line is cut. */
  readonly version: string | null;
  readonly host: string | null;
  readonly userAgent: string | null;
  /** Whether the header block was read to its empty line. */
  readonly complete: boolean;
}

/** RFC 9112 §4. */
export interface HttpResponse {
  readonly kind: 'response';
  readonly version: string;
  readonly status: number;
  readonly server: string | null;
  readonly complete: boolean;
}

export type HttpMessage = HttpRequest | HttpResponse;

/** RFC 9110 §9, RFC 5789, WebDAV RFC 4918, 3253, 3648, 3744, 4791, 5323; UPnP eventing over TCP. */
const METHODS: readonly string[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'VERSION-CONTROL',
  'CHECKOUT',
  'CHECKIN',
  'UNCHECKOUT',
  'MKWORKSPACE',
  'UPDATE',
  'LABEL',
  'MERGE',
  'BASELINE-CONTROL',
  'MKACTIVITY',
  'ORDERPATCH',
  'ACL',
  'REPORT',
  'MKCALENDAR',
  'SEARCH',
  'BIND',
  'UNBIND',
  'REBIND',
  'BCOPY',
  'BDELETE',
  'BMOVE',
  'BPROPFIND',
  'BPROPPATCH',
  'POLL',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'NOTIFY',
  'PURGE',
  'CCM_POST',
  'RPC_IN_DATA',
  'RPC_OUT_DATA',
];

/** A header block longer than this is read up to here. */
const MAX_HEADER_BLOCK = 8192;
const STATUS_LINE = 'HTTP/';
const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;

function byteAt(frame: DataView, at: number, end: number): number {
  return at < end ? frame.getUint8(at) : -1;
}

function methodAt(frame: DataView, at: number, end: number): string | null {
  // Most payloads that get here are no text: their first byte tells.
  const first = byteAt(frame, at, end);
  if (first < 0x41 || first > 0x5a) return null;
  for (const method of METHODS) {
    if (byteAt(frame, at + method.length, end) === SPACE && startsWith(frame, at, end, method)) return method;
  }
  return null;
}

/** `HTTP/1.1 200`: RFC 9112 §4, seen as far as the status code. */
function isStatusLine(frame: DataView, at: number, end: number): boolean {
  if (!startsWith(frame, at, end, STATUS_LINE) || end - at < 12) return false;
  return /^HTTP\/\d\.\d [1-9]\d\d$/.test(printable(frame, at, at + 12));
}

/** Offset of the next LF, or -1. */
function lineFeed(frame: DataView, at: number, end: number): number {
  for (let i = at; i < end; i++) {
    if (frame.getUint8(i) === LF) return i;
  }
  return -1;
}

/** The text of a line, its CR and surrounding blanks left out. */
function lineText(frame: DataView, at: number, lf: number): string {
  let from = at;
  let until = lf > at && frame.getUint8(lf - 1) === CR ? lf - 1 : lf;
  while (from < until && isBlank(frame.getUint8(from))) from++;
  while (until > from && isBlank(frame.getUint8(until - 1))) until--;
  return printable(frame, from, until);
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** Whether the field name at `at` is `name` (lower case), in any case, followed by a colon. */
function isField(frame: DataView, at: number, end: number, name: string): boolean {
  if (byteAt(frame, at + name.length, end) !== 0x3a) return false;
  for (let i = 0; i < name.length; i++) {
    const byte = frame.getUint8(at + i);
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
    if (lower !== name.charCodeAt(i)) return false;
  }
  return true;
}

interface Fields {
  host: string | null;
  userAgent: string | null;
  server: string | null;
  /** The empty line was reached. */
  complete: boolean;
}

/** The fields wanted, of the whole lines in `[at, end)`; the first of a name counts. */
function readFields(frame: DataView, at: number, end: number): Fields {
  const fields: Fields = { host: null, userAgent: null, server: null, complete: false };
  let next = at;
  while (next < end) {
    const lf = lineFeed(frame, next, end);
    if (lf < 0) break;
    if (lf === next || (lf === next + 1 && frame.getUint8(next) === CR)) {
      fields.complete = true;
      break;
    }
    if (isField(frame, next, lf, 'host')) fields.host ??= lineText(frame, next + 5, lf);
    else if (isField(frame, next, lf, 'user-agent')) fields.userAgent ??= lineText(frame, next + 11, lf);
    else if (isField(frame, next, lf, 'server')) fields.server ??= lineText(frame, next + 7, lf);
    next = lf + 1;
  }
  return fields;
}

/** The parts of `target HTTP/1.1`, or `null` when the line is no request line. SSDP's `*` lines are refused. */
function requestLine(method: string, rest: string): { target: string; version: string } | null {
  const match = /^(\S.*?) +HTTP\/(\d\.\d)$/.exec(rest);
  if (match === null) return null;
  if (method === 'NOTIFY' && match[1] === '*') return null;
  return { target: match[1], version: match[2] };
}

/** What could be read, `complete` telling whether the header block ended. `null`: not HTTP/1. */
function readPartial(frame: DataView, at: number, end: number): HttpMessage | null {
  const limit = Math.min(end, at + MAX_HEADER_BLOCK);
  if (isStatusLine(frame, at, limit)) {
    const lf = lineFeed(frame, at, limit);
    const fields = readFields(frame, lf < 0 ? limit : lf + 1, limit);
    return {
      kind: 'response',
      version: printable(frame, at + 5, at + 8),
      status: Number(printable(frame, at + 9, at + 12)),
      server: fields.server,
      complete: fields.complete,
    };
  }
  const method = methodAt(frame, at, limit);
  if (method === null) return null;
  const lf = lineFeed(frame, at, limit);
  const afterMethod = at + method.length + 1;
  if (lf < 0) {
    if (!isText(frame, afterMethod, limit)) return null;
    const cut = { target: null, version: null, host: null, userAgent: null, complete: false };
    return { kind: 'request', method, ...cut };
  }
  const line = requestLine(method, lineText(frame, afterMethod, lf));
  if (line === null) return null;
  const fields = readFields(frame, lf + 1, limit);
  return {
    kind: 'request',
    method,
    ...line,
    host: fields.host,
    userAgent: fields.userAgent,
    complete: fields.complete,
  };
}

/** No control characters in the range: a request line may be anything else in practice. */
function isText(frame: DataView, at: number, end: number): boolean {
  for (let i = at; i < end; i++) {
    const byte = frame.getUint8(i);
    if (byte < SPACE && byte !== CR) return false;
  }
  return true;
}

/** Fewer bytes than decide: a method, its space and `HTTP/1.1 200` in short segments. */
function couldBegin(frame: DataView, at: number, end: number): boolean {
  if (end <= at || end - at > 16) return false;
  const text = printable(frame, at, end);
  if (text.length !== end - at) return false;
  if (text.startsWith(STATUS_LINE)) return end - at < 12 && /^HTTP\/(\d(\.(\d( (\d\d?)?)?)?)?)?$/.test(text);
  return STATUS_LINE.startsWith(text) || METHODS.some((method) => `${method} `.startsWith(text));
}

/**
 * HTTP/1.x over TCP: the first message either side sends. SSDP (HTTP over UDP) and HTTP/2 are not read here.
 * `readPartial` reads a header block whose rest will never come (snap length, lost segment).
 */
export const http: Dissector<'http', HttpMessage> & {
  readPartial(frame: DataView, at: number, end: number): HttpMessage | null;
} = {
  protocol: 'http',
  over: { tcp: [80, 591, 631, 3128, 5357, 5985, 8000, 8008, 8080, 8081, 8088, 8888] },
  begins: 'text',

  detect(frame, at, end) {
    if (isStatusLine(frame, at, end)) return true;
    const method = methodAt(frame, at, end);
    if (method === null) return false;
    const first = byteAt(frame, at + method.length + 1, end);
    return first > SPACE && first < 0x7f;
  },

  read(frame, at, end) {
    const message = readPartial(frame, at, end);
    if (message === null) return couldBegin(frame, at, end) ? NEED_MORE : null;
    if (message.complete || end - at >= MAX_HEADER_BLOCK) return message;
    const seen = message.kind === 'request' ? message.host : message.server;
    return seen === null ? NEED_MORE : message;
  },

  readPartial,
};
