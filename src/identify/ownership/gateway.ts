import { combine } from '../evidence.ts';
import { areHopLimitsMadeUp } from '../hop-limit.ts';
import type { Addresses } from '../tables/addresses.ts';
import { BINDING, type Bindings, CLAIMED } from '../tables/bindings.ts';
import { type Interfaces, virtualRouterProtocol } from '../tables/interfaces.ts';
import { TupleTable } from '../tables/tuple-table.ts';

/** A host may well use this many addresses of a network without claiming them in sight; not more. */
const MOST_UNCLAIMED = 3;
/** From here on an interface is called a gateway. */
const GATEWAY_SCORE = 0.7;

/** Why an interface is believed to forward for others, and where that is to be seen. */
export interface GatewayReason {
  /** `word`: it says so itself (LLDP, router advertisement); `traffic`: its frames show it. */
  readonly kind: 'word' | 'traffic';
  readonly reason: string;
  /** 0…1. */
  readonly weight: number;
  /** Bindings that show it; empty when the reason is not traffic. */
  readonly bindings: readonly number[];
}

export interface GatewayVerdict {
  readonly isGateway: boolean;
  readonly score: number;
  readonly reasons: readonly GatewayReason[];
}

/** Which addresses are an interface's own, and which interfaces forward for others. */
export interface Ownership {
  /** True when the binding's address belongs to its interface, false when it is behind it or unproven. */
  owns(binding: number): boolean;
  /** `null` when nothing speaks for a gateway. */
  gateway(iface: number): GatewayVerdict | null;
  /** Distinct addresses behind the interface. */
  behind(iface: number): number;
}

/** A router by its own word: interface → reason. */
export type DeclaredRouters = ReadonlyMap<number, { readonly reason: string; readonly weight: number }>;

/** What a source binding is, before the interface as a whole is judged. */
const NONE = 0;
const OWN = 1;
const BEHIND = 2;
/** Sent with an initial hop limit: own, unless there are many. */
const LIKELY_OWN = 3;
/** Own, unless the interface turns out to be a gateway. */
const UNCLEAR = 4;
/** Sent from a virtual router MAC in its protocol's hellos: the address of one of the routers that share it. */
const SHARED = 5;

/**
 * Tells own addresses from forwarded ones. Claims (ARP, ND, DHCP), link-local IPv6 and packets that no
 * router forwards make an address own; a decremented hop limit, or a public address answering a private
 * one, puts it behind the sender. More than three others on one VLAN are too many for one host; IPv6
 * privacy addresses (RFC 8981) of one /64 count as one.
 */
export function judgeOwnership(
  interfaces: Interfaces,
  addresses: Addresses,
  bindings: Bindings,
  declared: DeclaredRouters,
): Ownership {
  const kinds = classify(interfaces, addresses, bindings);
  demoteCrowds(addresses, bindings, kinds);
  const reasons = collectReasons(interfaces, addresses, bindings, declared, kinds);
  const verdicts = new Map<number, GatewayVerdict>();
  for (const [iface, list] of reasons) {
    const score = combine(list.map((reason) => reason.weight));
    verdicts.set(iface, { isGateway: score >= GATEWAY_SCORE, score, reasons: list });
  }
  const behind = new Map<number, number>();
  const counted = new TupleTable(2, bindings.size + 1);
  for (let id = 0; id < bindings.size; id++) {
    const owner = bindings.interfaceOf(id);
    if (kinds[id] === UNCLEAR) kinds[id] = verdicts.get(owner)?.isGateway === true ? BEHIND : OWN;
    else if (kinds[id] === LIKELY_OWN) kinds[id] = OWN;
    if (kinds[id] !== BEHIND || counted.find(owner, bindings.addressOf(id)) >= 0) continue;
    counted.intern(owner, bindings.addressOf(id));
    behind.set(owner, (behind.get(owner) ?? 0) + 1);
  }
  return {
    owns: (binding) => kinds[binding] === OWN,
    gateway: (iface) => verdicts.get(iface) ?? null,
    behind: (iface) => behind.get(iface) ?? 0,
  };
}

function classify(interfaces: Interfaces, addresses: Addresses, bindings: Bindings): Uint8Array {
  const claims = claimsOf(bindings);
  const publicSegments = findPublicSegments(interfaces, addresses, bindings);
  const kinds = new Uint8Array(bindings.size);
  for (let id = 0; id < bindings.size; id++) {
    if (!bindings.has(id, BINDING.source)) continue;
    const owner = bindings.interfaceOf(id);
    const address = bindings.addressOf(id);
    const mac = interfaces.mac(owner);
    const isUsedOnLink = addresses.isLinkLocal6(address) || bindings.has(id, BINDING.onLink);
    if (mac === null || claims.byInterface.find(owner, address) >= 0) kinds[id] = OWN;
    else if (isUsedOnLink) kinds[id] = virtualRouterProtocol(mac) === null ? OWN : SHARED;
    else if (bindings.has(id, BINDING.publicToPrivate) && !publicSegments.has(owner)) kinds[id] = BEHIND;
    else if (bindings.has(id, BINDING.initialHops)) {
      kinds[id] = claims.byAnyone.find(address) >= 0 ? UNCLEAR : LIKELY_OWN;
    } else kinds[id] = isForwarded(bindings, id) ? BEHIND : UNCLEAR;
  }
  return kinds;
}

/** Its hop limits were decremented, always, and by about as much each time. */
function isForwarded(bindings: Bindings, id: number): boolean {
  return (
    bindings.has(id, BINDING.forwardedHops) &&
    !bindings.has(id, BINDING.initialHops) &&
    !areHopLimitsMadeUp(bindings.distances[id])
  );
}

function claimsOf(bindings: Bindings): { byInterface: TupleTable; byAnyone: TupleTable } {
  const byInterface = new TupleTable(2, bindings.size + 1);
  const byAnyone = new TupleTable(1, bindings.size + 1);
  for (let id = 0; id < bindings.size; id++) {
    if (!bindings.has(id, CLAIMED)) continue;
    byInterface.intern(bindings.interfaceOf(id), bindings.addressOf(id));
    byAnyone.intern(bindings.addressOf(id));
  }
  return { byInterface, byAnyone };
}

/**
 * Interfaces with one public IPv4 address and no private one, on a VLAN where another is like that or
 * where somebody claimed a public address: servers on a public segment, not routers to the Internet.
 */
function findPublicSegments(interfaces: Interfaces, addresses: Addresses, bindings: Bindings): Set<number> {
  const publicCount = new Int32Array(interfaces.size);
  const mixed = new Uint8Array(interfaces.size);
  const claimedOn = new Set<number>();
  const candidates: number[] = [];
  for (let id = 0; id < bindings.size; id++) {
    const address = bindings.addressOf(id);
    if (!bindings.has(id, BINDING.source) || addresses.isIpv6(address)) continue;
    const owner = bindings.interfaceOf(id);
    const isFar = isForwarded(bindings, id) && !bindings.has(id, CLAIMED);
    if (addresses.isPrivate(address) || isFar) mixed[owner] = 1;
    else {
      publicCount[owner]++;
      candidates.push(id);
      if (bindings.has(id, CLAIMED)) claimedOn.add(bindings.vlanOf(id));
    }
  }
  const perVlan = new Map<number, Set<number>>();
  for (const id of candidates) {
    const owner = bindings.interfaceOf(id);
    if (mixed[owner] === 1 || publicCount[owner] !== 1) continue;
    const vlan = bindings.vlanOf(id);
    const owners = perVlan.get(vlan);
    if (owners === undefined) perVlan.set(vlan, new Set([owner]));
    else owners.add(owner);
  }
  const segments = new Set<number>();
  for (const [vlan, owners] of perVlan) {
    if (owners.size >= 2 || claimedOn.has(vlan)) for (const owner of owners) segments.add(owner);
  }
  return segments;
}

/** Too many likely own addresses on one interface and VLAN are not its own. */
function demoteCrowds(addresses: Addresses, bindings: Bindings, kinds: Uint8Array): void {
  const isCandidate = (id: number) => kinds[id] === LIKELY_OWN || kinds[id] === UNCLEAR;
  const crowded = crowdsOf(addresses, bindings, isCandidate);
  for (let id = 0; id < bindings.size; id++) {
    if (isCandidate(id) && crowded(bindings.interfaceOf(id), bindings.vlanOf(id))) kinds[id] = BEHIND;
  }
}

/** Which (interface, VLAN) have more than three IPv4 addresses or IPv6 /64s among the chosen bindings. */
function crowdsOf(
  addresses: Addresses,
  bindings: Bindings,
  chosen: (binding: number) => boolean,
): (iface: number, vlan: number) => boolean {
  const units = new TupleTable(5, bindings.size + 1);
  const places = new TupleTable(2, bindings.size + 1);
  const counts = new Int32Array(bindings.size + 1);
  for (let id = 0; id < bindings.size; id++) {
    if (!chosen(id)) continue;
    const address = bindings.addressOf(id);
    const owner = bindings.interfaceOf(id);
    const vlan = bindings.vlanOf(id);
    const before = units.size;
    const low = addresses.isIpv6(address) ? addresses.word(address, 2) : 0;
    units.intern(owner, vlan, addresses.word(address, 0), addresses.word(address, 1), low);
    if (units.size > before) counts[places.intern(owner, vlan)]++;
  }
  return (iface, vlan) => {
    const place = places.find(iface, vlan);
    return place >= 0 && counts[place] > MOST_UNCLAIMED;
  };
}

function collectReasons(
  interfaces: Interfaces,
  addresses: Addresses,
  bindings: Bindings,
  declared: DeclaredRouters,
  kinds: Uint8Array,
): Map<number, GatewayReason[]> {
  const reasons = new Map<number, GatewayReason[]>();
  const add = (iface: number, reason: GatewayReason) => {
    const list = reasons.get(iface);
    if (list === undefined) reasons.set(iface, [reason]);
    else list.push(reason);
  };
  for (let iface = 0; iface < interfaces.size; iface++) {
    const mac = interfaces.mac(iface);
    const protocol = mac === null ? null : virtualRouterProtocol(mac);
    if (protocol !== null)
      add(iface, { kind: 'traffic', reason: `${protocol} virtual MAC`, weight: 0.95, bindings: [] });
    const word = declared.get(iface);
    if (word !== undefined)
      add(iface, { kind: 'word', reason: word.reason, weight: word.weight, bindings: [] });
  }
  const traffic = trafficEvidence(addresses, bindings, kinds);
  for (const [iface, seen] of traffic) {
    if (seen.forwarded.length > 0) {
      add(iface, {
        kind: 'traffic',
        reason: 'sends packets whose hop limit was already decremented',
        weight: seen.forwarded.length > 1 ? 0.9 : 0.7,
        bindings: seen.forwarded,
      });
    }
    if (seen.publicSources.length > 0) {
      add(iface, {
        kind: 'traffic',
        reason: 'public addresses talk to private ones through it',
        weight: 0.8,
        bindings: seen.publicSources,
      });
    }
    if (seen.crowd.length > 0) {
      add(iface, {
        kind: 'traffic',
        reason: 'sends for many addresses it never claims',
        weight: 0.8,
        bindings: seen.crowd,
      });
    }
    if (seen.destinations.length > 0) {
      add(iface, {
        kind: 'traffic',
        reason: 'receives packets for many addresses that are not its own',
        weight: 0.7,
        bindings: seen.destinations,
      });
    }
    if (seen.publicDestinations.length > 0) {
      add(iface, {
        kind: 'traffic',
        reason: 'receives packets from private addresses for public ones',
        weight: 0.7,
        bindings: seen.publicDestinations,
      });
    }
  }
  return reasons;
}

interface TrafficEvidence {
  forwarded: number[];
  publicSources: number[];
  crowd: number[];
  destinations: number[];
  publicDestinations: number[];
}

function trafficEvidence(
  addresses: Addresses,
  bindings: Bindings,
  kinds: Uint8Array,
): Map<number, TrafficEvidence> {
  const claims = claimsOf(bindings).byInterface;
  const isForeignDestination = (id: number) =>
    bindings.has(id, BINDING.destination) &&
    (kinds[id] === NONE || kinds[id] === BEHIND) &&
    !addresses.isLinkLocal6(bindings.addressOf(id)) &&
    claims.find(bindings.interfaceOf(id), bindings.addressOf(id)) < 0;
  const manyDestinations = crowdsOf(addresses, bindings, isForeignDestination);
  const evidence = new Map<number, TrafficEvidence>();
  for (let id = 0; id < bindings.size; id++) {
    const owner = bindings.interfaceOf(id);
    const isForeign = isForeignDestination(id);
    if (kinds[id] !== BEHIND && !isForeign) continue;
    let of = evidence.get(owner);
    if (of === undefined) {
      of = { forwarded: [], publicSources: [], crowd: [], destinations: [], publicDestinations: [] };
      evidence.set(owner, of);
    }
    if (kinds[id] === BEHIND) {
      if (bindings.has(id, BINDING.publicToPrivate)) of.publicSources.push(id);
      if (isForwarded(bindings, id)) of.forwarded.push(id);
      else if (!bindings.has(id, BINDING.publicToPrivate)) of.crowd.push(id);
    }
    if (isForeign) {
      if (bindings.has(id, BINDING.publicFromPrivate)) of.publicDestinations.push(id);
      if (manyDestinations(owner, bindings.vlanOf(id))) of.destinations.push(id);
    }
  }
  return evidence;
}
