/** EtherNet/IP and CIP (ODVA, volumes 1 and 2). Little-endian, but for socket addresses. */
import { type Bytes, concat, ip, u16 } from '../../../wire/build/index.ts';
import { le16, le32 } from './encoding.ts';

const LIST_IDENTITY = 0x63;
const REGISTER_SESSION = 0x65;
const SEND_RR_DATA = 0x6f;

function encapsulated(command: number, session: number, content: Bytes = []): Uint8Array {
  const bytes = concat(content);
  return concat(le16(command), le16(bytes.length), le32(session), le32(0), new Uint8Array(8), le32(0), bytes);
}

export const listIdentity = (): Uint8Array => encapsulated(LIST_IDENTITY, 0);

export interface Identity {
  readonly address: string;
  readonly vendor: number;
  /** CIP device profile: 2 is an AC drive. */
  readonly deviceType: number;
  readonly productCode: number;
  readonly revision: readonly [major: number, minor: number];
  readonly serial: number;
  readonly product: string;
}

export function identityAnswer(identity: Identity): Uint8Array {
  const item = concat(
    le16(1),
    u16(2),
    u16(44_818),
    ip(identity.address),
    new Uint8Array(8),
    le16(identity.vendor),
    le16(identity.deviceType),
    le16(identity.productCode),
    [...identity.revision],
    le16(0x0030),
    le32(identity.serial),
    [identity.product.length],
    identity.product,
    [3],
  );
  return encapsulated(LIST_IDENTITY, 0, concat(le16(1), le16(0x000c), le16(item.length), item));
}

export const registerSession = (session: number): Uint8Array =>
  encapsulated(REGISTER_SESSION, session, concat(le16(1), le16(0)));

/** An unconnected message in SendRRData. */
const unconnected = (session: number, message: Uint8Array) =>
  encapsulated(
    SEND_RR_DATA,
    session,
    concat(le32(0), le16(0), le16(2), le16(0), le16(0), le16(0x00b2), le16(message.length), message),
  );

export interface Connection {
  readonly serial: number;
  /** Connection ids, originator to target and back. */
  readonly outId: number;
  readonly backId: number;
  /** Requested packet interval, µs. */
  readonly intervalUs: number;
}

/** Data of an AC drive's assemblies, bytes: what the originator and the target send. */
export const OUTPUT_BYTES = 8;
export const INPUT_BYTES = 12;
const POINT_TO_POINT = 0x4000;

/** Forward open (volume 1, 3-5.5.2) to the connection manager, for class 1 I/O. */
export function forwardOpen(session: number, connection: Connection): Uint8Array {
  const { serial, backId, intervalUs } = connection;
  const path = [0x20, 0x04, 0x24, 0x06, 0x2c, 0x02, 0x2c, 0x01];
  return unconnected(
    session,
    concat(
      [0x54, 2, 0x20, 0x06, 0x24, 0x01],
      [0x0a, 0x0e],
      le32(0),
      le32(backId),
      le16(serial),
      le16(0x0243),
      le32(0x00b0_0413),
      [2, 0, 0, 0],
      le32(intervalUs),
      le16(POINT_TO_POINT | (OUTPUT_BYTES + 6)),
      le32(intervalUs),
      le16(POINT_TO_POINT | (INPUT_BYTES + 2)),
      [0x01, path.length / 2],
      path,
    ),
  );
}

export function forwardOpened(session: number, connection: Connection): Uint8Array {
  const { serial, outId, backId, intervalUs } = connection;
  return unconnected(
    session,
    concat(
      [0xd4, 0, 0, 0],
      le32(outId),
      le32(backId),
      le16(serial),
      le16(0x0243),
      le32(0x00b0_0413),
      le32(intervalUs),
      le32(intervalUs),
      [0, 0],
    ),
  );
}

/** Class 1 I/O in UDP: sequenced address, connected data. */
export function implicitData(connectionId: number, sequence: number, content: Bytes): Uint8Array {
  const bytes = concat(le16(sequence & 0xffff), content);
  return concat(
    le16(2),
    le16(0x8002),
    le16(8),
    le32(connectionId),
    le32(sequence),
    le16(0x00b1),
    le16(bytes.length),
    bytes,
  );
}
