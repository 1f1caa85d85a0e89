import type { Micros } from '../../base/time.ts';
import type { Finding } from '../../model/analysis.ts';
import type { Mark } from '../evidence.ts';
import type { Addresses } from '../tables/addresses.ts';
import type { Bindings } from '../tables/bindings.ts';
import type { Interfaces } from '../tables/interfaces.ts';
import type { DhcpServers } from './dhcp-servers.ts';
import type { Scans } from './port-scan.ts';

/** What rules may look at. Nothing of it may be changed. */
export interface FindingFacts {
  readonly interfaces: Interfaces;
  readonly addresses: Addresses;
  readonly bindings: Bindings;
  readonly dhcpServers: DhcpServers;
  readonly scans: Scans;
}

/** A finding whose evidence is not yet placed in its file. */
export interface FindingDraft extends Omit<Finding, 'evidence'> {
  readonly marks: readonly Mark[];
  /** When it began: findings are listed in this order. */
  readonly at: Micros;
}

/**
 * The contract of every finding: facts → drafts, at most MOST_FINDINGS, the same for the same facts.
 * Messages are one English sentence that names addresses; `params` carries the same values.
 * To add one: `findings/<name>.ts` with its test, one line in `findings/index.ts`.
 */
export interface FindingRule {
  readonly kind: Finding['kind'];
  find(facts: FindingFacts): FindingDraft[];
}

/** Findings of one kind; a flood of them tells no more than its beginning. */
export const MOST_FINDINGS = 200;

/** ` on VLAN 20`, or nothing for untagged traffic. */
export function onVlan(vlan: number): string {
  return vlan < 0 ? '' : ` on VLAN ${vlan}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listText(items: readonly string[], most = 4): string {
  if (items.length <= 1) return items.join('');
  if (items.length > most) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
