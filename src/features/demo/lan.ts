/**
 * What a mirror port on the core switch sees: frames tagged with their VLAN, and a routed packet twice, before
 * and after the gateway, with the MACs of each VLAN and one hop less. The Internet side is not mirrored.
 */

import { parseIpv4, parseIpv6 } from '../../base/ip.ts';
import type { Micros } from '../../base/time.ts';
import {
  arp,
  BROADCAST,
  type Bytes,
  ethernet,
  icmpv6,
  ipv4,
  ipv6,
  pad,
  udp,
  vlan,
} from '../../wire/build/index.ts';
import type { Host } from './cast/host.ts';
import { GATEWAY } from './cast/network.ts';
import type { Peer } from './plan.ts';

export interface TimedFrame {
  readonly at: Micros;
  readonly frame: Uint8Array;
}

/** One end of a conversation: a host here, or somebody on the Internet. */
export type End = Host | Peer;

/** How long the gateway takes to forward, µs. */
export const FORWARDING_US = 45;
/** Hop limit that Internet hosts start with. */
const FAR_TTL = 64;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const UDP = 17;

export const isHost = (end: End): end is Host => 'mac' in end;

/** Sends on the network of the cast. Holds the counters that stacks have: IP identification, ports. */
export class Lan {
  readonly #ids = new Map<string, number>();
  readonly #ports = new Map<string, number>();

  /** The next port that a client's stack takes. */
  port(of: Host): number {
    const first = of.ttl === 64 ? 32_768 : 49_152;
    const port = this.#ports.get(of.mac) ?? first + (Number.parseInt(of.mac.slice(-2), 16) % 97) * 53;
    this.#ports.set(of.mac, port >= 60_000 ? first : port + 1);
    return port;
  }

  /** An IP packet: one frame, or two when the gateway forwards it inside. */
  packet(at: Micros, from: End, to: End, protocol: number, segment: Bytes, priority = 0): TimedFrame[] {
    const useV6 = from.ip.includes(':') || to.ip.includes(':');
    const src = addressOf(from, useV6);
    const dst = addressOf(to, useV6);
    const id = this.#nextId(src);
    const build = (ttl: number) =>
      useV6
        ? ipv6({ src, dst, protocol, hopLimit: ttl }, segment)
        : ipv4({ src, dst, protocol, ttl, id, dontFragment: protocol === 6 }, segment);
    const type = useV6 ? IPV6 : IPV4;
    if (!isHost(from)) {
      if (!isHost(to)) throw new Error('nobody here on either end');
      const frame = tagged(to.mac, GATEWAY.mac, to.vlan, type, build(FAR_TTL - from.hops), priority);
      return [{ at, frame }];
    }
    const near = isHost(to) && to.vlan === from.vlan;
    const hop = near ? to.mac : GATEWAY.mac;
    const first = { at, frame: tagged(hop, from.mac, from.vlan, type, build(from.ttl), priority) };
    if (near || !isHost(to)) return [first];
    const forwarded = tagged(to.mac, GATEWAY.mac, to.vlan, type, build(from.ttl - 1), priority);
    return [first, { at: at + FORWARDING_US, frame: forwarded }];
  }

  datagram(
    at: Micros,
    from: End,
    fromPort: number,
    to: End,
    toPort: number,
    payload: Bytes,
    priority = 0,
  ): TimedFrame[] {
    return this.packet(at, from, to, UDP, udp(fromPort, toPort, payload), priority);
  }

  /** To everybody on the VLAN, or to a multicast group. `from` may not have an address yet: `0.0.0.0`. */
  announce(
    at: Micros,
    from: Host,
    to: { readonly ip: string; readonly ttl?: number; readonly source?: string },
    ports: readonly [from: number, to: number],
    payload: Bytes,
  ): TimedFrame {
    const src = to.source ?? from.ip;
    const packet = ipv4(
      { src, dst: to.ip, protocol: UDP, ttl: to.ttl ?? from.ttl, id: this.#nextId(src) },
      udp(ports[0], ports[1], payload),
    );
    return { at, frame: tagged(groupMac(to.ip), from.mac, from.vlan, IPV4, packet) };
  }

  arpRequest(at: Micros, from: Host, targetIp: string, senderIp = from.ip): TimedFrame {
    const message = arp({ operation: 1, senderMac: from.mac, senderIp, targetIp });
    return { at, frame: tagged(BROADCAST, from.mac, from.vlan, 0x0806, message) };
  }

  arpReply(at: Micros, from: Host, to: Host): TimedFrame {
    const message = arp({
      operation: 2,
      senderMac: from.mac,
      senderIp: from.ip,
      targetMac: to.mac,
      targetIp: to.ip,
    });
    return { at, frame: tagged(to.mac, from.mac, from.vlan, 0x0806, message) };
  }

  /** Neighbour discovery (RFC 4861): ICMPv6 with hop limit 255 that stays on the link. */
  neighbour(
    at: Micros,
    from: Host,
    to: { readonly mac: string; readonly ip: string; readonly source: string },
    type: number,
    body: Bytes,
    word = 0,
  ): TimedFrame {
    const message = icmpv6(type, 0, body, word);
    const packet = ipv6({ src: to.source, dst: to.ip, protocol: 58, hopLimit: 255 }, message);
    return { at, frame: tagged(to.mac, from.mac, from.vlan, IPV6, packet) };
  }

  #nextId(src: string): number {
    const id =
      ((this.#ids.get(src) ?? (Number.parseInt(src.replace(/\D/g, '').slice(-4), 10) * 7) % 65_536) + 1) &
      0xffff;
    this.#ids.set(src, id);
    return id;
  }
}

function addressOf(end: End, useV6: boolean): string {
  if (!useV6) return end.ip;
  if (!isHost(end)) return end.ip;
  if (end.ip6 === undefined) throw new Error(`${end.ip} has no IPv6 address`);
  return end.ip6;
}

/** An Ethernet frame with its 802.1Q tag, padded to the least size. */
export function tagged(
  dst: string,
  src: string,
  id: number,
  type: number,
  payload: Bytes,
  priority = 0,
): Uint8Array {
  return pad(ethernet(dst, src, 0x8100, vlan({ id, pcp: priority }, type, payload)));
}

/** MAC of a broadcast or multicast address (RFC 1112 §6.4). */
function groupMac(ip: string): string {
  const word = parseIpv4(ip) ?? 0;
  if (word >>> 28 !== 14) return BROADCAST;
  const hex = (byte: number) => (byte & 255).toString(16).padStart(2, '0');
  return `01:00:5e:${hex((word >>> 16) & 0x7f)}:${hex(word >>> 8)}:${hex(word)}`;
}

/** Link-local address made from the MAC (RFC 4291 appendix A). */
export function linkLocalOf(host: Host): string {
  const bytes = host.mac.split(':').map((part) => Number.parseInt(part, 16));
  const [a, b, c, d, e, f] = bytes;
  const group = (high: number, low: number) => ((high << 8) | low).toString(16);
  return `fe80::${group(a ^ 2, b)}:${group(c, 0xff)}:${group(0xfe, d)}:${group(e, f)}`;
}

/** Solicited-node multicast address and its MAC (RFC 4291 §2.7.1). */
export function solicitedNode(ip: string): { readonly ip: string; readonly mac: string } {
  const groups = parseIpv6(ip) ?? [];
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  const [high, low] = [groups[6] & 0xff, groups[7]];
  const tail = `${hex(high)}:${hex(low >> 8)}:${hex(low & 255)}`;
  return { ip: `ff02::1:ff${hex(high)}:${low.toString(16)}`, mac: `33:33:ff:${tail}` };
}
