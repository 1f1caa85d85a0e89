import { expect, test } from 'vitest';
import { dissect, expectRefusesNoise, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { encodeNetbiosName } from '../../../../test/fixtures/netbios.ts';
import { type Bytes, concat, ip, u16, u32 } from '../../build/index.ts';
import { browser } from './browser.ts';

const le16 = (value: number) => u16(value).reverse();
const le32 = (value: number) => u32(value).reverse();

function datagram(
  payload: Bytes,
  fields: { type?: number; flags?: number; offset?: number; to?: Uint8Array } = {},
) {
  const names = concat(encodeNetbiosName('DESK-7', 0x20), fields.to ?? encodeNetbiosName('OFFICE', 0x1d));
  const size = names.length + concat(payload).length;
  return concat(
    [fields.type ?? 0x11, fields.flags ?? 0x0a],
    u16(0x7001),
    ip('192.0.2.40'),
    u16(138),
    u16(size),
    u16(fields.offset ?? 0),
    names,
    payload,
  );
}

/** SMB header, 17 words, the mailslot's name, the data. */
function mailslot(data: Bytes, name = '\\MAILSLOT\\BROWSE\x00'): Uint8Array {
  const size = concat(data).length;
  const dataOffset = 32 + 1 + 34 + 2 + name.length;
  const words = concat(
    le16(0),
    le16(size),
    new Uint8Array(6),
    new Uint8Array(2),
    le32(1000),
    le16(0),
    le16(0),
    le16(0),
    le16(size),
    le16(dataOffset),
    [3, 0],
    le16(1),
    le16(1),
    le16(2),
  );
  return concat([0xff], 'SMB', [0x25], new Uint8Array(27), [17], words, le16(size + name.length), name, data);
}

function announcement(opcode: number, name: string, comment: string): Uint8Array {
  return concat(
    [opcode, 0],
    le32(720_000),
    name.padEnd(16, '\x00'),
    [10, 0],
    le32(0x0000_9003),
    [15, 1],
    le16(0xaa55),
    comment,
    [0],
  );
}

const HOST = datagram(mailslot(announcement(1, 'DESK-7', 'Front desk')));
const ELECTION = datagram(mailslot(concat([8, 1], le32(0x20010fef), le32(5000), le32(0), 'DESK-7\x00')));

test('reads a host announcement', () => {
  expect(dissect(browser, HOST)).toEqual({
    group: true,
    sourceAddress: '192.0.2.40',
    sourceName: { name: 'DESK-7', suffix: 0x20, scope: null },
    destinationName: { name: 'OFFICE', suffix: 0x1d, scope: null },
    announcement: {
      kind: 'host',
      name: 'DESK-7',
      osVersion: '10.0',
      serverType: 0x9003,
      comment: 'Front desk',
    },
  });
});

test('reads local master and domain announcements', () => {
  const read = (opcode: number) =>
    dissect(browser, datagram(mailslot(announcement(opcode, 'OFFICE', 'DESK-7'))));
  expect(read(15).announcement).toMatchObject({ kind: 'local-master', osVersion: '10.0' });
  expect(read(12).announcement).toMatchObject({
    kind: 'domain',
    name: 'OFFICE',
    osVersion: null,
    comment: 'DESK-7',
  });
  expect(read(9).announcement).toBeNull();
});

test('reads an election', () => {
  expect(dissect(browser, ELECTION).announcement).toEqual({
    kind: 'election',
    name: 'DESK-7',
    osVersion: null,
    serverType: null,
    comment: null,
  });
});

test('reads the names alone of later fragments, other mailslots and other payloads', () => {
  const host = announcement(1, 'DESK-7', '');
  const read = (bytes: Uint8Array) => dissect(browser, bytes);
  expect(read(datagram(mailslot(host), { flags: 0x08, offset: 576 })).announcement).toBeNull();
  expect(read(datagram(mailslot(host, '\\MAILSLOT\\NET\\NETLOGON\x00'))).announcement).toBeNull();
  expect(read(datagram('hello'))).toMatchObject({ sourceName: { name: 'DESK-7' }, announcement: null });
});

test('keeps an announcement whose comment is cut off', () => {
  const cut = dissect(browser, HOST.slice(0, HOST.length - 11));
  expect(cut.announcement).toMatchObject({ name: 'DESK-7', comment: null });
});

test('tells unique from group datagrams and refuses other types', () => {
  expect(dissect(browser, datagram('', { type: 0x10 })).group).toBe(false);
  expect(dissect(browser, datagram('', { type: 0x12 })).group).toBe(true);
  const error = datagram('', { type: 0x13 });
  expect(browser.read(viewOf(error), 0, error.length)).toBeNull();
});

test('recognises two encoded names', () => {
  expect(browser.detect(viewOf(HOST), 0, HOST.length)).toBe(true);
  expectRefusesNoise(browser);
});

test('survives every cut and mutation', () => {
  expectRobust(browser, [HOST, ELECTION]);
});
