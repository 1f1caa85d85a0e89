import type { ProtocolCount } from '../../../model/analysis.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import { etherTypeName, ipProtocolName } from '../../../wire/names.ts';

interface Count {
  packets: number;
  bytes: number;
}

/** What ran over what, and how much of it. */
export interface Alike extends Count {
  readonly isEthernet: boolean;
  readonly isTagged: boolean;
  /** Ethertype code (wire/ethertypes.ts), 0 for none. */
  readonly etherType: number;
  /** -1 without IP. */
  readonly ipProtocol: number;
  readonly app: string | null;
}

/**
 * Packets and bytes by protocol, in Wireshark's names. A packet counts once in each layer it has: link (Ethernet,
 * VLAN), network (what the link carries), transport (what IP carries), application (what its conversation was
 * recognised as). Tunnelled packets count in their own layers again.
 */
export class ProtocolCounter {
  readonly #ethernet: Count = { packets: 0, bytes: 0 };
  readonly #vlan: Count = { packets: 0, bytes: 0 };
  readonly #byEtherType = new Map<number, Count>();
  readonly #byIpProtocol = new Map<number, Count>();
  readonly #byApplication = new Map<string, Count>();

  /** Adds a whole conversation. */
  add(view: FlowView): void {
    const packets = view.packets + view.packetsBack;
    const bytes = view.bytes + view.bytesBack;
    const isEthernet = view.srcMac >= 0 && view.dstMac >= 0;
    const { etherType, app } = view;
    const ipProtocol = view.ipVersion === 0 ? -1 : view.ipProtocol;
    this.addAlike({ isEthernet, isTagged: view.vlan >= 0, etherType, ipProtocol, app, packets, bytes });
  }

  /** Adds conversations in which the same ran over the same. */
  addAlike({ isEthernet, isTagged, etherType, ipProtocol, app, packets, bytes }: Alike): void {
    if (isEthernet) addTo(this.#ethernet, packets, bytes);
    if (isTagged) addTo(this.#vlan, packets, bytes);
    if (etherType !== 0) addTo(countOf(this.#byEtherType, etherType), packets, bytes);
    if (ipProtocol >= 0) addTo(countOf(this.#byIpProtocol, ipProtocol), packets, bytes);
    if (app !== null) addTo(countOf(this.#byApplication, app), packets, bytes);
  }

  /** By layer, link first; within a layer most packets first. Numbers stand where there is no name. */
  list(): ProtocolCount[] {
    const link: [string, Count][] = [
      ['eth', this.#ethernet],
      ['vlan', this.#vlan],
    ];
    const network = merge(this.#byEtherType, (code) => etherTypeName(code) ?? `0x${code.toString(16)}`);
    const transport = merge(this.#byIpProtocol, (number) => ipProtocolName(number) ?? `ip-proto-${number}`);
    return [
      ...rows('link', link),
      ...rows('network', network),
      ...rows('transport', transport),
      ...rows('application', [...this.#byApplication]),
    ];
  }
}

function addTo(count: Count, packets: number, bytes: number): void {
  count.packets += packets;
  count.bytes += bytes;
}

function countOf<K>(counts: Map<K, Count>, key: K): Count {
  const known = counts.get(key);
  if (known !== undefined) return known;
  const count = { packets: 0, bytes: 0 };
  counts.set(key, count);
  return count;
}

/** Several numbers share a name (PVST+ and STP are both `stp`). */
function merge(counts: Map<number, Count>, name: (key: number) => string): [string, Count][] {
  const merged = new Map<string, Count>();
  for (const [key, count] of counts) {
    const named = name(key);
    addTo(countOf(merged, named), count.packets, count.bytes);
  }
  return [...merged];
}

function rows(layer: ProtocolCount['layer'], counts: [string, Count][]): ProtocolCount[] {
  return counts
    .filter(([, count]) => count.packets > 0)
    .sort(([a, x], [b, y]) => y.packets - x.packets || (a < b ? -1 : 1))
    .map(([name, count]) => ({ name, layer, packets: count.packets, bytes: count.bytes }));
}
