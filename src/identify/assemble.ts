import { formatMac, type Mac } from '../base/mac.ts';
import { formatMicros, type Micros } from '../base/time.ts';
import type { Attribute, Device, DeviceAddress } from '../model/analysis.ts';
import { bestAttributes } from './attributes.ts';
import { combine, type Mark, toEvidence, type Where } from './evidence.ts';
import { bestNames } from './names.ts';
import type { GatewayReason, GatewayVerdict, Ownership } from './ownership/gateway.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';
import { type Interfaces, SPEAKS } from './tables/interfaces.ts';
import { bestPerPort, type FoundService, type Service } from './tables/services.ts';
import type { Observation } from './tables/sightings.ts';
import { guessType, type TypeFacts, type TypeGuess } from './type-guess.ts';

/** Services that are listed in one attribute. */
const MOST_SERVICES = 64;

/** What is known of one device, gathered from all its interfaces. */
export interface DeviceFacts {
  /** Its interfaces, lowest MAC first. One, until interfaces are merged. */
  readonly interfaces: readonly number[];
  /** Bindings that are its own. */
  readonly own: readonly number[];
  readonly observations: readonly Observation[];
  readonly offered: readonly FoundService[];
  readonly used: readonly FoundService[];
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
  const totals = totalsOf(facts.interfaces, interfaces, ownership);
  const macs = macsOf(facts.interfaces, interfaces);
  const vendor = firstVendor(macs, tools.vendorOf);
  const gateway = strongestGateway(facts.interfaces, ownership);
  const services = bestPerPort(facts.offered);
  const guess = guessFor(facts, vendor, services, gateway, tools);
  return {
    id: interfaces.deviceId(main, tools.addresses),
    macs: macs.map(formatMac),
    vendor,
    type: guess?.type ?? 'unknown',
    names: bestNames(facts.observations),
    addresses: listAddresses(facts.own, tools),
    attributes: collectAttributes(facts, services, guess, gateway, tools),
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

/** The instants written last and their texts: those of the device at hand. */
const recentInstants = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
const recentTexts = ['', '', '', ''];
let oldest = 0;

/**
 * The instant as text, which a device often shares with its only address: then it is written and kept once. A text
 * takes two hundred bytes until it is used.
 */
function sharedText(at: Micros): string {
  const known = recentInstants.indexOf(at);
  if (known >= 0) return recentTexts[known];
  const text = formatMicros(at);
  recentInstants[oldest] = at;
  recentTexts[oldest] = text;
  oldest = (oldest + 1) % recentTexts.length;
  return text;
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
  const sorted =
    own.length < 2
      ? own
      : [...own].sort(
          (a, b) =>
            addresses.compare(bindings.addressOf(a), bindings.addressOf(b)) ||
            bindings.vlanOf(a) - bindings.vlanOf(b),
        );
  return sorted.map((id) => ({
    ip: addresses.text(bindings.addressOf(id)),
    vlan: bindings.vlanOf(id) < 0 ? null : bindings.vlanOf(id),
    firstSeen: sharedText(bindings.first[id]),
    lastSeen: sharedText(bindings.last[id]),
  }));
}

function gatewayMarks(reasons: readonly GatewayReason[], bindings: Bindings): Mark[] {
  const marks: Mark[] = [];
  for (const { reason, bindings: witnesses, seen } of reasons) {
    if (seen !== null) marks.push({ source: reason, ...seen });
    for (const id of witnesses) {
      marks.push({ source: reason, at: bindings.shownAt[id], packet: bindings.shownPacket[id] });
    }
  }
  return marks;
}

function guessFor(
  facts: DeviceFacts,
  vendor: string | null,
  services: readonly Service[],
  gateway: GatewayVerdict | null,
  { interfaces, bindings }: AssembleTools,
): TypeGuess | null {
  return guessType({
    vendor,
    said: facts.observations.map(({ attribute, value, confidence, source, first, firstPacket }) => ({
      attribute,
      value,
      confidence,
      mark: { source, at: first, packet: firstPacket },
    })),
    services,
    industrialServers: facts.industrialServers,
    speaks: spokenBy(facts.interfaces, interfaces),
    gateway: gateway === null ? null : forwarding(gateway, bindings),
  });
}

const SILENT: TypeFacts['speaks'] = [];

/** Protocols without IP that it sends. Where it was first seen has to do for a mark. */
function spokenBy(members: readonly number[], interfaces: Interfaces): TypeFacts['speaks'] {
  let bits = 0;
  for (const id of members) bits |= interfaces.speaks[id];
  if (bits === 0) return SILENT;
  const [main] = members;
  const at = interfaces.first[main];
  const packet = interfaces.firstPacket[main];
  return Object.entries(SPEAKS)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => ({ name, mark: { source: `${name} frames`, at, packet } }));
}

/** What its traffic says. Its own word comes again among what was said, and would count twice here. */
function forwarding(gateway: GatewayVerdict, bindings: Bindings): TypeFacts['gateway'] {
  const traffic = gateway.reasons.filter((reason) => reason.kind !== 'word');
  if (traffic.length === 0) return null;
  return {
    score: combine(traffic.map((reason) => reason.weight)),
    marks: gatewayMarks(traffic, bindings),
  };
}

function collectAttributes(
  facts: DeviceFacts,
  services: readonly Service[],
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
  if (services.length > 0 || announced.length > 0) {
    attributes.services = serviceAttribute(facts.offered, services, announced, where);
  }
  if (facts.used.length > 0) {
    attributes.servicesUsed = serviceAttribute(facts.used, bestPerPort(facts.used), [], where);
  }
  return attributes;
}

/** Of a type that the vendor alone suggests: the first frame with the MAC. */
function vendorMarks({ interfaces: [main] }: DeviceFacts, interfaces: Interfaces): Mark[] {
  const seen = interfaces.firstSight(main);
  return seen === null ? [] : [{ source: 'vendor of the MAC', ...seen }];
}

/** `ssh/22, http/80`: services seen in traffic (by port), then announced ones that were not. */
function serviceAttribute(
  found: readonly FoundService[],
  services: readonly Service[],
  announced: Observation[],
  where: Where,
): Attribute {
  // DNS over TCP and over UDP are one service to a reader.
  const values = [...new Set(services.map((service) => `${service.name}/${service.port}`))];
  const marks = services.map((service) => service.mark);
  const isGuess = found.every((entry) => entry.byPort);
  let confidence = services.length === 0 ? 0 : isGuess ? 0.6 : 0.9;
  for (const seen of announced.sort((a, b) => a.firstPacket - b.firstPacket)) {
    confidence = Math.max(confidence, seen.confidence);
    marks.push({ source: seen.source, at: seen.first, packet: seen.firstPacket });
    if (!values.includes(seen.value)) values.push(seen.value);
  }
  const more = values.length - MOST_SERVICES;
  const value = values.slice(0, MOST_SERVICES).join(', ') + (more > 0 ? `, … (${more} more)` : '');
  return { value, confidence, evidence: toEvidence(marks, where) };
}
