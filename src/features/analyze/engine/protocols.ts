import type { ProtocolCount } from '../../../model/analysis.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import { etherTypeName, ipProtocolName } from '../../../wire/names.ts';

interface Count {
  packets: number;
  bytes: number;
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
    if (view.srcMac >= 0 && view.dstMac >= 0) {
      this.#ethernet.packets += packets;
      this.#ethernet.bytes += bytes;
    }
    if (view.vlan >= 0) {
      this.#vlan.packets += packets;
      this.#vlan.bytes += bytes;
    }
    if (view.etherType !== 0) {
      const count = this.#byEtherType.get(view.etherType) ?? newCount(this.#byEtherType, view.etherType);
      count.packets += packets;
      count.bytes += bytes;
    }
    if (view.ipVersion !== 0) {
      const count = this.#byIpProtocol.get(view.ipProtocol) ?? newCount(this.#byIpProtocol, view.ipProtocol);
      count.packets += packets;
      count.bytes += bytes;
    }
    if (view.app !== null) {
      const count = this.#byApplication.get(view.app) ?? newCount(this.#byApplication, view.app);
      count.packets += packets;
      count.bytes += bytes;
    }
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

function newCount<K>(counts: Map<K, Count>, key: K): Count {
  const count = { packets: 0, bytes: 0 };
  counts.set(key, count);
  return count;
}

/** Several numbers share a name (PVST+ and STP are both `stp`). */
function merge(counts: Map<number, Count>, name: (key: number) => string): [string, Count][] {
  const merged = new Map<string, Count>();
  for (const [key, count] of counts) {
    const named = name(key);
    const sum = merged.get(named) ?? newCount(merged, named);
    sum.packets += count.packets;
    sum.bytes += count.bytes;
  }
  return [...merged];
}

function rows(layer: ProtocolCount['layer'], counts: [string, Count][]): ProtocolCount[] {
  return counts
    .filter(([, count]) => count.packets > 0)
    .sort(([a, x], [b, y]) => y.packets - x.packets || (a < b ? -1 : 1))
    .map(([name, count]) => ({ name, layer, packets: count.packets, bytes: count.bytes }));
}
