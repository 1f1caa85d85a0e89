import { type Mac, macHigh } from '../base/mac.ts';
import type { Devices, Finding, VlanSummary } from '../model/analysis.ts';
import type { FlowView, Told } from '../model/flow-view.ts';
import { Core, type CoreProgram } from './core/core.ts';
import * as L from './core/program/layout.ts';
import { BY_PORT, IS_INDUSTRIAL } from './core/program/services.ts';
import { InventoryDevices } from './devices.ts';
import type { Where } from './evidence.ts';
import { DhcpServers } from './findings/dhcp-servers.ts';
import { findAll } from './findings/index.ts';
import { FEWEST, findScans, mergeScans, type Scan } from './findings/port-scan.ts';
import type { ProbeTable } from './findings/probe-table.ts';
import { Probes } from './findings/probes.ts';
import { declaredRouters, Gathered, type Tables } from './gather.ts';
import { judgeOwnership } from './ownership/gateway.ts';
import { servicesByPort, TCP, UDP } from './service-names.ts';
import type { AddressClaim, DhcpServerSeen, IdentitySink, Sighting } from './sighting.ts';
import { Addresses } from './tables/addresses.ts';
import { Bindings } from './tables/bindings.ts';
import { Industrial } from './tables/industrial.ts';
import { Interfaces, speaksOf } from './tables/interfaces.ts';
import { CLAIMED_ARP, CLAIMED_DHCP, CLAIMED_ND } from './tables/layout.ts';
import { SeenAddresses } from './tables/seen-addresses.ts';
import { SeenMacs } from './tables/seen-macs.ts';
import { ServiceNames } from './tables/service-names.ts';
import { Services } from './tables/services.ts';
import { Sightings } from './tables/sightings.ts';
import { Vlans } from './tables/vlans.ts';

export interface InventoryLimits {
  /** Devices. */
  readonly maxMacs: number;
  /** (interface, address, VLAN) a device sent from or claimed. */
  readonly maxAddresses: number;
  /** Distinct (subject, attribute, value, source). */
  readonly maxSightings: number;
}

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
  /** Every MAC that sent, and every address. */
  readonly macs: SeenMacs;
  readonly addresses: SeenAddresses;
  /** What is called for conversations and claims without a way through here. */
  readonly program: CoreProgram;
  /**
   * Folds one conversation. Copies what it needs: the view may be reused. One that goes on may come again, with what was
   * `told` of it before: nothing counts twice. Returns whether the MACs of its ends, if they sent, are new, as NEW_ bits.
   */
  addFlow(view: FlowView, told?: Told | null): number;
  /** Number of the service that an application protocol is, as `fold` takes it; -1 when it is none. */
  serviceOf(app: string): number;
  /** What is known so far. Changes nothing: it can be called again and again while more comes in, which ends what was read. */
  finish(where: Where): InventoryResult;
  /** The same for the last time: what only more traffic would need is let go. Add nothing afterwards. */
  end(where: Where): InventoryResult;
}

/** Attempts to reach a port that are held at once; when full they are searched for scans and forgotten. */
const MOST_PROBES = 524_288;
const CLAIM_FLAG = { arp: CLAIMED_ARP, nd: CLAIMED_ND, dhcp: CLAIMED_DHCP } as const;
const NOTHING_TOLD: Told = { packets: 0, bytes: 0, packetsBack: 0, bytesBack: 0, app: null };

export function createInventory(options: InventoryOptions): Inventory {
  return new TrafficInventory(options);
}

class TrafficInventory implements Inventory {
  readonly macs: SeenMacs;
  readonly addresses: SeenAddresses;
  readonly program: CoreProgram;
  readonly #vendorOf: (mac: Mac) => string | null;
  readonly #tables: Tables;
  readonly #core: Core;
  readonly #probes: Probes;
  /** Among attempts that are forgotten. */
  #pastScans: Scan[] = [];
  readonly #dhcpServers = new DhcpServers();
  readonly #services = new ServiceNames();

  constructor({ vendorOf, limits }: InventoryOptions) {
    this.#vendorOf = vendorOf;
    this.#core = new Core(limits);
    this.program = this.#core.program;
    this.macs = new SeenMacs(this.#core);
    this.addresses = new SeenAddresses(this.#core);
    this.#tables = tablesOf(this.#core, this.#services, limits.maxSightings);
    this.#probes = new Probes(this.#core, MOST_PROBES, (table) => this.#findPast(table));
    for (const [port, name] of servicesByPort(TCP)) this.#tellService(L.TCP_SERVICES, port, name);
    for (const [port, name] of servicesByPort(UDP)) this.#tellService(L.UDP_SERVICES, port, name);
  }

  #tellService(table: number, port: number, name: string): void {
    this.#core.halves[table / 2 + port] = this.serviceOf(name) + 1;
  }

  #findPast(table: ProbeTable): void {
    this.#pastScans = mergeScans([...this.#pastScans, ...findScans(table, this.#tables.addresses)]);
  }

  sight(sighting: Sighting): void {
    this.#tables.sightings.add(sighting);
  }

  claim({ mac, ip, vlan, source, at, packet }: AddressClaim): void {
    const { version, w0, w1, w2, w3 } = ip;
    const flag = CLAIM_FLAG[source];
    this.program.claim(
      macHigh(mac),
      mac | 0,
      version,
      w0 | 0,
      w1 | 0,
      w2 | 0,
      w3 | 0,
      vlan,
      flag,
      at,
      packet,
    );
  }

  get sightingsDropped(): number {
    return this.#tables.sightings.dropped;
  }

  dhcpServer(seen: DhcpServerSeen): void {
    this.#dhcpServers.add(seen);
  }

  serviceOf(app: string): number {
    const number = this.#services.idOf(app);
    if (number < 0 || !this.#services.isService(number)) return -1;
    return this.#services.isIndustrial(number) ? number | IS_INDUSTRIAL : number;
  }

  addFlow(view: FlowView, told: Told | null = null): number {
    const before = told ?? NOTHING_TOLD;
    const isServiceTold = before.packets > 0 && before.packetsBack > 0 && before.app === view.app;
    this.#tellEnds(view, before);
    return this.program.fold(
      view.vlan,
      view.outerVlan,
      view.ipVersion,
      view.ipProtocol,
      view.hasPorts,
      view.dstPort,
      view.tunnel,
      speaksOf(view.etherType),
      view.firstPacket,
      view.app === null ? BY_PORT : this.serviceOf(view.app),
      isServiceTold ? 1 : 0,
    );
  }

  #tellEnds(view: FlowView, before: Told): void {
    const { program } = this;
    program.end(
      0,
      macHigh(view.srcMac),
      view.srcMac | 0,
      view.src0,
      view.src1,
      view.src2,
      view.src3,
      view.packets,
      view.packets - before.packets,
      view.bytes - before.bytes,
      view.firstSeen,
      view.lastSeen,
      view.ttl,
      view.tcpFlags,
    );
    program.end(
      1,
      macHigh(view.dstMac),
      view.dstMac | 0,
      view.dst0,
      view.dst1,
      view.dst2,
      view.dst3,
      view.packetsBack,
      view.packetsBack - before.packetsBack,
      view.bytesBack - before.bytesBack,
      view.firstSeenBack,
      view.lastSeenBack,
      view.ttlBack,
      view.tcpFlagsBack,
    );
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
    // First: when they are told apart, some may be found among the past ones.
    const suspects = this.#probes.ofSuspects(FEWEST, addresses.size);
    const scans = mergeScans([...this.#pastScans, ...findScans(suspects, addresses)]);
    return {
      devices,
      vlans: this.#tables.vlans.summaries(),
      findings: findAll(
        { interfaces, addresses, bindings, dhcpServers: this.#dhcpServers, scans: { all: () => scans } },
        where,
      ),
      dropped: {
        macs: interfaces.dropped,
        addresses: bindings.dropped + addresses.dropped,
        sightings: this.#tables.sightings.dropped + this.#tables.offered.dropped + this.#tables.used.dropped,
      },
    };
  }

  end(where: Where): InventoryResult {
    const result = this.finish(where);
    this.#probes.clear();
    return result;
  }
}

function tablesOf(core: Core, services: ServiceNames, maxSightings: number): Tables {
  return {
    interfaces: new Interfaces(core),
    addresses: new Addresses(core),
    bindings: new Bindings(core),
    vlans: new Vlans(core),
    offered: new Services(core, L.OFFERED, services),
    used: new Services(core, L.USED, services),
    industrial: new Industrial(core),
    sightings: new Sightings(maxSightings),
  };
}
