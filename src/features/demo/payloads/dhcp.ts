/** DHCP (RFC 2131, 2132). */
import { type Bytes, concat, ip, mac, pad, u16, u32 } from '../../../wire/build/index.ts';
import type { Host } from '../cast/host.ts';
import { NETMASK } from '../plan.ts';

export const DISCOVER = 1;
export const OFFER = 2;
export const REQUEST = 3;
export const ACK = 5;

const NOBODY = '0.0.0.0';
/** BOOTP's least message, which many clients still keep to (RFC 1542 §2.1). */
const LEAST_BYTES = 300;

const option = (code: number, value: Bytes): Uint8Array => {
  const bytes = concat(value);
  return concat([code, bytes.length], bytes);
};

interface Header {
  readonly op: 1 | 2;
  readonly transaction: number;
  readonly hops?: number;
  readonly yourAddress?: string;
  readonly relay?: string;
  readonly clientMac: string;
}

function header({ op, transaction, hops = 0, yourAddress = NOBODY, relay = NOBODY, clientMac }: Header) {
  return concat(
    [op, 1, 6, hops],
    u32(transaction),
    u16(0),
    u16(0),
    ip(NOBODY),
    ip(yourAddress),
    ip(NOBODY),
    ip(relay),
    pad(mac(clientMac), 16),
    new Uint8Array(192),
    u32(0x63825363),
  );
}

export interface ClientMessage {
  readonly type: typeof DISCOVER | typeof REQUEST;
  readonly transaction: number;
  readonly client: Host;
  /** Option 50. */
  readonly wanted: string;
  /** Option 54, in a REQUEST. */
  readonly server?: string;
  /** The relay's address, once it passed one. */
  readonly relay?: string;
}

export function clientMessage(message: ClientMessage): Uint8Array {
  const { client, type, transaction, wanted, server, relay } = message;
  const { vendorClass = null, parameters = [] } = client.dhcp ?? {};
  const body = concat(
    header({
      op: 1,
      transaction,
      clientMac: client.mac,
      ...(relay === undefined ? {} : { relay, hops: 1 }),
    }),
    option(53, [type]),
    option(61, concat([1], mac(client.mac))),
    option(50, ip(wanted)),
    server === undefined ? [] : option(54, ip(server)),
    client.name === null ? [] : option(12, client.name),
    vendorClass === null ? [] : option(60, vendorClass),
    option(55, parameters),
    [255],
  );
  return pad(body, LEAST_BYTES);
}

export interface ServerMessage {
  readonly type: typeof OFFER | typeof ACK;
  readonly transaction: number;
  readonly clientMac: string;
  readonly address: string;
  readonly server: string;
  readonly router: string;
  readonly resolver: string;
  readonly domain?: string;
  readonly relay?: string;
  readonly leaseSeconds?: number;
}

export function serverMessage(message: ServerMessage): Uint8Array {
  const { type, transaction, clientMac, address, relay, domain, leaseSeconds = 28_800 } = message;
  const body = concat(
    header({
      op: 2,
      transaction,
      yourAddress: address,
      clientMac,
      ...(relay === undefined ? {} : { relay }),
    }),
    option(53, [type]),
    option(1, ip(NETMASK)),
    option(3, ip(message.router)),
    option(6, ip(message.resolver)),
    domain === undefined ? [] : option(15, domain),
    option(51, u32(leaseSeconds)),
    option(54, ip(message.server)),
    [255],
  );
  return pad(body, LEAST_BYTES);
}
