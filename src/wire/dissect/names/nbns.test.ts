import { expect, test } from 'vitest';
import { dissect, expectRefusesNoise, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { encodeNetbiosName, paddedNetbiosName } from '../../../../test/fixtures/netbios.ts';
import { type Bytes, concat, ip, mac, u16, u32 } from '../../build/index.ts';
import { nbns } from './nbns.ts';

const header = (flags: number, ...counts: number[]) => concat(u16(0x8001), u16(flags), ...counts.map(u16));
const NB = concat(u16(0x20), u16(1));
const NBSTAT = concat(u16(0x21), u16(1));
const FIRST = [0xc0, 0x0c];

/** Broadcast, recursion desired, operation 5. */
const REGISTRATION = concat(
  header(0x2910, 1, 0, 0, 1),
  concat(encodeNetbiosName('DESK-7', 0x00), NB),
  concat(FIRST, NB, u32(300_000), u16(6), u16(0x0000), ip('192.0.2.40')),
);
const STATUS_ANSWER = concat(
  header(0x8400, 0, 1, 0, 0),
  concat(encodeNetbiosName('*', 0x00, '\x00'), NBSTAT, u32(0), u16(1 + 3 * 18 + 46), [3]),
  concat(paddedNetbiosName('DESK-7', 0x00), u16(0x0400)),
  concat(paddedNetbiosName('OFFICE', 0x00), u16(0x8400)),
  concat(paddedNetbiosName('OLD', 0x20), u16(0x0000)),
  concat(mac('00:00:5e:00:53:07'), new Uint8Array(40)),
);

test('reads a registration', () => {
  expect(dissect(nbns, REGISTRATION)).toEqual({
    id: 0x8001,
    isResponse: false,
    operation: 'registration',
    broadcast: true,
    rcode: 0,
    question: { name: { name: 'DESK-7', suffix: 0, scope: null }, type: 'NB' },
    names: [
      {
        name: { name: 'DESK-7', suffix: 0, scope: null },
        ttlSeconds: 300_000,
        owners: [{ group: false, ip: '192.0.2.40' }],
      },
    ],
    status: null,
    whole: true,
  });
});

test('reads a query response with several owners', () => {
  const message = dissect(
    nbns,
    header(0x8500, 0, 1, 0, 0),
    concat(encodeNetbiosName('OFFICE', 0x1c), NB, u32(60), u16(12)),
    concat(u16(0x8000), ip('192.0.2.1'), u16(0xe000), ip('192.0.2.2')),
  );
  expect(message).toMatchObject({ isResponse: true, operation: 'query', question: null, whole: true });
  expect(message.names[0]).toMatchObject({
    name: { name: 'OFFICE', suffix: 0x1c },
    owners: [
      { group: true, ip: '192.0.2.1' },
      { group: true, ip: '192.0.2.2' },
    ],
  });
});

test('reads a node status answer: names, flags and the unit id', () => {
  expect(dissect(nbns, STATUS_ANSWER).status).toEqual({
    names: [
      { name: { name: 'DESK-7', suffix: 0, scope: null }, group: false, active: true },
      { name: { name: 'OFFICE', suffix: 0, scope: null }, group: true, active: true },
      { name: { name: 'OLD', suffix: 0x20, scope: null }, group: false, active: false },
    ],
    mac: 0x00005e005307,
  });
});

test('keeps the names of a status answer that is cut', () => {
  const message = dissect(nbns, STATUS_ANSWER.slice(0, 12 + 34 + 10 + 1 + 20));
  expect(message.status?.names).toHaveLength(1);
  expect(message.status?.mac).toBeNull();
  expect(message.whole).toBe(false);
});

test('gives no unit id when it is zero', () => {
  const zero = STATUS_ANSWER.slice();
  zero.fill(0, 12 + 34 + 10 + 1 + 54);
  expect(dissect(nbns, zero).status?.mac).toBeNull();
});

test('decodes wildcards, scopes and the bytes of special names', () => {
  const ask = (name: Bytes) => dissect(nbns, header(0x0010, 1, 0, 0, 0), name, NB).question?.name;
  expect(ask(encodeNetbiosName('*', 0, '\x00'))).toEqual({ name: '*', suffix: 0, scope: null });
  expect(ask(encodeNetbiosName('\x01\x02__MSBROWSE__\x02', 1))).toEqual({
    name: '\\x01\\x02__MSBROWSE__\\x02',
    suffix: 1,
    scope: null,
  });
  const plain = encodeNetbiosName('DESK', 0x20);
  expect(ask(concat(plain.slice(0, -1), '\x05scope\x00'))).toEqual({
    name: 'DESK',
    suffix: 0x20,
    scope: 'scope',
  });
});

test('names the operations, both refreshes included', () => {
  const operation = (opcode: number) => {
    const frame = viewOf(header(opcode << 11, 1, 0, 0, 0), encodeNetbiosName('DESK', 0), NB);
    const message = nbns.read(frame, 0, frame.byteLength);
    return message === null || typeof message === 'symbol' ? null : message.operation;
  };
  expect([0, 5, 6, 7, 8, 9, 15, 3].map(operation)).toEqual([
    'query',
    'registration',
    'release',
    'wack',
    'refresh',
    'refresh',
    'multihomed-registration',
    null,
  ]);
});

test('refuses names that are not encoded', () => {
  const frame = viewOf(header(0x0110, 1, 0, 0, 0), '\x04host\x00', NB);
  expect(nbns.read(frame, 0, frame.byteLength)).toBeNull();
});

test('recognises its encoding', () => {
  expect(nbns.detect(viewOf(REGISTRATION), 0, REGISTRATION.length)).toBe(true);
  expect(nbns.detect(viewOf(STATUS_ANSWER), 0, STATUS_ANSWER.length)).toBe(true);
  expectRefusesNoise(nbns);
});

test('survives every cut and mutation', () => {
  expectRobust(nbns, [REGISTRATION, STATUS_ANSWER]);
});
