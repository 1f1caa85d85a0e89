/** Asking for names: DNS through the directory server, NetBIOS and LLMNR on the link. */
import type { Micros } from '../../../base/time.ts';
import type { Host } from '../cast/host.ts';
import { DIRECTORY } from '../cast/servers.ts';
import { type End, isHost, type TimedFrame } from '../lan.ts';
import { addressRecord, dnsQuery, dnsResponse, TYPE } from '../payloads/dns.ts';
import { nameQuery, WORKSTATION } from '../payloads/netbios.ts';
import { broadcastOf, DOMAIN, RESOLVER } from '../plan.ts';
import type { Stage } from '../stage.ts';

const DNS = 53;
/** The directory server has it in its cache. */
const CACHED = 0.7;

/** The full name of a member of the cast. */
export const domainName = (host: Host): string => `${(host.name ?? '').toLowerCase()}.${DOMAIN}`;

const nameOf = (of: End): string => (isHost(of) ? domainName(of) : of.name);

/** One name asked and answered; about 1 ms, or the way to the Internet when nobody asked before. */
export function* resolve({ lan, random }: Stage, client: Host, at: Micros, of: End): Generator<TimedFrame> {
  const name = nameOf(of);
  const type = of.ip.includes(':') ? TYPE.aaaa : TYPE.a;
  const id = random.between(1, 65_535);
  const port = lan.port(client);
  const query = dnsQuery(id, name, type);
  const answers = [addressRecord(name, of.ip)];
  yield* lan.datagram(at, client, port, DIRECTORY, DNS, query);
  let now = at + 420;
  if (!isHost(of) && !random.chance(CACHED)) {
    const upstream = random.between(1, 65_535);
    const upstreamPort = lan.port(DIRECTORY);
    yield* lan.datagram(now, DIRECTORY, upstreamPort, RESOLVER, DNS, dnsQuery(upstream, name, type));
    now += RESOLVER.roundTripUs + random.between(0, 3_000);
    const found = dnsResponse({ id: upstream, name, type, answers });
    yield* lan.datagram(now, RESOLVER, DNS, DIRECTORY, upstreamPort, found);
    now += 300;
  }
  yield* lan.datagram(now, DIRECTORY, DNS, client, port, dnsResponse({ id, name, type, answers }));
}

/** How long after `resolve` began the client goes on. */
export const RESOLVED_US = 30_000;

/** A host that waits for addresses of others, by name, all at once. */
export function* resolveAll(
  stage: Stage,
  client: Host,
  at: Micros,
  others: readonly Host[],
): Generator<TimedFrame> {
  for (const [index, other] of others.entries()) yield* resolve(stage, client, at + index * 5_000, other);
}

/** Windows looks for a proxy that nobody has: NetBIOS by broadcast, LLMNR by multicast. */
export function* lookForProxy({ lan, random }: Stage, client: Host, at: Micros): Generator<TimedFrame> {
  const id = random.between(1, 65_535);
  const query = dnsQuery(id, 'wpad', TYPE.a, true);
  const group = { ip: '224.0.0.252', ttl: 1 };
  const port = lan.port(client);
  yield lan.announce(at, client, group, [port, 5355], query);
  yield lan.announce(at + 410_000, client, group, [port, 5355], query);
  for (const [attempt, waitUs] of [850_000, 1_600_000, 2_350_000].entries()) {
    const question = nameQuery(id + 1 + attempt, 'WPAD', WORKSTATION);
    yield lan.announce(at + waitUs, client, { ip: broadcastOf(client.vlan) }, [137, 137], question);
  }
}

/** One colleague's machine asks for another's, and that one answers. */
export function* askColleague(
  { lan, random }: Stage,
  client: Host,
  colleague: Host,
  at: Micros,
): Generator<TimedFrame> {
  const name = colleague.name ?? '';
  const id = random.between(1, 65_535);
  const port = lan.port(client);
  const group = { ip: '224.0.0.252', ttl: 1 };
  yield lan.announce(at, client, group, [port, 5355], dnsQuery(id, name, TYPE.a, true));
  const answer = dnsResponse({
    id,
    name,
    type: TYPE.a,
    answers: [addressRecord(name, colleague.ip)],
    flags: 0x8000,
  });
  yield* lan.datagram(at + 2_300, colleague, 5355, client, port, answer);
}
