import { expect, test } from 'vitest';
import { dissect, expectRefusesNoise, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat, ip, mac, u16, u32 } from '../../build/index.ts';
import { dhcp } from './dhcp.ts';

const CLIENT = '00:00:5e:00:53:01';
const option = (code: number, value: Bytes) => concat([code, concat(value).length], value);
const END = [255];

/** RFC 2131 figure 1 up to and with the cookie: 240 bytes. */
function fixed(
  fields: {
    op?: number;
    ciaddr?: string;
    yiaddr?: string;
    siaddr?: string;
    giaddr?: string;
    sname?: Bytes;
    file?: Bytes;
    hlen?: number;
  } = {},
): Uint8Array {
  const padded = (value: Bytes, size: number) => {
    const bytes = concat(value);
    return concat(bytes, new Uint8Array(size - bytes.length));
  };
  const none = '0.0.0.0';
  return concat(
    [fields.op ?? 1, 1, fields.hlen ?? 6, 0],
    u32(0x3903f326),
    u16(0),
    u16(0x8000),
    ip(fields.ciaddr ?? none),
    ip(fields.yiaddr ?? none),
    ip(fields.siaddr ?? none),
    ip(fields.giaddr ?? none),
    padded(mac(CLIENT), 16),
    padded(fields.sname ?? '', 64),
    padded(fields.file ?? '', 128),
    u32(0x63825363),
  );
}

const REQUEST = concat(
  fixed(),
  option(53, [3]),
  option(61, concat([1], mac(CLIENT))),
  option(50, ip('192.0.2.40')),
  option(12, 'desk-7\x00'),
  option(81, concat([0, 0, 0], 'desk-7.office.example.')),
  option(60, 'MSFT 5.0'),
  [0, 0],
  option(55, [1, 3, 6, 15, 31]),
  END,
  new Uint8Array(20),
);
const ACK = concat(
  fixed({ op: 2, yiaddr: '192.0.2.40', siaddr: '192.0.2.2', giaddr: '198.51.100.1' }),
  option(53, [5]),
  option(54, ip('192.0.2.1')),
  option(51, u32(86400)),
  option(1, ip('255.255.255.0')),
  option(3, concat(ip('192.0.2.1'), ip('192.0.2.254'))),
  option(6, ip('192.0.2.53')),
  option(15, 'office.example'),
  END,
);

test('reads what a client says of itself', () => {
  expect(dissect(dhcp, REQUEST)).toEqual({
    op: 'request',
    xid: 0x3903f326,
    clientAddress: null,
    yourAddress: null,
    nextServer: null,
    relayAddress: null,
    clientMac: 0x00005e005301,
    messageType: 'REQUEST',
    hostName: 'desk-7',
    fqdn: 'desk-7.office.example',
    vendorClass: 'MSFT 5.0',
    parameterList: [1, 3, 6, 15, 31],
    clientId: '0100005e005301',
    requestedAddress: '192.0.2.40',
    serverId: null,
    leaseSeconds: null,
    routers: [],
    dnsServers: [],
    subnetMask: null,
    domain: null,
    whole: true,
  });
});

test('reads what a server grants', () => {
  expect(dissect(dhcp, ACK)).toMatchObject({
    op: 'reply',
    messageType: 'ACK',
    yourAddress: '192.0.2.40',
    nextServer: '192.0.2.2',
    relayAddress: '198.51.100.1',
    serverId: '192.0.2.1',
    leaseSeconds: 86400,
    subnetMask: '255.255.255.0',
    routers: ['192.0.2.1', '192.0.2.254'],
    dnsServers: ['192.0.2.53'],
    domain: 'office.example',
    whole: true,
  });
});

test('joins split options across the overloaded fields: options, file, sname (RFC 3396)', () => {
  const message = dissect(
    dhcp,
    fixed({ file: concat(option(12, '-middle'), END), sname: concat(option(12, '-last'), END) }),
    option(53, [1]),
    option(52, [3]),
    option(12, 'first'),
    END,
  );
  expect(message).toMatchObject({ messageType: 'DISCOVER', hostName: 'first-middle-last', whole: true });
});

test('reads only the overloaded fields that the option names', () => {
  const fields = { file: concat(option(12, 'file'), END), sname: concat(option(12, 'sname'), END) };
  const read = (...options: Bytes[]) => dissect(dhcp, fixed(fields), ...options, END).hostName;
  expect(read()).toBeNull();
  expect(read(option(52, [1]))).toBe('file');
  expect(read(option(52, [2]))).toBe('sname');
  expect(read(option(52, []))).toBeNull();
});

test('reads an FQDN in DNS labels, complete or partial (RFC 4702)', () => {
  const read = (value: Bytes) => dissect(dhcp, fixed(), option(81, value), END).fqdn;
  expect(read(concat([4, 0, 0], '\x04desk\x07example\x00'))).toBe('desk.example');
  expect(read(concat([4, 0, 0], '\x04desk'))).toBe('desk');
  expect(read(concat([4, 0, 0], '\x09desk'))).toBeNull();
  expect(read(concat([1, 0, 0], 'desk'))).toBe('desk');
  expect(read([0, 0, 0])).toBeNull();
});

test('keeps the options before the break and says that it broke', () => {
  const cut = dissect(dhcp, concat(fixed(), option(53, [3]), option(12, 'desk'), [60, 20], 'MSF'));
  expect(cut).toMatchObject({ hostName: 'desk', vendorClass: null, whole: false });
});

test('reads a message cut by the snap length within the fixed part', () => {
  const cut = dissect(dhcp, ACK.slice(0, 60));
  expect(cut).toMatchObject({
    yourAddress: '192.0.2.40',
    clientMac: 0x00005e005301,
    messageType: null,
    whole: false,
  });
  expect(dhcp.read(viewOf(ACK.slice(0, 43)), 0, 43)).toBeNull();
});

test('reads plain BOOTP', () => {
  const bootp = concat(fixed().slice(0, 236), new Uint8Array(64));
  expect(dissect(dhcp, bootp)).toMatchObject({ op: 'request', messageType: null, whole: true });
  expect(dhcp.detect(viewOf(bootp), 0, bootp.length)).toBe(false);
});

test('gives no MAC for other hardware, and refuses what no message can be', () => {
  expect(dissect(dhcp, fixed({ hlen: 0 }), END).clientMac).toBeNull();
  const refused = (bytes: Uint8Array) => dhcp.read(viewOf(bytes), 0, bytes.length);
  expect(refused(fixed({ op: 3 }))).toBeNull();
  expect(refused(fixed({ hlen: 17 }))).toBeNull();
});

test('recognises the magic cookie', () => {
  expect(dhcp.detect(viewOf(REQUEST), 0, REQUEST.length)).toBe(true);
  expectRefusesNoise(dhcp);
});

test('survives every cut and mutation', () => {
  const overloaded = concat(fixed({ file: option(12, 'x') }), option(52, [3]), END);
  expectRobust(dhcp, [REQUEST, ACK, overloaded]);
});
