import { expect, test } from 'vitest';
import { dissect, expectRefusesNoise, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { concat } from '../../build/index.ts';
import { NEED_MORE } from '../dissector.ts';
import { http } from './http.ts';

const REQUEST =
  'GET /menu?day=2 HTTP/1.1\r\nHost: shop.example:8080\r\nUSER-AGENT:\t Agent/1.0 (test) \r\nAccept: */*\r\n\r\n';
const RESPONSE = 'HTTP/1.1 404 Not Found\r\nDate: today\r\nServer: exampled/2.4\r\nContent-Length: 0\r\n\r\n';

const read = (text: string) => {
  const bytes = concat(text);
  return http.read(viewOf(bytes), 0, bytes.length);
};

test('reads the request line, host and user agent', () => {
  expect(dissect(http, REQUEST)).toEqual({
    kind: 'request',
    method: 'GET',
    target: '/menu?day=2',
    version: '1.1',
    host: 'shop.example:8080',
    userAgent: 'Agent/1.0 (test)',
    complete: true,
  });
});

test('reads the status and server of a response', () => {
  expect(dissect(http, RESPONSE)).toEqual({
    kind: 'response',
    version: '1.1',
    status: 404,
    server: 'exampled/2.4',
    complete: true,
  });
});

test('asks for more until a host was seen or the header block ends', () => {
  const hostEnd = REQUEST.indexOf('\r\nUSER') + 2;
  for (let length = 1; length < hostEnd; length++) expect(read(REQUEST.slice(0, length))).toBe(NEED_MORE);
  expect(read(REQUEST.slice(0, hostEnd))).toMatchObject({ host: 'shop.example:8080', complete: false });
  expect(read('GET / HTTP/1.0\r\nAccept: */*\r\n')).toBe(NEED_MORE);
  expect(read('GET / HTTP/1.0\r\nAccept: */*\r\n\r\n')).toMatchObject({ host: null, complete: true });
});

test('gives what there is of a header block whose rest was cut off', () => {
  const cut = viewOf('POST /a HTTP/1.1\r\nUser-Agent: Agent/1.0\r\nHost: shop.exa');
  expect(http.readPartial(cut, 0, cut.byteLength)).toMatchObject({
    target: '/a',
    host: null,
    userAgent: 'Agent/1.0',
    complete: false,
  });
});

test('reads no header block further than 8 KiB', () => {
  const long = `GET / HTTP/1.1\r\nCookie: ${'a'.repeat(9000)}\r\nHost: late.example\r\n\r\n`;
  expect(read(long.slice(0, 8191))).toBe(NEED_MORE);
  expect(read(long)).toMatchObject({ host: null, complete: false });
});

test('knows WebDAV and UPnP eventing, and leaves SSDP, SIP and RTSP to others', () => {
  expect(read('PROPFIND /dav HTTP/1.1\r\nHost: files.example\r\n\r\n')).toMatchObject({ method: 'PROPFIND' });
  expect(read('NOTIFY /event HTTP/1.1\r\nHost: tv.example\r\n\r\n')).toMatchObject({ method: 'NOTIFY' });
  expect(read('NOTIFY * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\n\r\n')).toBeNull();
  expect(read('M-SEARCH * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\n\r\n')).toBeNull();
  expect(read('OPTIONS sip:desk@voice.example SIP/2.0\r\n\r\n')).toBeNull();
  expect(read('OPTIONS rtsp://camera.example/1 RTSP/1.0\r\n\r\n')).toBeNull();
  expect(read('RTSP/1.0 200 OK\r\n\r\n')).toBeNull();
});

test('keeps control characters out of what it gives', () => {
  expect(read('GET / HTTP/1.1\r\nHost: a\x1b[2J\x00b\r\n\r\n')).toMatchObject({ host: 'a\\x1b[2J\\x00b' });
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(http, [concat(REQUEST), concat(RESPONSE)]);
  expectRefusesNoise(http);
});
