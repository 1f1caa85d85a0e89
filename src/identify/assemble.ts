import { formatMac, type Mac } from '../base/mac.ts';
import type { Attribute, Device, DeviceSummary, EndCandidate } from '../model/analysis.ts';
import { bestAttributes } from './attributes.ts';
import { countAddresses, firstAddress, listAddresses, sharedText } from './device-addresses.ts';
import { gatewayMarks, guessFor, strongestGateway } from './device-type.ts';
import { type Mark, toEvidence, type Where } from './evidence.ts';
import { bestNames } from './names.ts';
import type { GatewayVerdict, Ownership } from './ownership/gateway.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';
import type { Interfaces } from './tables/interfaces.ts';
import type { FoundServices } from './tables/services.ts';
import type { Observation } from './tables/sightings.ts';
import type { TypeGuess } from './type-guess.ts';

/** Services that are listed in one attribute. */
const MOST_SERVICES = 64;

/** What a summary of one device needs, gathered from all its interfaces. */
export interface SummaryFacts {
  /** Its interfaces, lowest MAC first. One, until interfaces are merged. */
  readonly interfaces: readonly number[];
  /** Bindings that are its own. */
  readonly own: readonly number[];
  /** In any order. */
  readonly observations: readonly Observation[];
  readonly offered: FoundServices;
  readonly industrialServers: { readonly count: number; readonly marks: readonly Mark[] };
  readonly vlans: readonly number[];
}

/** All that is known of it. */
export interface DeviceFacts extends SummaryFacts {
  /** As compareObservations puts them. */
  readonly observations: readonly Observation[];
  readonly used: FoundServices;
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
  const totals = totalsOf(facts.interfaces, interfaces, ownership);
  const macs = macsOf(facts.interfaces, interfaces);
  const vendor = firstVendor(macs, tools.vendorOf);
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
    packetsSent: totals.packetsSent,
    packetsReceived: totals.packetsReceived,
    bytesSent: totals.bytesSent,
    bytesReceived: totals.bytesReceived,
    isGateway: gateway?.isGateway ?? false,
    vlans: facts.vlans,
    firstSeen: sharedText(totals.first),
    lastSeen: sharedText(totals.last),
    addressesBehind: totals.behind,
  };
}

/** The device as a list shows it, with what assembleDevice says in each field. */
export function summarizeDevice(facts: SummaryFacts, tools: AssembleTools): DeviceSummary {
  const { interfaces, ownership } = tools;
  const [main] = facts.interfaces;
  const { bytesSent, bytesReceived } = totalsOf(facts.interfaces, interfaces, ownership);
  const macs = macsOf(facts.interfaces, interfaces);
  const vendor = firstVendor(macs, tools.vendorOf);
  const guess = guessFor(facts, vendor, strongestGateway(facts.interfaces, ownership), tools);
  return {
    id: interfaces.deviceId(main, tools.addresses),
    macs: macs.map(formatMac),
    vendor,
    type: guess?.type ?? 'unknown',
    names: bestNames(facts.observations),
    firstAddress: firstAddress(facts.own, tools),
    addressCount: countAddresses(facts.own, tools),
    bytesSent,
    bytesReceived,
    vlans: facts.vlans,
  };
}

/** The device as someone who may be an end, with the addresses of those bindings. */
export function endCandidate(
  { interfaces: members, observations }: Pick<SummaryFacts, 'interfaces' | 'observations'>,
  asked: readonly number[],
  tools: AssembleTools,
): EndCandidate {
  return {
    macs: macsOf(members, tools.interfaces).map(formatMac),
    names: bestNames(observations),
    addresses: listAddresses(asked, tools),
  };
}

/** What the interfaces of a device have together. */
function totalsOf(members: readonly number[], interfaces: Interfaces, ownership: Ownership) {
  let packetsSent = 0;
  let packetsReceived = 0;
  let bytesSent = 0;
  let bytesReceived = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let behind = 0;
  for (const id of members) {
    packetsSent += interfaces.packetsSent[id];
    packetsReceived += interfaces.packetsReceived[id];
    bytesSent += interfaces.bytesSent[id];
    bytesReceived += interfaces.bytesReceived[id];
    first = Math.min(first, interfaces.first[id]);
    last = Math.max(last, interfaces.last[id]);
    behind += ownership.behind(id);
  }
  return { packetsSent, packetsReceived, bytesSent, bytesReceived, first, last, behind };
}

function macsOf(members: readonly number[], interfaces: Interfaces): Mac[] {
  const macs: Mac[] = [];
  for (const id of members) {
    const mac = interfaces.mac(id);
    if (mac !== null) macs.push(mac);
  }
  return macs;
}

function firstVendor(macs: readonly Mac[], vendorOf: (mac: Mac) => string | null): string | null {
  for (const mac of macs) {
    const vendor = vendorOf(mac);
    if (vendor !== null) return vendor;
  }
  return null;
}

function collectAttributes(
  facts: DeviceFacts,
  guess: TypeGuess | null,
  gateway: GatewayVerdict | null,
  { interfaces, bindings, where }: AssembleTools,
): Record<string, Attribute> {
  const attributes: Record<string, Attribute> = {};
  for (const [name, attribute] of bestAttributes(facts.observations, where)) attributes[name] = attribute;
  if (guess !== null) {
    attributes.type = {
      value: guess.type,
      confidence: guess.confidence,
      evidence: toEvidence(guess.marks.length > 0 ? guess.marks : vendorMarks(facts, interfaces), where),
    };
  }
  if (gateway?.isGateway === true) {
    attributes.gateway = {
      value: gateway.reasons.map((reason) => reason.reason).join('; '),
      confidence: gateway.score,
      evidence: toEvidence(gatewayMarks(gateway.reasons, bindings), where),
    };
  }
  const announced =
    facts.observations.length === 0 ? [] : facts.observations.filter((seen) => seen.attribute === 'service');
  if (facts.offered.best.length > 0 || announced.length > 0) {
    attributes.services = serviceAttribute(facts.offered, announced, where);
  }
  if (facts.used.best.length > 0) attributes.servicesUsed = serviceAttribute(facts.used, [], where);
  return attributes;
}

/** Of a type that the vendor alone suggests: the first frame with the MAC. */
function vendorMarks({ interfaces: [main] }: DeviceFacts, interfaces: Interfaces): Mark[] {
  const seen = interfaces.firstSight(main);
  return seen === null ? [] : [{ source: 'vendor of the MAC', ...seen }];
}

/** `ssh/22, http/80`: services seen in traffic (by port), then announced ones that were not. */
function serviceAttribute(
  { best, byPort }: FoundServices,
  announced: Observation[],
  where: Where,
): Attribute {
  // DNS over TCP and over UDP are one service to a reader.
  const values = [...new Set(best.map((service) => `${service.name}/${service.port}`))];
  const marks = best.map((service) => service.mark);
  let confidence = best.length === 0 ? 0 : byPort ? 0.6 : 0.9;
  for (const seen of announced.sort((a, b) => a.firstPacket - b.firstPacket)) {
    confidence = Math.max(confidence, seen.confidence);
    marks.push({ source: seen.source, at: seen.first, packet: seen.firstPacket });
    if (!values.includes(seen.value)) values.push(seen.value);
  }
  const more = values.length - MOST_SERVICES;
  const value = values.slice(0, MOST_SERVICES).join(', ') + (more > 0 ? `, … (${more} more)` : '');
  return { value, confidence, evidence: toEvidence(marks, where) };
}
