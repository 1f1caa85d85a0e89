import { combine } from '../evidence.ts';
import type { Addresses } from '../tables/addresses.ts';
import type { Bindings } from '../tables/bindings.ts';
import type { Interfaces, Sight } from '../tables/interfaces.ts';
import { CLAIMED, KEY_ADDRESS, KEY_WORDS, VIRTUAL_ROUTER_MAC } from '../tables/layout.ts';
import { classify } from './classify.ts';
import { Holders } from './holders.ts';
import { BEHIND, LIKELY_OWN, OWN, UNCLEAR } from './kinds.ts';
import { type TrafficEvidence, trafficEvidence } from './traffic-evidence.ts';

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
  /** By binding: its interface when the address is that one's own, -1 when it is behind it or unproven. */
  readonly owners: Int32Array;
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
  const claims = claimsOf(addresses, bindings);
  const macKinds = interfaces.macKinds();
  const kinds = classify(interfaces, addresses, bindings, claims, macKinds);
  const traffic = trafficEvidence(interfaces, addresses, bindings, claims, kinds);
  const verdicts = judge(interfaces, declared, traffic, macKinds);
  const { owners, behind } = settle(addresses, bindings, kinds, verdicts);
  return {
    owners,
    gateway: (iface) => verdicts[iface],
    behind: (iface) => behind[iface],
  };
}

/** Who claimed which address, on any VLAN. */
function claimsOf(addresses: Addresses, { flags, keys, size }: Bindings): Holders {
  const claims = new Holders(addresses.size, size + 1);
  for (let id = 0, at = 0; id < size; id++, at += KEY_WORDS) {
    if ((flags[id] & CLAIMED) !== 0) claims.add(keys[at], keys[at + KEY_ADDRESS]);
  }
  return claims;
}

/** What speaks for a gateway, joined, by interface; `null` where nothing does. */
function judge(
  interfaces: Interfaces,
  declared: DeclaredRouters,
  traffic: TrafficEvidence,
  macKinds: Uint8Array,
): (GatewayVerdict | null)[] {
  const verdicts = new Array<GatewayVerdict | null>(macKinds.length).fill(null);
  for (let iface = 0; iface < macKinds.length; iface++) {
    if (traffic.found[iface] === 0 && macKinds[iface] !== VIRTUAL_ROUTER_MAC && !declared.has(iface))
      continue;
    const reasons = reasonsOf(iface, interfaces, declared, traffic);
    if (reasons.length === 0) continue;
    const score = combine(reasons.map((reason) => reason.weight));
    verdicts[iface] = { isGateway: score >= GATEWAY_SCORE, score, reasons };
  }
  return verdicts;
}

/**
 * Decides what waited for the judgement of the whole interface. `owners` as Ownership has them; `behind`: how many distinct
 * addresses are behind each interface, one that is on several VLANs once.
 */
function settle(
  addresses: Addresses,
  bindings: Bindings,
  kinds: Uint8Array,
  verdicts: readonly (GatewayVerdict | null)[],
): { owners: Int32Array; behind: Int32Array } {
  const { keys, areOnOneVlan } = bindings;
  const owners = new Int32Array(kinds.length);
  const behind = new Int32Array(verdicts.length);
  const counted = new Holders(areOnOneVlan ? 0 : addresses.size, kinds.length + 1);
  for (let id = 0, at = 0; id < kinds.length; id++, at += KEY_WORDS) {
    const iface = keys[at];
    let kind = kinds[id];
    if (kind === UNCLEAR) kind = verdicts[iface]?.isGateway === true ? BEHIND : OWN;
    owners[id] = kind === OWN || kind === LIKELY_OWN ? iface : -1;
    if (kind !== BEHIND) continue;
    if (areOnOneVlan || counted.add(iface, keys[at + KEY_ADDRESS])) behind[iface]++;
  }
  return { owners, behind };
}

function reasonsOf(
  iface: number,
  interfaces: Interfaces,
  declared: DeclaredRouters,
  traffic: TrafficEvidence,
): readonly GatewayReason[] {
  const protocol = interfaces.virtualRouter(iface);
  const word = declared.get(iface);
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
