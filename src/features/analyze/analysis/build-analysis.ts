import { formatIp } from '../../../base/ip.ts';
import { formatMac } from '../../../base/mac.ts';
import { formatMicros } from '../../../base/time.ts';
import type { Inventory } from '../../../identify/inventory.ts';
import type { Analysis, CaptureSummary, Limits } from '../../../model/analysis.ts';
import type { Message } from '../../../model/messages/message.ts';
import { type Sequence, sequence } from '../../../model/sequence.ts';
import { linkTypeName } from '../../../sources/frames/linktypes.ts';
import type { Engine } from '../engine/engine.ts';
import { conversationsOf } from './conversations.ts';
import type { PacketNumbers } from './packet-numbers.ts';

export interface BuildOptions {
  readonly files: readonly string[];
  readonly numbers: PacketNumbers;
  readonly warnings: readonly Message[];
  readonly limits: { readonly maxFlows: number; readonly maxMacs: number; readonly maxAddresses: number };
}

/**
 * The result of a finished run (`engine.finish()` was called) in the shape of the `--json` contract. Its sequences are read
 * from the engine and the inventory: neither may be fed again while they are in use.
 */
export function buildAnalysis(engine: Engine, inventory: Inventory, options: BuildOptions): Analysis {
  const identified = inventory.end((packet) => options.numbers.locate(packet));
  return {
    schema: 1,
    capture: captureSummary(engine, options.files),
    macs: macTexts(engine),
    ips: addressTexts(engine),
    devices: identified.devices,
    conversations: conversationsOf(engine, options.numbers),
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

/** Sorted when the first is asked for. */
function macTexts({ macs }: Engine): Sequence<string> {
  let sorted: Float64Array | null = null;
  return sequence(macs.size, (index) => {
    sorted ??= macs.sorted();
    return formatMac(sorted[index]);
  });
}

/** IPv4 first, each version in ascending order. Sorted when the first is asked for. */
function addressTexts({ addresses }: Engine): Sequence<string> {
  let sorted: { readonly v4: Uint32Array; readonly v6: Uint32Array } | null = null;
  return sequence(addresses.size, (index) => {
    sorted ??= { v4: addresses.sorted4(), v6: addresses.sorted6() };
    const { v4, v6 } = sorted;
    if (index < v4.length) return formatIp(4, v4[index], 0, 0, 0);
    const at = (index - v4.length) * 4;
    return formatIp(6, v6[at], v6[at + 1], v6[at + 2], v6[at + 3]);
  });
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
