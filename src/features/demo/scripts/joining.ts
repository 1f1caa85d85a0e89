/** A machine joins: address, announcements, logon. */
import type { Micros } from '../../../base/time.ts';
import { concat, ip, mac, u16 } from '../../../wire/build/index.ts';
import type { Host } from '../cast/host.ts';
import { FORGOTTEN_ROUTER, gatewayIn } from '../cast/network.ts';
import { DIRECTORY } from '../cast/servers.ts';
import { type Lan, linkLocalOf, solicitedNode, type TimedFrame } from '../lan.ts';
import { ACK, clientMessage, DISCOVER, OFFER, REQUEST, serverMessage } from '../payloads/dhcp.ts';
import {
  kerberosReply,
  kerberosRequest,
  ldapBind,
  ldapBound,
  ldapFound,
  ldapSearch,
  ldapUnbind,
} from '../payloads/directory.ts';
import { nameRegistration, SERVER, WORKSTATION } from '../payloads/netbios.ts';
import { broadcastOf, DOMAIN } from '../plan.ts';
import type { Stage } from '../stage.ts';
import { converse } from '../tcp.ts';

const EVERYBODY = '255.255.255.255';
const UNKNOWN = '0.0.0.0';
const DHCP_SERVER = 67;
const DHCP_CLIENT = 68;

/** ARP announcement (RFC 5227 §3), and the gateway's MAC asked and told. */
export function* sayHello(lan: Lan, host: Host, at: Micros): Generator<TimedFrame> {
  const gateway = gatewayIn(host.vlan);
  yield lan.arpRequest(at, host, host.ip);
  yield lan.arpRequest(at + 1_200, host, gateway.ip);
  yield lan.arpReply(at + 1_450, gateway, host);
}

/** What `obtainAddress` takes at most, µs. */
export const JOINED_US = 3_200_000;

/**
 * DHCP with the directory server, which is on another VLAN: the gateway relays (RFC 1542). Where the forgotten
 * router hears the question too, it offers an address of its own network, too late.
 */
export function* obtainAddress(
  { lan, random }: Stage,
  host: Host,
  at: Micros,
  forgottenRouterToo = false,
): Generator<TimedFrame> {
  const transaction = random.next();
  const here = gatewayIn(host.vlan);
  const there = gatewayIn(DIRECTORY.vlan);
  const ask = { transaction, client: host, wanted: host.ip };
  const grant = {
    transaction,
    clientMac: host.mac,
    address: host.ip,
    server: DIRECTORY.ip,
    router: here.ip,
    resolver: DIRECTORY.ip,
    domain: DOMAIN,
    relay: here.ip,
  };
  let now = at;
  for (const [question, answer] of [
    [DISCOVER, OFFER],
    [REQUEST, ACK],
  ] as const) {
    const more = question === REQUEST ? { server: DIRECTORY.ip } : {};
    const asked = clientMessage({ ...ask, ...more, type: question });
    const relayed = clientMessage({ ...ask, ...more, type: question, relay: here.ip });
    const answered = serverMessage({ ...grant, type: answer });
    yield lan.announce(now, host, { ip: EVERYBODY, source: UNKNOWN }, [DHCP_CLIENT, DHCP_SERVER], asked);
    yield* lan.datagram(now + 180, there, DHCP_SERVER, DIRECTORY, DHCP_SERVER, relayed);
    yield* lan.datagram(
      now + 1_900,
      DIRECTORY,
      DHCP_SERVER,
      { ...there, ip: here.ip },
      DHCP_SERVER,
      answered,
    );
    yield* lan.datagram(now + 2_100, here, DHCP_SERVER, host, DHCP_CLIENT, answered);
    if (question === DISCOVER && forgottenRouterToo)
      yield* offerWrongAddress(lan, host, transaction, now + 9_000);
    now += 12_000;
  }
  // RFC 5227: nobody answers the probe.
  yield lan.arpRequest(now + 300_000, host, host.ip, UNKNOWN);
  yield* sayHello(lan, host, now + 2_300_000);
}

function* offerWrongAddress(lan: Lan, host: Host, transaction: number, at: Micros): Generator<TimedFrame> {
  const address = `192.168.0.${host.ip.split('.')[3]}`;
  const offer = serverMessage({
    type: OFFER,
    transaction,
    clientMac: host.mac,
    address,
    server: FORGOTTEN_ROUTER.ip,
    router: FORGOTTEN_ROUTER.ip,
    resolver: FORGOTTEN_ROUTER.ip,
    leaseSeconds: 7_200,
  });
  yield lan.arpRequest(at - 400, FORGOTTEN_ROUTER, address);
  yield* lan.datagram(at, FORGOTTEN_ROUTER, DHCP_SERVER, { ...host, ip: address }, DHCP_CLIENT, offer);
}

/** Duplicate address detection, then the router's MAC (RFC 4862 §5.4, RFC 4861 §7.2). */
export function* joinIpv6(lan: Lan, host: Host, address: string, at: Micros): Generator<TimedFrame> {
  const gateway = gatewayIn(host.vlan);
  const router = linkLocalOf(gateway);
  const own = (bytes: string) => concat([1, 1], mac(bytes));
  const dad = solicitedNode(address);
  yield lan.neighbour(at, host, { ...dad, source: '::' }, 135, ip(address));
  const asked = solicitedNode(router);
  const question = concat(ip(router), own(host.mac));
  yield lan.neighbour(at + 1_050_000, host, { ...asked, source: address }, 135, question);
  const answer = concat(ip(router), [2, 1], mac(gateway.mac));
  const to = { mac: host.mac, ip: address, source: router };
  yield lan.neighbour(at + 1_050_600, gateway, to, 136, answer, 0xe000_0000);
}

/** NetBIOS names of a Windows machine, three times each (RFC 1002 §5.1.1.1). */
export function* registerNames({ lan, random }: Stage, host: Host, at: Micros): Generator<TimedFrame> {
  const first = random.between(0x8000, 0xf000);
  for (let round = 0; round < 3; round++) {
    for (const [index, suffix] of [WORKSTATION, SERVER].entries()) {
      const message = nameRegistration(first + index, host.name ?? '', suffix, host.ip);
      const when = at + round * 750_000 + index * 400;
      yield lan.announce(when, host, { ip: broadcastOf(host.vlan) }, [137, 137], message);
    }
  }
}

/** LDAP for the domain, Kerberos for a ticket. */
export function* logOn({ lan, random }: Stage, host: Host, at: Micros): Generator<TimedFrame> {
  const realm = DOMAIN.toUpperCase();
  const user = `utilisateur${host.ip.split('.')[3]}`;
  const root = {
    defaultNamingContext: 'DC=boreal,DC=example',
    dnsHostName: `${DIRECTORY.name?.toLowerCase()}.${DOMAIN}`,
  };
  yield* converse(lan, random, {
    at,
    client: host,
    server: DIRECTORY,
    port: 389,
    turns: [
      { from: 'client', bytes: ldapBind(1) },
      { from: 'server', bytes: ldapBound(1) },
      { from: 'client', bytes: ldapSearch(2) },
      { from: 'server', bytes: ldapFound(2, root) },
      { from: 'client', bytes: ldapUnbind(3) },
    ],
  });
  yield* converse(lan, random, {
    at: at + 120_000,
    client: host,
    server: DIRECTORY,
    port: 88,
    turns: [
      { from: 'client', bytes: kerberosRequest(random, user, realm) },
      { from: 'server', bytes: kerberosReply(random, user, realm), afterUs: 900 },
    ],
  });
}

/** Router advertisement (RFC 4861 §4.2) with the office's prefix. */
export function routerAdvertisement(lan: Lan, at: Micros, vlan: number, prefix: string): TimedFrame {
  const gateway = gatewayIn(vlan);
  const body = concat(
    new Uint8Array(8),
    [1, 1],
    mac(gateway.mac),
    [3, 4, 64, 0xc0],
    [0, 0x27, 0x8d, 0],
    [0, 9, 0x3a, 0x80],
    new Uint8Array(4),
    ip(prefix),
  );
  const everyone = { mac: '33:33:00:00:00:01', ip: 'ff02::1', source: linkLocalOf(gateway) };
  const [high, low] = u16(1800);
  const word = (64 * 0x100_0000 + high * 0x100 + low) >>> 0;
  return lan.neighbour(at, gateway, everyone, 134, body, word);
}
