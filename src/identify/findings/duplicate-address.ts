import { formatMac } from '../../base/mac.ts';
import type { Mark } from '../evidence.ts';
import type { Bindings } from '../tables/bindings.ts';
import { virtualRouterProtocol } from '../tables/interfaces.ts';
import { CLAIMED, CLAIMED_ARP, CLAIMED_ND, KEY_ADDRESS, KEY_WORDS } from '../tables/layout.ts';
import type { FindingDraft, FindingFacts, FindingRule } from './finding-rule.ts';
import { listText, onVlan } from './finding-rule.ts';

/**
 * Two interfaces claim one address on one VLAN, and neither stopped before the other began (RFC 5227).
 * Not meant: virtual router MACs (several routers share them), a hand-over (one stops, the other
 * starts), IPv6 link-local addresses.
 */
export const duplicateAddress: FindingRule = {
  kind: 'duplicate-address',
  find(facts) {
    const drafts: FindingDraft[] = [];
    for (const claimants of claimantsByAddress(facts)) {
      const rivals = overlapping(facts.bindings, claimants);
      if (rivals.length >= 2) drafts.push(describe(facts, rivals));
    }
    return drafts.sort((a, b) => a.at - b.at);
  },
};

function claimantsByAddress({ interfaces, addresses, bindings }: FindingFacts): number[][] {
  const { flags, keys, size } = bindings;
  /** By address: its claims, counted up to 2. Nearly every address has one at most, and needs no closer look. */
  const claims = new Uint8Array(addresses.size);
  for (let id = 0, at = 0; id < size; id++, at += KEY_WORDS) {
    const address = keys[at + KEY_ADDRESS];
    if ((flags[id] & CLAIMED) !== 0 && claims[address] < 2) claims[address]++;
  }
  const groups = new Map<number, number[]>();
  for (let id = 0, at = 0; id < size; id++, at += KEY_WORDS) {
    const address = keys[at + KEY_ADDRESS];
    if (claims[address] < 2 || (flags[id] & CLAIMED) === 0) continue;
    const mac = interfaces.mac(bindings.interfaceOf(id));
    if (mac === null || virtualRouterProtocol(mac) !== null || addresses.isLinkLocal6(address)) continue;
    const key = address * 8192 + bindings.vlanOf(id) + 1;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [id]);
    else group.push(id);
  }
  return [...groups.values()].filter((group) => group.length >= 2);
}

/** Those whose time with the address overlaps another's, in the order in which they began. */
function overlapping(bindings: Bindings, claimants: number[]): number[] {
  const firstPacketOf = (id: number) => bindings.claims.of(id).firstPacket;
  const sorted = claimants.sort(
    (a, b) => bindings.first[a] - bindings.first[b] || firstPacketOf(a) - firstPacketOf(b),
  );
  const rivals = new Set<number>();
  let reaching = sorted[0];
  for (const id of sorted.slice(1)) {
    if (bindings.first[id] <= bindings.last[reaching]) {
      rivals.add(reaching);
      rivals.add(id);
    }
    if (bindings.last[id] > bindings.last[reaching]) reaching = id;
  }
  return [...rivals];
}

function describe({ interfaces, addresses, bindings }: FindingFacts, rivals: number[]): FindingDraft {
  const ip = addresses.text(bindings.addressOf(rivals[0]));
  const vlan = bindings.vlanOf(rivals[0]);
  const macs = rivals.map((id) => formatMac(interfaces.mac(bindings.interfaceOf(id)) ?? 0));
  return {
    kind: 'duplicate-address',
    severity: 'high',
    message: `${listText(macs)} use the address ${ip}${onVlan(vlan)} at the same time.`,
    params: { ip, vlan, macs: macs.slice(0, 16).join(', '), count: macs.length },
    marks: rivals.flatMap((id) => claimMarks(bindings, id)),
    at: Math.min(...rivals.map((id) => bindings.claims.of(id).first)),
  };
}

function claimMarks(bindings: Bindings, id: number): Mark[] {
  const source = bindings.has(id, CLAIMED_ARP)
    ? 'arp claim'
    : bindings.has(id, CLAIMED_ND)
      ? 'nd claim'
      : 'dhcp lease';
  const { first, firstPacket, last, lastPacket } = bindings.claims.of(id);
  return [
    { source, at: first, packet: firstPacket },
    { source, at: last, packet: lastPacket },
  ];
}
