import { formatMac, type Mac } from '../base/mac.ts';
import { formatMicros } from '../base/time.ts';
import type { Attribute, Device, DeviceAddress } from '../model/analysis.ts';
import { bestAttributes } from './attributes.ts';
import { combine, type Mark, toEvidence, type Where } from './evidence.ts';
import { bestNames } from './names.ts';
import type { GatewayVerdict, Ownership } from './ownership/gateway.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';
import { type Interfaces, SPEAKS } from './tables/interfaces.ts';
import { bestPerPort, type Service } from './tables/services.ts';
import type { Observation } from './tables/sightings.ts';
import { guessType, type TypeGuess } from './type-guess.ts';

/** Services that are listed in one attribute. */
const MOST_SERVICES = 64;

/** What is known of one device, gathered from all its interfaces. */
export interface DeviceFacts {
  /** Its interfaces, lowest MAC first. One, until interfaces are merged. */
  readonly interfaces: readonly number[];
  /** Bindings that are its own. */
  readonly own: readonly number[];
  readonly observations: readonly Observation[];
  readonly offered: readonly { service: Service; byPort: boolean }[];
  readonly used: readonly { service: Service; byPort: boolean }[];
  readonly industrialServers: { readonly count: number; readonly marks: readonly Mark[] };
  readonly vlans: readonly number[];
}

export interface AssembleTools {
  readonly interfaces: Interfaces;
  readonly addresses: Addresses;
  readonly bindings: Bindings;
  readonly ownership: Ownership;
  readonly vendorOf: (mac: Mac) => string | null;
  readonly where: Where;
}

/** The device as it is published. */
export function assembleDevice(facts: DeviceFacts, tools: AssembleTools): Device {
  const { interfaces, ownership } = tools;
  const [main] = facts.interfaces;
  const sum = (column: Float64Array) => facts.interfaces.reduce((total, id) => total + column[id], 0);
  const macs = facts.interfaces.map((id) => interfaces.mac(id)).filter((mac) => mac !== null);
  const vendor = macs.map(tools.vendorOf).find((name) => name !== null) ?? null;
  const gateway = strongestGateway(facts.interfaces, ownership);
  const guess = guessFor(facts, vendor, gateway, tools);
  return {
    id: interfaces.deviceId(main, tools.addresses),
    macs: macs.map(formatMac),
    vendor,
    type: guess?.type ?? 'unknown',
    names: bestNames(facts.observations),
    addresses: listAddresses(facts.own, tools),
    attributes: collectAttributes(facts, guess, gateway, tools),
    packetsSent: sum(interfaces.packetsSent),
    packetsReceived: sum(interfaces.packetsReceived),
    bytesSent: sum(interfaces.bytesSent),
    bytesReceived: sum(interfaces.bytesReceived),
    isGateway: gateway?.isGateway ?? false,
    vlans: facts.vlans,
    firstSeen: formatMicros(Math.min(...facts.interfaces.map((id) => interfaces.first[id]))),
    lastSeen: formatMicros(Math.max(...facts.interfaces.map((id) => interfaces.last[id]))),
    addressesBehind: facts.interfaces.reduce((total, id) => total + ownership.behind(id), 0),
  };
}

function strongestGateway(members: readonly number[], ownership: Ownership): GatewayVerdict | null {
  let best: GatewayVerdict | null = null;
  for (const id of members) {
    const verdict = ownership.gateway(id);
    if (verdict !== null && (best === null || verdict.score > best.score)) best = verdict;
  }
  return best;
}

/** Sorted by address, then VLAN. */
function listAddresses(own: readonly number[], { addresses, bindings }: AssembleTools): DeviceAddress[] {
  const sorted = [...own].sort(
    (a, b) =>
      addresses.compare(bindings.addressOf(a), bindings.addressOf(b)) ||
      bindings.vlanOf(a) - bindings.vlanOf(b),
  );
  return sorted.map((id) => ({
    ip: addresses.text(bindings.addressOf(id)),
    vlan: bindings.vlanOf(id) < 0 ? null : bindings.vlanOf(id),
    firstSeen: formatMicros(bindings.first[id]),
    lastSeen: formatMicros(bindings.last[id]),
  }));
}

function gatewayMarks(verdict: GatewayVerdict, bindings: Bindings): Mark[] {
  return verdict.reasons.flatMap((reason) =>
    earliest(reason.bindings, bindings).map((id) => ({
      source: reason.reason,
      at: bindings.shownAt[id],
      packet: bindings.shownPacket[id],
    })),
  );
}

/** Two of each reason are enough: an internet router has a hundred thousand. */
function earliest(ids: readonly number[], bindings: Bindings): number[] {
  let first = -1;
  let second = -1;
  for (const id of ids) {
    if (first < 0 || bindings.shownPacket[id] < bindings.shownPacket[first]) {
      second = first;
      first = id;
    } else if (second < 0 || bindings.shownPacket[id] < bindings.shownPacket[second]) second = id;
  }
  return [first, second].filter((id) => id >= 0);
}

function guessFor(
  facts: DeviceFacts,
  vendor: string | null,
  gateway: GatewayVerdict | null,
  { interfaces, bindings }: AssembleTools,
): TypeGuess | null {
  const [main] = facts.interfaces;
  const speaks = facts.interfaces.reduce((bits, id) => bits | interfaces.speaks[id], 0);
  const mark = (name: string) => ({
    source: `${name} frames`,
    at: interfaces.first[main],
    packet: interfaces.firstPacket[main],
  });
  // Its own word comes again among what was said: only its traffic counts here.
  const traffic = gateway?.reasons.filter((reason) => reason.kind !== 'word') ?? [];
  return guessType({
    vendor,
    said: facts.observations.map(({ attribute, value, confidence, source, first, firstPacket }) => ({
      attribute,
      value,
      confidence,
      mark: { source, at: first, packet: firstPacket },
    })),
    services: bestPerPort(facts.offered).map(({ name, port, mark }) => ({ name, port, mark })),
    industrialServers: facts.industrialServers,
    speaks: Object.entries(SPEAKS)
      .filter(([, bit]) => (speaks & bit) !== 0)
      .map(([name]) => ({ name, mark: mark(name) })),
    gateway:
      gateway === null || traffic.length === 0
        ? null
        : {
            score: combine(traffic.map((reason) => reason.weight)),
            marks: gatewayMarks({ ...gateway, reasons: traffic }, bindings),
          },
  });
}

function collectAttributes(
  facts: DeviceFacts,
  guess: TypeGuess | null,
  gateway: GatewayVerdict | null,
  { bindings, where }: AssembleTools,
): Record<string, Attribute> {
  const attributes: Record<string, Attribute> = Object.fromEntries(bestAttributes(facts.observations, where));
  if (guess !== null) {
    attributes.type = {
      value: guess.type,
      confidence: guess.confidence,
      evidence: toEvidence(guess.marks, where),
    };
  }
  if (gateway?.isGateway === true) {
    attributes.gateway = {
      value: gateway.reasons.map((reason) => reason.reason).join('; '),
      confidence: gateway.score,
      evidence: toEvidence(gatewayMarks(gateway, bindings), where),
    };
  }
  const services = serviceAttribute(facts.offered, facts.observations, where);
  if (services !== null) attributes.services = services;
  const used = serviceAttribute(facts.used, [], where);
  if (used !== null) attributes.servicesUsed = used;
  return attributes;
}

/** `ssh/22, http/80`: services seen in traffic (by port), then announced ones that were not. */
function serviceAttribute(
  found: DeviceFacts['offered'],
  observations: readonly Observation[],
  where: Where,
): Attribute | null {
  const services = bestPerPort(found);
  // DNS over TCP and over UDP are one service to a reader.
  const values = [...new Set(services.map((service) => `${service.name}/${service.port}`))];
  const marks = services.map((service) => service.mark);
  const isGuess = found.every((entry) => entry.byPort);
  let confidence = services.length === 0 ? 0 : isGuess ? 0.6 : 0.9;
  const announced = observations.filter((seen) => seen.attribute === 'service');
  for (const seen of announced.sort((a, b) => a.firstPacket - b.firstPacket)) {
    confidence = Math.max(confidence, seen.confidence);
    marks.push({ source: seen.source, at: seen.first, packet: seen.firstPacket });
    if (!values.includes(seen.value)) values.push(seen.value);
  }
  if (values.length === 0) return null;
  const more = values.length - MOST_SERVICES;
  const value = values.slice(0, MOST_SERVICES).join(', ') + (more > 0 ? `, … (${more} more)` : '');
  return { value, confidence, evidence: toEvidence(marks, where) };
}
