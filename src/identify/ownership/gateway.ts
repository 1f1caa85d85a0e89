import { combine } from '../evidence.ts';
import { areHopLimitsMadeUp } from '../hop-limit.ts';
import type { Addresses } from '../tables/addresses.ts';
import { BINDING, type Bindings, CLAIMED } from '../tables/bindings.ts';
import type { Interfaces, Sight } from '../tables/interfaces.ts';
import { enlargeInts, FIRST_ROWS, TupleTable } from '../tables/tuple-table.ts';
import { Witnesses } from './witnesses.ts';

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
  /** Bindings that show it, the two seen first; empty when it is no binding that shows it. */
  readonly bindings: readonly number[];
  /** Where else it is to be seen: the first frame of a virtual MAC, what it said of itself. */
  readonly seen: Sight | null;
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
export type DeclaredRouters = ReadonlyMap<
  number,
  { readonly reason: string; readonly weight: number; readonly seen: Sight }
>;

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
  const claims = claimsOf(bindings);
  const kinds = classify(interfaces, addresses, bindings, claims);
  demoteCrowds(addresses, bindings, kinds);
  const traffic = trafficEvidence(interfaces, addresses, bindings, claims, kinds);
  const verdicts = judge(interfaces, declared, traffic);
  settle(bindings, kinds, verdicts);
  const behind = countBehind(interfaces, bindings, kinds);
  return {
    owns: (binding) => kinds[binding] === OWN,
    gateway: (iface) => verdicts[iface],
    behind: (iface) => behind[iface],
  };
}

/** What speaks for a gateway, joined, by interface; `null` where nothing does. */
function judge(
  interfaces: Interfaces,
  declared: DeclaredRouters,
  traffic: TrafficEvidence,
): (GatewayVerdict | null)[] {
  const verdicts: (GatewayVerdict | null)[] = [];
  for (let iface = 0; iface < interfaces.size; iface++) {
    const reasons = reasonsOf(iface, interfaces, declared, traffic);
    if (reasons.length === 0) {
      verdicts.push(null);
      continue;
    }
    const score = combine(reasons.map((reason) => reason.weight));
    verdicts.push({ isGateway: score >= GATEWAY_SCORE, score, reasons });
  }
  return verdicts;
}

/** Decides what waited for the judgement of the whole interface. */
function settle(bindings: Bindings, kinds: Uint8Array, verdicts: readonly (GatewayVerdict | null)[]): void {
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    if (kinds[id] === LIKELY_OWN) kinds[id] = OWN;
    else if (kinds[id] === UNCLEAR) {
      kinds[id] = verdicts[bindings.interfaceOf(id)]?.isGateway === true ? BEHIND : OWN;
    }
  }
}

/** Distinct addresses behind each interface: one that is on several VLANs counts once. */
function countBehind(interfaces: Interfaces, bindings: Bindings, kinds: Uint8Array): Int32Array {
  const behind = new Int32Array(interfaces.size);
  const counted = new TupleTable(2, bindings.size + 1);
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    if (kinds[id] !== BEHIND) continue;
    const owner = bindings.interfaceOf(id);
    if (!bindings.areOnOneVlan) {
      const before = counted.size;
      if (counted.intern(owner, bindings.addressOf(id)) < before) continue;
    }
    behind[owner]++;
  }
  return behind;
}

function classify(
  interfaces: Interfaces,
  addresses: Addresses,
  bindings: Bindings,
  claims: ClaimedAddresses,
): Uint8Array {
  const publicSegments = findPublicSegments(interfaces, addresses, bindings);
  const kinds = new Uint8Array(bindings.size);
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    if (!bindings.has(id, BINDING.source)) continue;
    const owner = bindings.interfaceOf(id);
    const address = bindings.addressOf(id);
    const isUsedOnLink = addresses.isLinkLocal6(address) || bindings.has(id, BINDING.onLink);
    if (!interfaces.hasMac(owner) || claims.byInterface.find(owner, address) >= 0) kinds[id] = OWN;
    else if (isUsedOnLink) kinds[id] = interfaces.virtualRouter(owner) === null ? OWN : SHARED;
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

/** (interface, address) and addresses that were claimed on any VLAN. */
interface ClaimedAddresses {
  readonly byInterface: TupleTable;
  readonly byAnyone: TupleTable;
}

function claimsOf(bindings: Bindings): ClaimedAddresses {
  const byInterface = new TupleTable(2, bindings.size + 1);
  const byAnyone = new TupleTable(1, bindings.size + 1);
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
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
  const isCandidate = new Uint8Array(bindings.size);
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    const address = bindings.addressOf(id);
    if (!bindings.has(id, BINDING.source) || addresses.isIpv6(address)) continue;
    const owner = bindings.interfaceOf(id);
    const isFar = isForwarded(bindings, id) && !bindings.has(id, CLAIMED);
    if (addresses.isPrivate(address) || isFar) mixed[owner] = 1;
    else {
      publicCount[owner]++;
      isCandidate[id] = 1;
      if (bindings.has(id, CLAIMED)) claimedOn.add(bindings.vlanOf(id));
    }
  }
  const perVlan = new Map<number, Set<number>>();
  for (let id = 0; id < count; id++) {
    if (isCandidate[id] === 0) continue;
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
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    if (isCandidate(id) && crowded(bindings.interfaceOf(id), bindings.vlanOf(id))) kinds[id] = BEHIND;
  }
}

/** Which (interface, VLAN) have more than three IPv4 addresses or IPv6 /64s among the chosen bindings. */
function crowdsOf(
  addresses: Addresses,
  bindings: Bindings,
  chosen: (binding: number) => boolean,
): (iface: number, vlan: number) => boolean {
  const units = new TupleTable(4, bindings.size + 1);
  const places = new TupleTable(2, bindings.size + 1);
  let counts = new Int32Array(FIRST_ROWS);
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    if (!chosen(id)) continue;
    const address = bindings.addressOf(id);
    const owner = bindings.interfaceOf(id);
    const vlan = bindings.vlanOf(id);
    // An IPv4 address has one binding per interface and VLAN: no need to look whether it was counted.
    if (addresses.isIpv6(address)) {
      const before = units.size;
      if (units.intern(owner, vlan, addresses.word(address, 0), addresses.word(address, 1)) < before)
        continue;
    }
    const place = places.intern(owner, vlan);
    if (place === counts.length) counts = enlargeInts(counts, place * 2);
    counts[place]++;
  }
  return (iface, vlan) => {
    const place = places.find(iface, vlan);
    return place >= 0 && counts[place] > MOST_UNCLAIMED;
  };
}

const NO_REASONS: readonly GatewayReason[] = [];

function reasonsOf(
  iface: number,
  interfaces: Interfaces,
  declared: DeclaredRouters,
  traffic: TrafficEvidence,
): readonly GatewayReason[] {
  const protocol = interfaces.virtualRouter(iface);
  const word = declared.get(iface);
  if (protocol === null && word === undefined && traffic.found[iface] === 0) return NO_REASONS;
  const reasons: GatewayReason[] = [];
  if (protocol !== null) {
    const seen = interfaces.firstSight(iface);
    reasons.push({ kind: 'traffic', reason: `${protocol} virtual MAC`, weight: 0.95, bindings: [], seen });
  }
  if (word !== undefined) reasons.push({ kind: 'word', bindings: [], ...word });
  for (const { shows, reason, weight } of TRAFFIC_REASONS) {
    const count = traffic[shows].count(iface);
    if (count === 0) continue;
    const bindings = traffic[shows].earliest(iface);
    reasons.push({ kind: 'traffic', reason, weight: weight(count), bindings, seen: null });
  }
  return reasons;
}

/** What shows in traffic that an interface forwards for others, in the order in which it is told. */
const TRAFFIC_REASONS: readonly {
  readonly shows: Exclude<keyof TrafficEvidence, 'found'>;
  readonly reason: string;
  readonly weight: (count: number) => number;
}[] = [
  {
    shows: 'forwarded',
    reason: 'sends packets whose hop limit was already decremented',
    weight: (count) => (count > 1 ? 0.9 : 0.7),
  },
  {
    shows: 'publicSources',
    reason: 'public addresses talk to private ones through it',
    weight: () => 0.8,
  },
  { shows: 'crowd', reason: 'sends for many addresses it never claims', weight: () => 0.8 },
  {
    shows: 'destinations',
    reason: 'receives packets for many addresses that are not its own',
    weight: () => 0.7,
  },
  {
    shows: 'publicDestinations',
    reason: 'receives packets from private addresses for public ones',
    weight: () => 0.7,
  },
];

interface TrafficEvidence {
  /** By interface: 1 where one of the others may have something. */
  readonly found: Uint8Array;
  readonly forwarded: Witnesses;
  readonly publicSources: Witnesses;
  readonly crowd: Witnesses;
  readonly destinations: Witnesses;
  readonly publicDestinations: Witnesses;
}

function trafficEvidence(
  interfaces: Interfaces,
  addresses: Addresses,
  bindings: Bindings,
  claims: ClaimedAddresses,
  kinds: Uint8Array,
): TrafficEvidence {
  const isForeignDestination = (id: number) =>
    bindings.has(id, BINDING.destination) &&
    (kinds[id] === NONE || kinds[id] === BEHIND) &&
    !addresses.isLinkLocal6(bindings.addressOf(id)) &&
    claims.byInterface.find(bindings.interfaceOf(id), bindings.addressOf(id)) < 0;
  const manyDestinations = crowdsOf(addresses, bindings, isForeignDestination);
  const witnesses = () => new Witnesses(interfaces.size, bindings.shownPacket);
  const evidence: TrafficEvidence = {
    found: new Uint8Array(interfaces.size),
    forwarded: witnesses(),
    publicSources: witnesses(),
    crowd: witnesses(),
    destinations: witnesses(),
    publicDestinations: witnesses(),
  };
  const count = bindings.size;
  for (let id = 0; id < count; id++) {
    const owner = bindings.interfaceOf(id);
    const isForeign = isForeignDestination(id);
    if (kinds[id] !== BEHIND && !isForeign) continue;
    evidence.found[owner] = 1;
    if (kinds[id] === BEHIND) {
      if (bindings.has(id, BINDING.publicToPrivate)) evidence.publicSources.add(owner, id);
      if (isForwarded(bindings, id)) evidence.forwarded.add(owner, id);
      else if (!bindings.has(id, BINDING.publicToPrivate)) evidence.crowd.add(owner, id);
    }
    if (isForeign) {
      if (bindings.has(id, BINDING.publicFromPrivate)) evidence.publicDestinations.add(owner, id);
      if (manyDestinations(owner, bindings.vlanOf(id))) evidence.destinations.add(owner, id);
    }
  }
  return evidence;
}
