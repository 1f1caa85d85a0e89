/** TLS 1.3 (RFC 8446) as it looks from outside: hellos in clear, the rest in records of noise. */
import { concat, u16, u24 } from '../../../wire/build/index.ts';
import type { Random } from '../random.ts';

const CHANGE_CIPHER_SPEC = [20, 3, 3, 0, 1, 1];
/** Largest record (§5.1), less what encryption adds. */
const RECORD_BYTES = 16_384;

const extension = (type: number, body: Uint8Array) => concat(u16(type), u16(body.length), body);

function handshake(version: number, type: number, body: Uint8Array): Uint8Array {
  const message = concat([type], u24(body.length), body);
  return concat([22, 3, version], u16(message.length), message);
}

/** ClientHello with server name, ALPN and the extensions every browser sends. */
export function clientHello(random: Random, serverName: string | null, alpn: readonly string[]): Uint8Array {
  const name = concat(serverName ?? '');
  const protocols = concat(...alpn.flatMap((each) => [[each.length], each]));
  const extensions = concat(
    serverName === null ? [] : extension(0, concat(u16(name.length + 3), [0], u16(name.length), name)),
    extension(10, concat(u16(6), u16(0x001d), u16(0x0017), u16(0x0018))),
    extension(11, concat([1, 0])),
    extension(13, concat(u16(8), u16(0x0403), u16(0x0804), u16(0x0401), u16(0x0503))),
    alpn.length === 0 ? [] : extension(16, concat(u16(protocols.length), protocols)),
    extension(23, concat()),
    extension(43, concat([4], u16(0x0304), u16(0x0303))),
    extension(45, concat([1, 1])),
    extension(51, concat(u16(36), u16(0x001d), u16(32), random.noise(32))),
  );
  const ciphers = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030].flatMap(u16);
  return handshake(
    1,
    1,
    concat(
      u16(0x0303),
      random.noise(32),
      [32],
      random.noise(32),
      u16(ciphers.length),
      ciphers,
      [1, 0],
      u16(extensions.length),
      extensions,
    ),
  );
}

/** ServerHello, change cipher spec, and the encrypted rest of its flight. */
export function serverFlight(random: Random, certificateBytes = 2_600): Uint8Array {
  const extensions = concat(
    extension(43, concat(u16(0x0304))),
    extension(51, concat(u16(0x001d), u16(32), random.noise(32))),
  );
  const hello = concat(
    u16(0x0303),
    random.noise(32),
    [32],
    random.noise(32),
    u16(0x1301),
    [0],
    u16(extensions.length),
    extensions,
  );
  return concat(handshake(3, 2, hello), CHANGE_CIPHER_SPEC, applicationData(random, certificateBytes));
}

export function clientFinished(random: Random): Uint8Array {
  return concat(CHANGE_CIPHER_SPEC, applicationData(random, 53));
}

/** Encrypted records that hold `length` bytes in all. */
export function applicationData(random: Random, length: number): Uint8Array {
  const records: Uint8Array[] = [];
  for (let left = length; left > 0; left -= RECORD_BYTES) {
    const size = Math.max(24, Math.min(left, RECORD_BYTES));
    records.push(concat([23, 3, 3], u16(size), random.noise(size)));
  }
  return concat(...records);
}
