import { formatIp } from '../../base/ip.ts';
import { formatMac } from '../../base/mac.ts';
import { formatMicros } from '../../base/time.ts';
import type { Inventory } from '../../identify/inventory.ts';
import type { Analysis, CaptureSummary, Limits } from '../../model/analysis.ts';
import { linkTypeName } from '../../sources/frames/linktypes.ts';
import { listConversations } from './conversations.ts';
import type { Engine } from './engine.ts';
import type { PacketNumbers } from './packet-numbers.ts';

export interface BuildOptions {
  readonly files: readonly string[];
  readonly numbers: PacketNumbers;
  readonly warnings: readonly string[];
  /** How many conversations to list, the largest first kept; all of them when absent. */
  readonly maxConversations?: number;
  readonly limits: { readonly maxFlows: number; readonly maxMacs: number; readonly maxAddresses: number };
}

/** The result of a finished run (`engine.finish()` was called) in the shape of the `--json` contract. */
export function buildAnalysis(engine: Engine, inventory: Inventory, options: BuildOptions): Analysis {
  const identified = inventory.finish((packet) => options.numbers.locate(packet));
  return {
    schema: 1,
    capture: captureSummary(engine, options.files),
    macs: engine.macs.sorted().map(formatMac),
    ips: sortedAddresses(engine),
    devices: identified.devices,
    conversations: listConversations(engine, options.numbers, options.maxConversations ?? Infinity),
    protocols: engine.protocols.list(),
    vlans: identified.vlans,
    findings: identified.findings,
    limits: limitsOf(engine, identified.dropped, options),
    warnings: options.warnings,
  };
}

/** What was read up to now. */
export function captureSummary({ counters, linkTypes }: Engine, files: readonly string[]): CaptureSummary {
  const first = counters.firstSeen;
  const last = counters.lastSeen;
  return {
    files,
    packets: counters.packets,
    bytes: counters.bytes,
    wireBytes: counters.wireBytes,
    firstSeen: formatMicros(first),
    lastSeen: formatMicros(last),
    durationSeconds: first === null || last === null ? 0 : Math.round(last - first) / 1e6,
    linkTypes: [...linkTypes].map(linkTypeName),
    decode: counters.decode(),
    decodeLayers: counters.decodeLayers(),
  };
}

/** IPv4 first, each version in ascending order. */
function sortedAddresses({ addresses }: Engine): string[] {
  const v4 = new Uint32Array(addresses.size);
  const v6: number[][] = [];
  let count = 0;
  addresses.forEach((version, w0, w1, w2, w3) => {
    if (version === 4) v4[count++] = w0;
    else v6.push([w0 >>> 0, w1 >>> 0, w2 >>> 0, w3 >>> 0]);
  });
  v6.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
  const texts: string[] = [];
  for (const word of v4.subarray(0, count).sort()) texts.push(formatIp(4, word, 0, 0, 0));
  for (const [w0, w1, w2, w3] of v6) texts.push(formatIp(6, w0, w1, w2, w3));
  return texts;
}

function limitsOf(
  engine: Engine,
  dropped: { readonly macs: number; readonly addresses: number; readonly sightings: number },
  options: BuildOptions,
): Limits {
  return {
    ...options.limits,
    flowOverflowPackets: engine.flows.overflow[0],
    flowOverflowBytes: engine.flows.overflow[1],
    conversationsDropped: engine.expired,
    macsDropped: engine.macs.dropped + dropped.macs,
    addressesDropped: engine.addresses.dropped + dropped.addresses,
    sightingsDropped: dropped.sightings + engine.inspector.dropped,
  };
}
