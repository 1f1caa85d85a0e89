import { describe, expect, test } from 'vitest';
import { dissect, expectRefusesNoise, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { parseIp } from '../../../base/ip.ts';
import { type Bytes, concat, ip, u16, u32 } from '../../build/index.ts';
import { dns, llmnr, mdns } from './dns.ts';

const header = (flags: number, ...counts: number[]) => concat(u16(0x1234), u16(flags), ...counts.map(u16));
const record = (name: Bytes, type: number, dnsClass: number, data: Bytes) =>
  concat(name, u16(type), u16(dnsClass), u32(120), u16(concat(data).length), data);

/** `host.example`: 14 bytes. */
const NAME = '\x04host\x07example\x00';
/** A pointer to the first question. */
const FIRST = [0xc0, 0x0c];

const QUERY = concat(header(0x0100, 1, 0, 0, 0), NAME, u16(1), u16(1));
const ANSWER = concat(
  header(0x8580, 1, 3, 1, 1),
  concat(NAME, u16(1), u16(1)),
  record(FIRST, 5, 1, concat('\x01a', FIRST)),
  record(concat('\x01a', FIRST), 1, 1, ip('192.0.2.10')),
  record(concat('\x01a', FIRST), 28, 1, ip('2001:db8::10')),
  record(FIRST, 2, 1, concat('\x02ns', FIRST)),
  record([0], 41, 1232, []),
);
const MDNS = concat(
  header(0x8400, 0, 4, 0, 2),
  record('\x04_ipp\x04_tcp\x05local\x00', 12, 1, concat('\x07Printer', [0xc0, 0x0c])),
  record(
    concat('\x07Printer', [0xc0, 0x0c]),
    33,
    0x8001,
    concat(u16(0), u16(0), u16(631), '\x03prn', [0xc0, 0x16]),
  ),
  record(concat('\x07Printer', [0xc0, 0x0c]), 16, 0x8001, concat('\x06ty=Abc', [3], '\x01é')),
  record(concat('\x03prn', [0xc0, 0x16]), 13, 1, '\x06ARMV7L\x05LINUX'),
  record(concat('\x03prn', [0xc0, 0x16]), 1, 0x8001, ip('192.0.2.20')),
  record([0], 41, 1440, []),
);

describe('dns', () => {
  test('reads a query', () => {
    expect(dissect(dns, QUERY)).toEqual({
      id: 0x1234,
      isResponse: false,
      opcode: 0,
      authoritative: false,
      truncated: false,
      recursionDesired: true,
      recursionAvailable: false,
      rcode: 0,
      questions: [{ name: 'host.example', type: 1, class: 1, unicastResponse: false }],
      answers: [],
      authorities: [],
      additionals: [],
      whole: true,
    });
  });

  test('reads compressed answers, authorities and additionals', () => {
    const message = dissect(dns, ANSWER);
    expect(message).toMatchObject({
      isResponse: true,
      authoritative: true,
      recursionAvailable: true,
      whole: true,
    });
    expect(message.answers.map((answer) => [answer.name, answer.data])).toEqual([
      ['host.example', { kind: 'name', name: 'a.host.example' }],
      ['a.host.example', { kind: 'address', ip: parseIp('192.0.2.10') }],
      ['a.host.example', { kind: 'address', ip: parseIp('2001:db8::10') }],
    ]);
    expect(message.authorities[0].data).toEqual({ kind: 'name', name: 'ns.host.example' });
    expect(message.additionals[0]).toMatchObject({ name: '', type: 41, class: 1232, cacheFlush: false });
  });

  test('keeps what stands before the end of a cut message', () => {
    const cut = dissect(dns, ANSWER.slice(0, 75));
    expect(cut.questions).toHaveLength(1);
    expect(cut.answers).toHaveLength(2);
    expect(cut.whole).toBe(false);
  });

  test('gives data that contradicts its type as other', () => {
    const message = dissect(
      dns,
      header(0x8180, 0, 2, 0, 0),
      record(NAME, 1, 1, [1, 2, 3]),
      record(FIRST, 16, 1, [9, 0x61]),
    );
    expect(message.answers.map((answer) => answer.data)).toEqual([
      { kind: 'other', sizeBytes: 3 },
      { kind: 'other', sizeBytes: 2 },
    ]);
  });

  test('refuses bytes without even a first name', () => {
    const frame = viewOf(header(0x0100, 1, 0, 0, 0), [0xc0, 0x0c], u16(1), u16(1));
    expect(dns.read(frame, 0, frame.byteLength)).toBeNull();
  });

  test('reads no more than 1024 entries', () => {
    const many = Array.from({ length: 3000 }, () => concat([0], u16(1), u16(1)));
    const message = dissect(dns, header(0x0100, 3000, 0, 0, 0), ...many);
    expect(message.questions).toHaveLength(1024);
    expect(message.whole).toBe(false);
  });

  test('recognises whole messages only, and no NetBIOS names', () => {
    const detects = (...parts: Bytes[]) => dns.detect(viewOf(...parts), 0, viewOf(...parts).byteLength);
    expect(detects(QUERY)).toBe(true);
    expect(detects(ANSWER)).toBe(true);
    expect(detects(QUERY, [0])).toBe(false);
    expect(detects(ANSWER.slice(0, 60))).toBe(false);
    expect(detects(new Uint8Array(40))).toBe(false);
    expect(detects(header(0x0110, 1, 0, 0, 0), '\x20', 'CK'.padEnd(32, 'A'), [0], u16(0x20), u16(1))).toBe(
      false,
    );
    expectRefusesNoise(dns);
  });

  test('survives every cut and mutation', () => {
    expectRobust(dns, [QUERY, ANSWER, MDNS]);
  });
});

describe('mdns', () => {
  test('tells the flags in the class field from the class', () => {
    const question = concat(header(0, 1, 0, 0, 0), NAME, u16(255), u16(0x8001));
    expect(dissect(mdns, question).questions).toEqual([
      { name: 'host.example', type: 255, class: 1, unicastResponse: true },
    ]);
    expect(dissect(dns, question).questions[0]).toMatchObject({ class: 0x8001, unicastResponse: false });
  });

  test('reads service records', () => {
    const message = dissect(mdns, MDNS);
    expect(message.answers.map((answer) => answer.data)).toEqual([
      { kind: 'name', name: 'Printer._ipp._tcp.local' },
      { kind: 'srv', priority: 0, weight: 0, port: 631, target: 'prn.local' },
      { kind: 'txt', strings: ['ty=Abc', '\\x01é'] },
      { kind: 'hinfo', cpu: 'ARMV7L', os: 'LINUX' },
    ]);
    expect(message.answers[1]).toMatchObject({ name: 'Printer._ipp._tcp.local', class: 1, cacheFlush: true });
    expect(message.additionals[0].data).toEqual({ kind: 'address', ip: parseIp('192.0.2.20') });
    expect(message.whole).toBe(true);
  });

  test('survives every cut and mutation, and is known by its port alone', () => {
    expectRobust(mdns, [MDNS]);
    expect(mdns.detect(viewOf(MDNS), 0, MDNS.length)).toBe(false);
  });
});

test('llmnr reads the same form', () => {
  const question = concat(header(0, 1, 0, 0, 0), '\x04host\x00', u16(1), u16(1));
  expect(dissect(llmnr, question)).toMatchObject({
    questions: [{ name: 'host', type: 1, class: 1 }],
    whole: true,
  });
  expectRobust(llmnr, [question]);
});
