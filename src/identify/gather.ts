import type { DeviceFacts, SummaryFacts } from './assemble.ts';
import type { Mark } from './evidence.ts';
import type { DeclaredRouters, Ownership } from './ownership/gateway.ts';
import { AddressOwners } from './ownership/owners.ts';
import type { Addresses } from './tables/addresses.ts';
import type { Bindings } from './tables/bindings.ts';
import { Groups } from './tables/groups.ts';
import type { Interfaces, Sight } from './tables/interfaces.ts';
import type { Services } from './tables/services.ts';
import { compareObservations, type Observation, type Sightings } from './tables/sightings.ts';
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
  /** Interfaces that are devices, in the order in which devices are listed: by first seen, then id. */
  readonly order: readonly number[];
  readonly owners: AddressOwners;
  readonly #tables: Tables;
  readonly #own: Groups;
  readonly #clients: Groups;
  readonly #offers: Groups;
  /** Made when it is needed: summaries do not tell what a device uses. */
  #uses: Groups | null = null;
  readonly #said: Groups;
  readonly #vlans: ReadonlyMap<number, readonly number[]>;
  readonly #ownerOf: (binding: number) => number;

  constructor(tables: Tables, ownership: Ownership) {
    const { interfaces, addresses, bindings, industrial, offered } = tables;
    const ownerOf = (binding: number) => (ownership.owns(binding) ? bindings.interfaceOf(binding) : -1);
    const devices = interfaces.size;
    this.order = sendersInOrder(interfaces, addresses);
    this.owners = new AddressOwners(bindings, interfaces, ownership, addresses.size);
    this.#tables = tables;
    this.#own = new Groups(devices, bindings.size, ownerOf);
    this.#clients = new Groups(devices, industrial.size, (row) => ownerOf(industrial.word(row, 0)));
    this.#offers = new Groups(devices, offered.size, (row) => ownerOf(offered.bindingOf(row)));
    this.#said = sayingsOf(tables, this.owners);
    this.#vlans = tables.vlans.ofInterfaces();
    this.#ownerOf = ownerOf;
  }

  /** Read when it is asked for, so that nothing of it waits in memory: as much as all the rest here. */
  factsOf(id: number): DeviceFacts {
    const facts = this.summaryFactsOf(id);
    const observations = facts.observations.toSorted(compareObservations);
    return { ...facts, observations, used: this.#tables.used.found(this.#usesOf(id)) };
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
    const { interfaces, used } = this.#tables;
    this.#uses ??= new Groups(interfaces.size, used.size, (row) => this.#ownerOf(used.bindingOf(row)));
    return this.#uses.of(id);
  }
}

/** Interfaces that sent, by first frame. Those of the same instant by their device ids: without a MAC first. */
function sendersInOrder(interfaces: Interfaces, addresses: Addresses): number[] {
  const senders: number[] = [];
  for (let id = 0; id < interfaces.size; id++) if (interfaces.sends[id] === 1) senders.push(id);
  return senders.sort(
    (a, b) => interfaces.first[a] - interfaces.first[b] || interfaces.compareIds(a, b, addresses),
  );
}

/** Rows of what was said about each interface, directly or through an address that is its own. */
function sayingsOf({ interfaces, addresses, sightings }: Tables, owners: AddressOwners): Groups {
  /** By subject: its interface, or the number of its address. */
  const numbers = new Int32Array(sightings.subjects);
  const isMac = new Uint8Array(sightings.subjects);
  for (let subject = 0; subject < numbers.length; subject++) {
    const mac = sightings.macOf(subject);
    isMac[subject] = mac === null ? 0 : 1;
    numbers[subject] = mac === null ? addressOf(subject, sightings, addresses) : interfaces.findMac(mac);
  }
  return new Groups(interfaces.size, sightings.size, (row) => {
    const subject = sightings.subjectOf(row);
    const number = numbers[subject];
    if (number < 0 || isMac[subject] === 1) return number;
    return owners.at(number, sightings.vlanOf(subject), sightings.firstOf(row));
  });
}

/** Number of the address that a subject has, -1 when it was seen in no traffic. */
function addressOf(subject: number, sightings: Sightings, addresses: Addresses): number {
  const word = (index: number) => sightings.addressWordOf(subject, index);
  return addresses.find(sightings.versionOf(subject), word(0), word(1), word(2), word(3));
}

const NO_SERVERS: DeviceFacts['industrialServers'] = { count: 0, marks: [] };

function industrialServers(
  { industrial, bindings }: Tables,
  rows: readonly number[],
): DeviceFacts['industrialServers'] {
  if (rows.length === 0) return NO_SERVERS;
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
