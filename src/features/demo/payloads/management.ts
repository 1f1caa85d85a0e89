/** NTP (RFC 5905), SNMPv2c (RFC 3416), SSH (RFC 4253), NFS's null call (RFC 5531), the opening of RDP ([MS-RDPBCGR] 2.2.1.1). */
import type { Micros } from '../../../base/time.ts';
import { type Bytes, concat, ip, u16, u32 } from '../../../wire/build/index.ts';
import type { Random } from '../random.ts';
import { ber, berInteger, berText, le16, le32, sequence } from './encoding.ts';

/** Seconds between 1900 and 1970. */
const NTP_EPOCH = 2_208_988_800;

function ntpTime(at: Micros): number[] {
  const seconds = Math.floor(at / 1e6);
  return [...u32((seconds + NTP_EPOCH) >>> 0), ...u32(Math.floor(((at % 1e6) / 1e6) * 0x1_0000_0000) >>> 0)];
}

export function ntpRequest(at: Micros): Uint8Array {
  return concat([0x23, 0, 6, 0xe9], u32(0), u32(0), u32(0), new Uint8Array(24), ntpTime(at));
}

export function ntpResponse(askedAt: Micros, at: Micros, stratum: number, reference: string): Uint8Array {
  return concat(
    [0x24, stratum, 6, 0xe9],
    u32(0x0000_0120),
    u32(0x0000_0210),
    ip(reference),
    ntpTime(at - 14_000_000),
    ntpTime(askedAt),
    ntpTime(at),
    ntpTime(at + 20),
  );
}

/** Object identifiers below 1.3.6.1.2.1.1 (RFC 3418), each ended with `.0`. */
export const SYSTEM = { description: 1, upTime: 3, name: 5, location: 6 } as const;

const systemOid = (item: number) => ber(6, [0x2b, 6, 1, 2, 1, 1, item, 0]);

function snmp(tag: number, requestId: number, bindings: readonly Uint8Array[]): Uint8Array {
  const pdu = ber(tag, berInteger(requestId), berInteger(0), berInteger(0), sequence(...bindings));
  return sequence(berInteger(1), berText('boreal-lecture'), pdu);
}

export function snmpGet(requestId: number): Uint8Array {
  const bindings = Object.values(SYSTEM).map((item) => sequence(systemOid(item), ber(5)));
  return snmp(0xa0, requestId, bindings);
}

export function snmpResponse(
  requestId: number,
  system: {
    readonly description: string;
    readonly upTimeTicks: number;
    readonly name: string;
    readonly location: string;
  },
): Uint8Array {
  const ticks = berInteger(system.upTimeTicks);
  ticks[0] = 0x43; // TimeTicks is an INTEGER with a tag of its own
  return snmp(0xa2, requestId, [
    sequence(systemOid(SYSTEM.description), berText(system.description)),
    sequence(systemOid(SYSTEM.upTime), ticks),
    sequence(systemOid(SYSTEM.name), berText(system.name)),
    sequence(systemOid(SYSTEM.location), berText(system.location)),
  ]);
}

const sshString = (value: Bytes) => {
  const bytes = concat(value);
  return concat(u32(bytes.length), bytes);
};

/** Binary packet (§6), padded to eight bytes. */
function sshPacket(payload: Uint8Array): Uint8Array {
  const padding = 4 + ((8 - ((payload.length + 5 + 4) % 8)) % 8);
  return concat(u32(1 + payload.length + padding), [padding], payload, new Uint8Array(padding));
}

export const sshBanner = (software: string): Uint8Array => concat(`SSH-2.0-${software}\r\n`);

export function sshKexInit(random: Random): Uint8Array {
  const lists = [
    'curve25519-sha256',
    'ssh-ed25519',
    'aes128-ctr,aes256-ctr',
    'aes128-ctr,aes256-ctr',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
    '',
    '',
  ];
  return sshPacket(concat([20], random.noise(16), ...lists.map(sshString), [0], u32(0)));
}

export const sshKeyInit = (random: Random): Uint8Array =>
  sshPacket(concat([30], sshString(random.noise(32))));

export function sshKeyReply(random: Random): Uint8Array {
  const key = concat(sshString('ssh-ed25519'), sshString(random.noise(32)));
  const signature = concat(sshString('ssh-ed25519'), sshString(random.noise(64)));
  const reply = concat([31], sshString(key), sshString(random.noise(32)), sshString(signature));
  return concat(sshPacket(reply), sshNewKeys());
}

export const sshNewKeys = (): Uint8Array => sshPacket(Uint8Array.from([21]));

/** TPKT and an X.224 connection request with the user's cookie, asking for TLS or CredSSP. */
export function rdpRequest(user: string): Uint8Array {
  const rest = concat(`Cookie: mstshash=${user}\r\n`, [1, 0], le16(8), le32(3));
  return concat([3, 0], u16(11 + rest.length), [6 + rest.length, 0xe0], u16(0), u16(0), [0], rest);
}

export const rdpConfirm = (): Uint8Array =>
  concat([3, 0], u16(19), [14, 0xd0], u16(0), u16(0x1234), [0], [2, 0x1f], le16(8), le32(2));

/** ONC RPC over TCP: the record mark of a last fragment, then the message. */
const rpc = (id: number, ...words: number[]): Uint8Array => {
  const message = concat(u32(id), words.flatMap(u32));
  return concat(u32((0x8000_0000 + message.length) >>> 0), message);
};
const NFS = 100_003;

/** Call of procedure 0 of NFS 3, without credentials. */
export const nfsNullCall = (id: number): Uint8Array => rpc(id, 0, 2, NFS, 3, 0, 0, 0, 0, 0);
/** Accepted, done. */
export const nfsNullReply = (id: number): Uint8Array => rpc(id, 1, 0, 0, 0, 0);
