import { staysOnLink } from '../base/ip.ts';
import type { Mac } from '../base/mac.ts';
import type { Devices, Finding, VlanSummary } from '../model/analysis.ts';
import { type FlowView, startOf, type Told } from '../model/flow-view.ts';
import { InventoryDevices } from './devices.ts';
import type { Where } from './evidence.ts';
import { DhcpServers } from './findings/dhcp-servers.ts';
import { findAll } from './findings/index.ts';
import { findScans, mergeScans, type Scan } from './findings/port-scan.ts';
import { PROBE_ANSWERED, probeOutcome } from './findings/probe-outcome.ts';
import { Probes } from './findings/probes.ts';
import { declaredRouters, Gathered, type Tables } from './gather.ts';
import { HOPS_AMBIGUOUS, HOPS_FORWARDED, hopDistanceBit, hopLimitEvidence } from './hop-limit.ts';
import { judgeOwnership } from './ownership/gateway.ts';
import { serviceOnPort, TCP } from './service-names.ts';
import type { AddressClaim, DhcpServerSeen, IdentitySink, Sighting } from './sighting.ts';
import { Addresses } from './tables/addresses.ts';
import { Bindings } from './tables/bindings.ts';
import { Interfaces } from './tables/interfaces.ts';
import { ON_LINK, PUBLIC_FROM_PRIVATE, PUBLIC_TO_PRIVATE } from './tables/layout.ts';
import { ServiceNames } from './tables/service-names.ts';
import { Services } from './tables/services.ts';
import { Sightings } from './tables/sightings.ts';
import { STATION_BINDING, STATION_OWNER, Stations } from './tables/stations.ts';
import { TupleTable } from './tables/tuple-table.ts';
import { Vlans } from './tables/vlans.ts';

export interface InventoryLimits {
  /** Devices. */
  readonly maxMacs: number;
  /** (interface, address, VLAN) a device sent from or claimed. */
  readonly maxAddresses: number;
  /** Distinct (subject, attribute, value, source). */
  readonly maxSightings: number;
}

export const DEFAULT_INVENTORY_LIMITS: InventoryLimits = {
  maxMacs: 65_536,
  maxAddresses: 262_144,
  maxSightings: 1_000_000,
};

export interface InventoryOptions {
  /** OUI vendor of a MAC (see vendor.ts). */
  readonly vendorOf: (mac: Mac) => string | null;
  readonly limits: InventoryLimits;
}

export interface InventoryResult {
  /** Valid until more is learned. */
  readonly devices: Devices;
  readonly vlans: VlanSummary[];
  readonly findings: Finding[];
  /** Distinct MACs and addresses, and observations, that found no room. */
  readonly dropped: { readonly macs: number; readonly addresses: number; readonly sightings: number };
}

/**
 * From conversations and sightings to devices. Memory is bounded by the limits; the order in which
 * conversations and sightings come does not matter until one of them is reached.
 */
export interface Inventory extends IdentitySink {
  /**
   * Folds one conversation. Copies what it needs: the view may be reused. One that goes on may come again, with what was
   * `told` of it before: nothing counts twice. Returns of which ends it knew already that they have this MAC and this
   * address, as KNOWN_ bits; an end that sent now, that it had sent before as well. Not every end it knew is told.
   */
  addFlow(view: FlowView, told?: Told | null): number;
  /** Tells which conversations come next, the first `count` of `views`: what is known of them is fetched together. */
  expect(views: readonly FlowView[], count: number): void;
  /** What is known so far. Changes nothing: it can be called again and again while more comes in, which ends what was read. */
  finish(where: Where): InventoryResult;
  /** The same for the last time: what only more traffic would need is let go, some twenty megabytes. Add nothing afterwards. */
  end(where: Where): InventoryResult;
}

/** Attempts to reach a port that are held at once; when full they are searched for scans and forgotten. */
const MOST_PROBES = 524_288;
const MOST_SERVICES = 131_072;
const MOST_INDUSTRIAL_CLIENTS = 16_384;
/** Senders, destinations, and as many again that belong to no device (tunnels, scanned hosts). */
const ADDRESSES_PER_BINDING = 4;

/** The initiator, and the responder. */
export const KNOWN_SRC = 1;
export const KNOWN_DST = 2;

const NOTHING_TOLD: Told = { packets: 0, bytes: 0, packetsBack: 0, bytesBack: 0, app: null };

export function createInventory(options: InventoryOptions): Inventory {
  return new TrafficInventory(options);
}

class TrafficInventory implements Inventory {
  readonly #vendorOf: (mac: Mac) => string | null;
  readonly #tables: Tables;
  readonly #probes = new Probes(MOST_PROBES);
  #pastScans: Scan[] = [];
  readonly #dhcpServers = new DhcpServers();
  readonly #services = new ServiceNames();
  readonly #stations = new Stations();
  /** What `#resolve` found. */
  readonly #ends = { owner: -1, address: -1, binding: -1 };

  constructor({ vendorOf, limits }: InventoryOptions) {
    this.#vendorOf = vendorOf;
    this.#tables = {
      interfaces: new Interfaces(limits.maxMacs),
      addresses: new Addresses(limits.maxAddresses * ADDRESSES_PER_BINDING),
      bindings: new Bindings(limits.maxAddresses),
      vlans: new Vlans(),
      offered: new Services(MOST_SERVICES, this.#services),
      used: new Services(MOST_SERVICES, this.#services),
      industrial: new TupleTable(2, MOST_INDUSTRIAL_CLIENTS),
      sightings: new Sightings(limits.maxSightings),
    };
  }

  sight(sighting: Sighting): void {
    this.#tables.sightings.add(sighting);
  }

  claim(claim: AddressClaim): void {
    const { mac, ip, vlan } = claim;
    const { version, w0, w1, w2, w3 } = ip;
    const stations = this.#stations.words;
    const at = this.#stations.find(mac, vlan, version, w0, w1, w2, w3);
    if (stations[at + STATION_BINDING] !== 0) {
      this.#tables.bindings.claimAgain(stations[at + STATION_BINDING] - 1, claim);
      return;
    }
    const owner = this.#tables.interfaces.ofMac(mac, false);
    if (owner < 0) return;
    const address = this.#tables.addresses.idOf(version, w0, w1, w2, w3);
    if (address < 0) return;
    stations[at + STATION_OWNER] = owner;
    stations[at + STATION_BINDING] = this.#tables.bindings.claim(owner, address, claim) + 1;
  }

  get sightingsDropped(): number {
    return this.#tables.sightings.dropped;
  }

  dhcpServer(seen: DhcpServerSeen): void {
    this.#dhcpServers.add(seen);
  }

  addFlow(view: FlowView, told: Told | null = null): number {
    const sent = view.packets > 0;
    const sentBack = view.packetsBack > 0;
    const hops = sent ? hopLimitEvidence(view.ttl) : HOPS_AMBIGUOUS;
    const hopsBack = sentBack ? hopLimitEvidence(view.ttlBack) : HOPS_AMBIGUOUS;
    const ends = this.#ends;
    let known = this.#resolve(view, 0, sent, sent && hops !== HOPS_FORWARDED) ? KNOWN_SRC : 0;
    const src = ends.owner;
    const from = ends.address;
    const fromBinding = ends.binding;
    if (this.#resolve(view, 1, sentBack, sentBack && hopsBack !== HOPS_FORWARDED)) known |= KNOWN_DST;
    const { owner: dst, address: to, binding: toBinding } = ends;
    const before = told ?? NOTHING_TOLD;
    this.#addTotals(view, before, src, dst);
    if (view.vlan >= 0) {
      const packets = view.packets + view.packetsBack - before.packets - before.packetsBack;
      const bytes = view.bytes + view.bytesBack - before.bytes - before.bytesBack;
      const senderBack = sentBack ? dst : -1;
      this.#tables.vlans.add(view.vlan, view.outerVlan, packets, bytes, sent ? src : -1, senderBack);
    }
    if (view.ipVersion === 0) {
      if (sent && src >= 0) this.#tables.interfaces.spoke(src, view.etherType);
      if (sentBack && dst >= 0) this.#tables.interfaces.spoke(dst, view.etherType);
      return known;
    }
    this.#addTraits(view, from, to, fromBinding, toBinding, hops, hopsBack);
    if (view.hasPorts === 0) return known;
    const outcome = probeOutcome(view);
    const isServiceTold = before.packets > 0 && before.packetsBack > 0 && before.app === view.app;
    if (!isServiceTold) {
      this.#addServices(
        view,
        to,
        hops === HOPS_FORWARDED ? -1 : fromBinding,
        hopsBack === HOPS_FORWARDED ? -1 : toBinding,
        outcome,
      );
    }
    if (outcome !== 0 && from >= 0 && to >= 0) this.#addProbe(view, from, to, outcome);
    return known;
  }

  expect(views: readonly FlowView[], count: number): void {
    this.#stations.touch(views, count);
  }

  finish(where: Where): InventoryResult {
    const tables = this.#tables;
    const { interfaces, addresses, bindings } = tables;
    const vendorOf = this.#vendorOf;
    const devices = new InventoryDevices(interfaces.senders, () => {
      const ownership = judgeOwnership(interfaces, addresses, bindings, declaredRouters(tables));
      const tools = { interfaces, addresses, bindings, ownership, vendorOf, where };
      return { gathered: new Gathered(tables, ownership), tools };
    });
    const scans = mergeScans([...this.#pastScans, ...findScans(this.#probes, this.#tables.addresses)]);
    return {
      devices,
      vlans: this.#tables.vlans.summaries(),
      findings: findAll(
        { interfaces, addresses, bindings, dhcpServers: this.#dhcpServers, scans: { all: () => scans } },
        where,
      ),
      dropped: {
        macs: this.#tables.interfaces.dropped.count,
        addresses: this.#tables.bindings.dropped.count + this.#tables.addresses.dropped.count,
        sightings: this.#tables.sightings.dropped + this.#tables.offered.dropped + this.#tables.used.dropped,
      },
    };
  }

  end(where: Where): InventoryResult {
    const result = this.finish(where);
    this.#probes.clear();
    return result;
  }

  /**
   * Who is at an end of a conversation, and with which address: into `#ends`, -1 for what is nobody's or found no room.
   * `side` 0 is the initiator's, 1 the responder's; `sends`: it sent; `near`: and what it sent was not forwarded. Returns
   * whether it was known.
   */
  #resolve(view: FlowView, side: 0 | 1, sends: boolean, near: boolean): boolean {
    const ends = this.#ends;
    const { interfaces, addresses, bindings } = this.#tables;
    const { vlan, ipVersion } = view;
    const mac = side === 0 ? view.srcMac : view.dstMac;
    const w0 = side === 0 ? view.src0 : view.dst0;
    const w1 = side === 0 ? view.src1 : view.dst1;
    const w2 = side === 0 ? view.src2 : view.dst2;
    const w3 = side === 0 ? view.src3 : view.dst3;
    const stations = this.#stations.words;
    const at = ipVersion !== 0 && mac > 0 ? this.#stations.find(mac, vlan, ipVersion, w0, w1, w2, w3) : -1;
    if (at >= 0 && stations[at + STATION_BINDING] !== 0) {
      const owner = stations[at + STATION_OWNER];
      if (!sends || interfaces.sends[owner] === 1) {
        ends.owner = owner;
        ends.binding = stations[at + STATION_BINDING] - 1;
        ends.address = bindings.addressOf(ends.binding);
        bindings.noteAgain(ends.binding, view, side, near);
        return bindings.wasNoted;
      }
    }
    const { senders } = interfaces;
    const owner = mac !== -1 ? interfaces.ofMac(mac, sends) : this.#interfaceWithoutMac(view, side, sends);
    const address = addresses.idOf(ipVersion, w0, w1, w2, w3);
    const binding = owner < 0 || address < 0 ? -1 : bindings.note(owner, address, view, side, near);
    if (at >= 0) {
      stations[at + STATION_OWNER] = owner;
      stations[at + STATION_BINDING] = binding + 1;
    }
    ends.owner = owner;
    ends.address = address;
    ends.binding = binding;
    if (owner < 0 || interfaces.senders > senders) return false;
    return ipVersion === 0 || (binding >= 0 && bindings.wasNoted);
  }

  #interfaceWithoutMac(view: FlowView, side: 0 | 1, sends: boolean): number {
    // A frame that has one MAC only (Linux cooked) is on a link with MACs; so is what a tunnel carries.
    if (view.srcMac !== -1 || view.dstMac !== -1 || view.tunnel !== 0 || view.ipVersion === 0) return -1;
    return side === 0
      ? this.#tables.interfaces.ofAddress(view.ipVersion, view.src0, view.src1, view.src2, view.src3, sends)
      : this.#tables.interfaces.ofAddress(view.ipVersion, view.dst0, view.dst1, view.dst2, view.dst3, sends);
  }

  /** What a tunnel carries is already in the totals of the conversation around it. */
  #addTotals(view: FlowView, before: Told, src: number, dst: number): void {
    const interfaces = this.#tables.interfaces;
    const { first, last, firstPacket } = interfaces;
    if (src >= 0 && view.packets > 0) {
      if (view.firstSeen < first[src]) first[src] = view.firstSeen;
      if (view.lastSeen > last[src]) last[src] = view.lastSeen;
      if (view.firstPacket < firstPacket[src]) firstPacket[src] = view.firstPacket;
    }
    if (dst >= 0 && view.packetsBack > 0) {
      if (view.firstSeenBack < first[dst]) first[dst] = view.firstSeenBack;
      if (view.lastSeenBack > last[dst]) last[dst] = view.lastSeenBack;
      if (view.firstPacket < firstPacket[dst]) firstPacket[dst] = view.firstPacket;
    }
    if (view.tunnel !== 0) return;
    const packets = view.packets - before.packets;
    const bytes = view.bytes - before.bytes;
    const packetsBack = view.packetsBack - before.packetsBack;
    const bytesBack = view.bytesBack - before.bytesBack;
    if (src >= 0) {
      interfaces.packetsSent[src] += packets;
      interfaces.bytesSent[src] += bytes;
      interfaces.packetsReceived[src] += packetsBack;
      interfaces.bytesReceived[src] += bytesBack;
    }
    if (dst >= 0) {
      interfaces.packetsSent[dst] += packetsBack;
      interfaces.bytesSent[dst] += bytesBack;
      interfaces.packetsReceived[dst] += packets;
      interfaces.bytesReceived[dst] += bytes;
    }
  }

  #addTraits(
    view: FlowView,
    from: number,
    to: number,
    fromBinding: number,
    toBinding: number,
    hops: number,
    hopsBack: number,
  ): void {
    const { flags, distances } = this.#tables.bindings;
    if (fromBinding >= 0 && view.packets > 0) {
      flags[fromBinding] |= hops;
      if (hops === HOPS_FORWARDED) distances[fromBinding] |= hopDistanceBit(view.ttl);
      // No host has such an address.
      else if (to < 0 && staysOnLink(view.ipVersion, view.dst0)) flags[fromBinding] |= ON_LINK;
    }
    if (toBinding >= 0 && view.packetsBack > 0) {
      flags[toBinding] |= hopsBack;
      if (hopsBack === HOPS_FORWARDED) distances[toBinding] |= hopDistanceBit(view.ttlBack);
    }
    if (from < 0 || to < 0) return;
    const isFromPrivate = this.#tables.addresses.isPrivate(from);
    if (isFromPrivate === this.#tables.addresses.isPrivate(to)) return;
    // A private address that was itself forwarded to here says nothing about where the public one lives.
    if ((isFromPrivate ? hops : hopsBack) === HOPS_FORWARDED) return;
    const publicBinding = isFromPrivate ? toBinding : fromBinding;
    if (publicBinding < 0) return;
    if (isFromPrivate ? view.packetsBack > 0 : view.packets > 0) flags[publicBinding] |= PUBLIC_TO_PRIVATE;
    if (isFromPrivate ? view.packets > 0 : view.packetsBack > 0) flags[publicBinding] |= PUBLIC_FROM_PRIVATE;
  }

  /** Bindings are -1 where the address is surely behind a router: what far hosts offer and use is no matter here. */
  #addServices(view: FlowView, to: number, fromBinding: number, toBinding: number, outcome: number): void {
    if (view.packetsBack === 0 || view.packets === 0) return;
    if (fromBinding < 0 && toBinding < 0) return;
    if (view.ipProtocol === TCP && outcome !== PROBE_ANSWERED) return;
    const byContent = view.app;
    const text = byContent ?? serviceOnPort(view.ipProtocol, view.dstPort);
    const services = this.#services;
    const name = text === null ? -1 : services.idOf(text);
    if (name < 0 || !services.isService(name)) return;
    const byPort = byContent === null ? 1 : 0;
    if (toBinding >= 0) this.#tables.offered.add(toBinding, view, name, byPort);
    if (fromBinding < 0) return;
    this.#tables.used.add(fromBinding, view, name, byPort);
    if (to >= 0 && services.isIndustrial(name)) this.#tables.industrial.intern(fromBinding, to);
  }

  #addProbe(view: FlowView, from: number, to: number, outcome: number): void {
    const at = startOf(view);
    if (this.#probes.add(from, to, view.ipProtocol, view.dstPort, outcome, at, view.firstPacket)) return;
    this.#pastScans = mergeScans([...this.#pastScans, ...findScans(this.#probes, this.#tables.addresses)]);
    this.#probes.clear();
    this.#probes.add(from, to, view.ipProtocol, view.dstPort, outcome, at, view.firstPacket);
  }
}
