/** Application messages for the mixed capture: enough of each protocol that a dissector accepts it. */
import { concat, ip, u8, u16, u24, u32 } from '../../src/wire/build/index.ts';
import { Random } from './random.ts';

/** How many servers have a name of their own. */
export const NAMES = 64;

/** `srv07.example.net`. */
const serverName = (index: number) => `srv${String(index % NAMES).padStart(2, '0')}.example.net`;

const dnsName = (name: string) =>
  concat(...name.split('.').map((label) => concat(u8(label.length), label)), [0]);

/** One query for the server's address (RFC 1035). */
export function dnsQuery(index: number): Uint8Array {
  return concat(
    u16(0x1000 + index),
    u16(0x0100),
    u16(1),
    u32(0),
    u16(0),
    dnsName(serverName(index)),
    u16(1),
    u16(1),
  );
}

export function dnsResponse(index: number): Uint8Array {
  const question = concat(dnsName(serverName(index)), u16(1), u16(1));
  const answer = concat(u16(0xc00c), u16(1), u16(1), u32(300), u16(4), ip(`198.18.0.${index % 256}`));
  return concat(u16(0x1000 + index), u16(0x8180), u16(1), u16(1), u32(0), question, answer);
}

/** A host announcing its name and a printer service (RFC 6762, 6763). */
export function mdnsAnnouncement(index: number): Uint8Array {
  const host = dnsName(`host-${index}.local`);
  const service = dnsName('_ipp._tcp.local');
  const instance = dnsName(`Printer ${index}._ipp._tcp.local`);
  return concat(
    u32(0x0000_8400),
    u16(0),
    u16(2),
    u32(0),
    concat(host, u16(1), u16(0x8001), u32(120), u16(4), ip(`10.0.0.${index % 256}`)),
    concat(service, u16(12), u16(1), u32(4500), u16(instance.length), instance),
  );
}

const extension = (type: number, body: Uint8Array) => concat(u16(type), u16(body.length), body);

/** A TLS 1.3 ClientHello with server name, ALPN and the usual extensions (RFC 8446). */
export function tlsClientHello(index: number): Uint8Array {
  const name = concat(serverName(index));
  const extensions = concat(
    extension(0, concat(u16(name.length + 3), [0], u16(name.length), name)),
    extension(10, concat(u16(4), u16(0x001d), u16(0x0017))),
    extension(13, concat(u16(6), u16(0x0403), u16(0x0804), u16(0x0401))),
    extension(16, concat(u16(12), [2], 'h2', [8], 'http/1.1')),
    extension(43, concat([4], u16(0x0304), u16(0x0303))),
    extension(51, concat(u16(36), u16(0x001d), u16(32), noise(32, index))),
  );
  const ciphers = concat(u16(6), u16(0x1301), u16(0x1302), u16(0xc02f));
  return tlsHandshake(
    1,
    concat(
      u16(0x0303),
      noise(32, index),
      [32],
      noise(32, index + 1),
      ciphers,
      [1, 0],
      u16(extensions.length),
      extensions,
    ),
  );
}

/** A ServerHello, and encrypted records up to `size` bytes. */
export function tlsServerHello(index: number, size: number): Uint8Array {
  const extensions = concat(
    extension(43, concat(u16(0x0304))),
    extension(51, concat(u16(0x001d), u16(32), noise(32, index))),
  );
  const hello = tlsHandshake(
    2,
    concat(
      u16(0x0303),
      noise(32, index),
      [32],
      noise(32, index + 1),
      u16(0x1301),
      [0],
      u16(extensions.length),
      extensions,
    ),
  );
  const rest = size - hello.length - 11;
  return concat(hello, [20, 3, 3, 0, 1, 1], [23, 3, 3], u16(rest), noise(rest, index));
}

function tlsHandshake(type: number, body: Uint8Array): Uint8Array {
  const message = concat([type], u24(body.length), body);
  return concat([22, 3, 1], u16(message.length), message);
}

export function httpRequest(index: number): Uint8Array {
  return concat(
    `GET /files/${index} HTTP/1.1\r\nHost: ${serverName(index)}\r\n`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n',
    'Accept: */*\r\nConnection: keep-alive\r\n\r\n',
  );
}

export function httpResponse(index: number, size: number): Uint8Array {
  const head = concat(
    'HTTP/1.1 200 OK\r\nServer: example\r\nContent-Type: application/octet-stream\r\nContent-Length: 1048576\r\n\r\n',
  );
  return concat(head, noise(size - head.length, index));
}

/** Bytes that no dissector knows. */
export function noise(length: number, seed: number): Uint8Array {
  const random = new Random(seed * 2654435761 + 1);
  return Uint8Array.from({ length }, () => random.next());
}
