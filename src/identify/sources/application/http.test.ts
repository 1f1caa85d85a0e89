import { expect, test } from 'vitest';
import { context, learn } from '../../../../test/fixtures/sightings.ts';
import type { HttpMessage } from '../../../wire/dissect/application/http.ts';
import { http } from './http.ts';

const request = (userAgent: string | null): HttpMessage => ({
  kind: 'request',
  method: 'GET',
  target: '/',
  version: '1.1',
  host: 'shop.example',
  userAgent,
  complete: true,
});
const response = (server: string | null): HttpMessage => ({
  kind: 'response',
  version: '1.1',
  status: 200,
  server,
  complete: true,
});
const lines = (message: HttpMessage, srcIp: string | null = '192.168.7.20') =>
  learn(http, message, context({ srcIp })).lines;

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Example/1.0', 'Windows 10 or later'],
  ['Mozilla/5.0 (Windows NT 6.1; rv:1.0) Example/1.0', 'Windows 7'],
  ['Microsoft-CryptoAPI/10.0', 'Windows 10 or later'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Example/1.0', 'iOS 17'],
  ['Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X) Example/1.0', 'iPadOS 16'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Example/1.0', 'macOS'],
  ['Mozilla/5.0 (Linux; Android 13; Example) Example/1.0', 'Android 13'],
  ['Mozilla/5.0 (Linux; Android 10; K) Example/1.0', 'Android'],
  ['Mozilla/5.0 (X11; CrOS x86_64 1.0) Example/1.0', 'ChromeOS'],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64) Example/1.0', 'Ubuntu'],
  ['Mozilla/5.0 (X11; Linux x86_64) Example/1.0', 'Linux'],
  ['Debian APT-HTTP/1.3 (2.6.1)', 'Linux (Debian family)'],
])('%s is %s', (userAgent, os) => {
  expect(lines(request(userAgent))).toEqual([`192.168.7.20 userAgent=${userAgent}`, `192.168.7.20 os=${os}`]);
});

test('does not guess from agents that name no system', () => {
  expect(lines(request('example-agent/1.0'))).toEqual(['192.168.7.20 userAgent=example-agent/1.0']);
  expect(lines(request(null))).toEqual([]);
});

test('cuts a value that a stranger made long', () => {
  expect(learn(http, request('a'.repeat(4000)), context()).sightings[0].value).toHaveLength(512);
});

test('a server of the site names its program, one of the Internet is nobody here', () => {
  expect(lines(response('exampled/2.4'))).toEqual(['192.168.7.20 description=exampled/2.4']);
  expect(lines(response('exampled/2.4'), '203.0.113.9')).toEqual([]);
  expect(lines(response(null))).toEqual([]);
  expect(lines(response('exampled/2.4'), null)).toEqual([]);
});
