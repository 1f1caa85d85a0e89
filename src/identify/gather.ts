import type { DeviceFacts } from './assemble.ts';
import { compareText, type Mark } from './evidence.ts';
import type { DeclaredRouters, Ownership } from './ownership/gateway.ts';
import { ownersOfAddresses } from './ownership/owners.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';
import type { Interfaces } from './tables/interfaces.ts';
import type { Services } from './tables/services.ts';
import type { Observation, Sightings } from './tables/sightings.ts';
import type { TupleTable } from './tables/tuple-table.ts';
import type { Vlans } from './tables/vlans.ts';

/** Everything that was learned, interface by interface. Gathering changes nothing of it. */
export interface Tables {
  readonly interfaces: Interfaces;
  readonly addresses: Addresses;
  readonly bindings: Bindings;
  readonly vlans: Vlans;
  readonly offered: Services;
  readonly used: Services;
  /** (binding of the client, address of the server): conversations in industrial protocols. */
  readonly industrial: TupleTable;
  readonly sightings: Sightings;
}

/** Interfaces that call themselves routers (router advertisement, LLDP, CDP). */
export function declaredRouters({ interfaces, sightings }: Tables): DeclaredRouters {
  const declared = new Map<number, { reason: string; weight: number }>();
  for (const mac of sightings.macs()) {
    for (const { attribute, value, source, confidence } of sightings.ofMac(mac)) {
      if (attribute !== 'role' || value !== 'router') continue;
      const id = interfaces.findMac(mac);
      const known = declared.get(id);
      const isBetter =
        known === undefined ||
        confidence > known.weight ||
        (confidence === known.weight && source < known.reason);
      if (id >= 0 && isBetter) declared.set(id, { reason: source, weight: confidence });
    }
  }
  return declared;
}

/** Devices with what is known of them. Today every interface that sent is a device of its own. */
export function gatherDevices(tables: Tables, ownership: Ownership): DeviceFacts[] {
  const { interfaces, bindings, industrial } = tables;
  const ownerOf = (binding: number) => (ownership.owns(binding) ? bindings.interfaceOf(binding) : -1);
  const own = groupBy(bindings.size, ownerOf);
  const clients = groupBy(industrial.size, (row) => ownerOf(industrial.word(row, 0)));
  const said = sayingsOf(tables, ownership);
  const offered = servicesOf(tables.offered, ownerOf);
  const used = servicesOf(tables.used, ownerOf);
  const vlans = tables.vlans.ofInterfaces();
  const devices: DeviceFacts[] = [];
  for (let id = 0; id < interfaces.size; id++) {
    if (interfaces.sends[id] === 0) continue;
    devices.push({
      interfaces: [id],
      own: own.get(id) ?? [],
      observations: (said.get(id) ?? []).sort(compareObservations),
      offered: offered.get(id) ?? [],
      used: used.get(id) ?? [],
      industrialServers: industrialServers(tables, clients.get(id) ?? []),
      vlans: vlans.get(id) ?? [],
    });
  }
  return devices;
}

/** What was said about each interface, directly or through an address that is its own. */
function sayingsOf(tables: Tables, ownership: Ownership): Map<number, Observation[]> {
  const { interfaces, addresses, bindings, sightings } = tables;
  const said = new Map<number, Observation[]>();
  for (const mac of sightings.macs()) {
    const id = interfaces.findMac(mac);
    if (id >= 0) for (const observation of sightings.ofMac(mac)) append(said, id, observation);
  }
  const ownerAt = ownersOfAddresses(bindings, interfaces, ownership);
  sightings.forEachAddress((ip, vlan, observations) => {
    const address = addresses.findText(ip);
    if (address < 0) return;
    for (const observation of observations) {
      const id = ownerAt(address, vlan, observation.first);
      if (id >= 0) append(said, id, observation);
    }
  });
  return said;
}

function servicesOf(services: Services, ownerOf: (binding: number) => number) {
  const result = new Map<number, DeviceFacts['offered'][number][]>();
  services.forEach((binding, service, byPort) => {
    const owner = ownerOf(binding);
    if (owner >= 0) append(result, owner, { service, byPort });
  });
  return result;
}

function industrialServers(
  { industrial, bindings }: Tables,
  rows: readonly number[],
): DeviceFacts['industrialServers'] {
  const servers = new Set(rows.map((row) => industrial.word(row, 1)));
  const marks: Mark[] = [];
  for (const binding of new Set(rows.map((row) => industrial.word(row, 0)))) {
    marks.push({
      source: 'client of industrial servers',
      at: bindings.shownAt[binding],
      packet: bindings.shownPacket[binding],
    });
  }
  return { count: servers.size, marks };
}

/** By packet, then by what was said: the same whatever the order in which it came. */
function compareObservations(a: Observation, b: Observation): number {
  return (
    a.firstPacket - b.firstPacket ||
    compareText(a.attribute, b.attribute) ||
    compareText(a.value, b.value) ||
    compareText(a.source, b.source)
  );
}

/** Rows by the group they belong to; -1 belongs to none. */
function groupBy(rows: number, groupOf: (row: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const group = groupOf(row);
    if (group >= 0) append(groups, group, row);
  }
  return groups;
}

function append<Item>(groups: Map<number, Item[]>, group: number, item: Item): void {
  const list = groups.get(group);
  if (list === undefined) groups.set(group, [item]);
  else list.push(item);
}
