import type { DeviceFacts, SummaryFacts } from './assemble.ts';
import type { Mark } from './evidence.ts';
import type { DeclaredRouters, Ownership } from './ownership/gateway.ts';
import { AddressOwners, SEVERAL } from './ownership/owners.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';
import { Groups } from './tables/groups.ts';
import type { Industrial } from './tables/industrial.ts';
import type { Interfaces, Sight } from './tables/interfaces.ts';
import { KEY_ADDRESS, KEY_WORDS } from './tables/layout.ts';
import type { Services } from './tables/services.ts';
import { compareObservations, type Observation, type Sightings } from './tables/sightings.ts';
import type { Tuples } from './tables/tuple-table.ts';
import type { Vlans } from './tables/vlans.ts';

/** Everything that was learned, interface by interface. Gathering changes nothing of it. */
export interface Tables {
  readonly interfaces: Interfaces;
  readonly addresses: Addresses;
  readonly bindings: Bindings;
  readonly vlans: Vlans;
  readonly offered: Services;
  readonly used: Services;
  readonly industrial: Industrial;
  readonly sightings: Sightings;
}

/** Interfaces that call themselves routers (router advertisement, LLDP, CDP). */
export function declaredRouters({ interfaces, sightings }: Tables): DeclaredRouters {
  const declared = new Map<number, { reason: string; weight: number; seen: Sight }>();
  for (const row of sightings.rowsOf('role', 'router')) {
    const mac = sightings.macOf(sightings.subjectOf(row));
    const id = mac === null ? -1 : interfaces.findMac(mac);
    if (id < 0) continue;
    const { source, confidence, first, firstPacket } = sightings.read(row);
    const known = declared.get(id);
    const isBetter =
      known === undefined ||
      confidence > known.weight ||
      (confidence === known.weight && source < known.reason);
    const seen = { at: first, packet: firstPacket };
    if (isBetter) declared.set(id, { reason: source, weight: confidence, seen });
  }
  return declared;
}

const NOTHING: readonly never[] = [];

/** What is known, sorted by device. Today every interface that sent is a device of its own. */
export class Gathered {
  readonly #tables: Tables;
  /** By binding: whose own it is. */
  readonly #ownerOf: Int32Array;
  readonly #own: Groups;
  readonly #clients: Groups;
  readonly #offers: Groups;
  readonly #said: Groups;
  readonly #vlans: ReadonlyMap<number, readonly number[]>;
  /** Made when they are needed: a report of the busiest tells neither in which order all are nor what they use. */
  #uses: Groups | null = null;
  #order: readonly number[] | null = null;

  constructor(tables: Tables, ownership: Ownership) {
    const { interfaces, addresses, bindings, industrial, offered } = tables;
    this.#tables = tables;
    this.#ownerOf = ownership.owners;
    this.#own = new Groups(interfaces.size, ownership.owners);
    this.#clients = this.#byOwner(industrial);
    this.#offers = this.#byOwner(offered.tuples);
    this.#said = sayingsOf(tables, new AddressOwners(bindings, interfaces, ownership, addresses.size));
    this.#vlans = tables.vlans.ofInterfaces();
  }

  /** Rows by who owns the binding that is their first word. */
  #byOwner({ size, width, words }: Tuples): Groups {
    const owners = new Int32Array(size);
    for (let row = 0; row < size; row++) owners[row] = this.#ownerOf[words[row * width]];
    return new Groups(this.#tables.interfaces.size, owners);
  }

  /** Bindings by which the addresses are somebody's. */
  bindingsOf(wanted: ReadonlySet<number>): number[] {
    const { keys, size } = this.#tables.bindings;
    const found: number[] = [];
    for (let id = 0, at = KEY_ADDRESS; id < size; id++, at += KEY_WORDS) {
      if (wanted.has(keys[at]) && this.#ownerOf[id] >= 0) found.push(id);
    }
    return found;
  }

  /** Interfaces that are devices, in the order in which devices are listed: by first seen, then id. */
  get order(): readonly number[] {
    this.#order ??= this.inOrder(sendersOf(this.#tables.interfaces));
    return this.#order;
  }

  /** Interfaces by first frame. Those of the same instant by their device ids: without a MAC first. */
  inOrder(senders: number[]): number[] {
    return senders.sort((a, b) => this.compare(a, b));
  }

  compare(a: number, b: number): number {
    const { interfaces, addresses } = this.#tables;
    return interfaces.first[a] - interfaces.first[b] || interfaces.compareIds(a, b, addresses);
  }

  /** Read when it is asked for, so that nothing of it waits in memory: as much as all the rest here. */
  factsOf(id: number): DeviceFacts {
    const { interfaces, own, observations, offered, industrialServers, vlans } = this.summaryFactsOf(id);
    // Named one by one: of objects that are spread V8 keeps something, 40 megabytes for 65,536 devices.
    return {
      interfaces,
      own,
      observations: observations.length < 2 ? observations : observations.toSorted(compareObservations),
      offered,
      used: this.#tables.used.found(this.#usesOf(id)),
      industrialServers,
      vlans,
    };
  }

  summaryFactsOf(id: number): SummaryFacts {
    return {
      interfaces: [id],
      own: this.#own.of(id),
      observations: this.observationsOf(id),
      offered: this.#tables.offered.found(this.#offers.of(id)),
      industrialServers: industrialServers(this.#tables, this.#clients.of(id)),
      vlans: this.#vlans.get(id) ?? NOTHING,
    };
  }

  /** What was said about it, in any order. */
  observationsOf(id: number): readonly Observation[] {
    const rows = this.#said.of(id);
    return rows.length === 0 ? NOTHING : rows.map((row) => this.#tables.sightings.read(row));
  }

  #usesOf(id: number): readonly number[] {
    this.#uses ??= this.#byOwner(this.#tables.used.tuples);
    return this.#uses.of(id);
  }
}

/** Interfaces that sent, in the order of their numbers. */
function sendersOf({ sends, size }: Interfaces): number[] {
  const senders: number[] = [];
  for (let id = 0; id < size; id++) if (sends[id] === 1) senders.push(id);
  return senders;
}

/** Rows of what was said about each interface, directly or through an address that is its own. */
function sayingsOf({ interfaces, addresses, sightings }: Tables, owners: AddressOwners): Groups {
  /** By subject: its interface; -1 nobody's; SEVERAL: it depends on the time. */
  const interfaceOf = new Int32Array(sightings.subjects);
  for (let subject = 0; subject < interfaceOf.length; subject++) {
    const mac = sightings.macOf(subject);
    if (mac !== null) interfaceOf[subject] = interfaces.findMac(mac);
    else interfaceOf[subject] = owners.only(sightings.addressOf(subject, addresses));
  }
  const { rows } = sightings;
  const said = new Int32Array(rows.size);
  for (let row = 0; row < said.length; row++) {
    const subject = rows.words[row * rows.width];
    const iface = interfaceOf[subject];
    if (iface !== SEVERAL) said[row] = iface;
    else {
      const address = sightings.addressOf(subject, addresses);
      said[row] = owners.at(address, sightings.vlanOf(subject), sightings.firstOf(row));
    }
  }
  return new Groups(interfaces.size, said);
}

const NO_SERVERS: DeviceFacts['industrialServers'] = { count: 0, marks: [] };

function industrialServers(
  { industrial, bindings }: Tables,
  rows: readonly number[],
): DeviceFacts['industrialServers'] {
  if (rows.length === 0) return NO_SERVERS;
  const servers = new Set(rows.map((row) => industrial.serverOf(row)));
  const marks: Mark[] = [];
  for (const binding of new Set(rows.map((row) => industrial.clientOf(row)))) {
    marks.push({
      source: 'client of industrial servers',
      at: bindings.shownAt[binding],
      packet: bindings.shownPacket[binding],
    });
  }
  return { count: servers.size, marks };
}
