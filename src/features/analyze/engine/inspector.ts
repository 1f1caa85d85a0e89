import type { FlowTable } from '../../../flows/flow-table.ts';
import type { LookTables } from '../../../flows/kernel/look-tables.ts';
import { INSPECT_ALWAYS } from '../../../flows/layout.ts';
import type { FlowNames } from '../../../flows/read-flow.ts';
import type { IdentitySink } from '../../../identify/sighting.ts';
import { observe } from '../../../identify/sources/index.ts';
import type { SeenAddresses } from '../../../identify/tables/seen-addresses.ts';
import { NEED_MORE } from '../../../wire/dissect/dissector.ts';
import { hint } from '../../../wire/dissect/hints/index.ts';
import { type Carrier, type Dissection, dissect, dissectPartial } from '../../../wire/dissect/index.ts';
import { wanted } from '../../../wire/dissect/wanted.ts';
import type { Packet } from '../../../wire/packet.ts';
import { IP_PROTOCOL } from '../../../wire/transport/transport.ts';
import { inspectionBudget } from './inspection-budget.ts';
import { NameTable } from './names.ts';
import { PacketContext } from './packet-context.ts';
import { StreamHeads } from './streams.ts';

const MAX_SERVER_NAMES = 262_144;
/** Marks an application that only a port suggested: what content says later replaces it. */
const GUESS = 0x8000;

export interface InspectorDependencies {
  readonly flows: FlowTable;
  /** Of a kernel that may look into payloads too. */
  readonly looks: LookTables | null;
  /** Takes what packets tell of devices. */
  readonly inventory: IdentitySink;
  readonly addresses: SeenAddresses;
}

/**
 * Looks into the packets that may tell who somebody is: every packet of identity protocols, the first few of all
 * other conversations. What it learns goes to the inventory, and as application and server name to the flow table.
 */
export class Inspector implements FlowNames {
  readonly apps = new NameTable(4096);
  readonly serverNames = new NameTable(MAX_SERVER_NAMES);
  readonly streams = new StreamHeads();
  readonly #context = new PacketContext();
  readonly #flows: FlowTable;
  readonly #looks: LookTables | null;
  readonly #sink: IdentitySink;
  readonly #addresses: SeenAddresses;

  constructor(deps: InspectorDependencies) {
    this.#flows = deps.flows;
    this.#looks = deps.looks;
    // Always, so that all numbers are the same without a kernel.
    const [tls, dns] = [this.apps.intern('tls'), this.apps.intern('dns')];
    this.#looks?.setApps(tls, dns);
    this.#looks?.setWanted('tcp', wanted('tcp'));
    this.#looks?.setWanted('udp', wanted('udp'));
    this.#sink = deps.inventory;
    this.#addresses = deps.addresses;
  }

  app(id: number): string | null {
    return this.apps.name(id & ~GUESS);
  }

  serverName(id: number): string | null {
    return this.serverNames.name(id);
  }

  /** What found no room: beginnings of streams, server names. */
  get dropped(): number {
    return this.streams.dropped + this.serverNames.dropped;
  }

  /** A conversation begins: how many of its packets are worth a look. */
  opened(slot: number, packet: Packet): void {
    this.#flows.setLooksLeft(slot, inspectionBudget(packet));
  }

  /** A conversation left the table. */
  closed(slot: number): void {
    this.streams.dropSlot(slot);
  }

  /** The input ended: beginnings of streams that were waiting for more are read as far as they go. */
  flush(): void {
    for (const { slot, bytes } of this.streams.drain()) {
      const found = dissectPartial(bytes, 0, bytes.byteLength);
      if (found !== null) this.#name(slot, found);
    }
  }

  /** One packet of a conversation that has looks left; its payload is not empty. */
  inspect(slot: number, view: DataView, packet: Packet, clock: Float64Array): void {
    const carrier = carrierOf(packet);
    if (carrier === null) {
      this.#flows.setLooksLeft(slot, 0);
      return;
    }
    this.#flows.markLooked(slot);
    const looks = this.#flows.looksLeft(slot);
    if (looks !== INSPECT_ALWAYS) this.#flows.setLooksLeft(slot, looks - 1);
    const found =
      carrier === 'tcp' ? this.#dissectStream(slot, view, packet) : dissectPacket(carrier, view, packet);
    if (found !== null) this.#learn(slot, found, view, packet, clock);
    else if (carrier === 'tcp' || carrier === 'udp') this.#hint(carrier, slot, view, packet);
    if (looks === 1 && carrier === 'tcp') this.#giveUp(slot);
    else if (looks !== INSPECT_ALWAYS && this.#isSettled(slot)) this.#flows.setLooksLeft(slot, 0);
  }

  /** The packet that an ICMP error quotes: nobody sent it here, only its addresses are noted. */
  quoted(view: DataView, packet: Packet): void {
    const at = packet.innerAt;
    const bytes = packet.innerEnd - at;
    const version = view.getUint8(at) >> 4;
    if (version === 4 && bytes >= 20) {
      this.#addresses.add(4, view.getInt32(at + 12), 0, 0, 0);
      this.#addresses.add(4, view.getInt32(at + 16), 0, 0, 0);
    } else if (version === 6 && bytes >= 40) {
      for (const from of [at + 8, at + 24]) {
        this.#addresses.add(
          6,
          view.getInt32(from),
          view.getInt32(from + 4),
          view.getInt32(from + 8),
          view.getInt32(from + 12),
        );
      }
    }
  }

  #dissectStream(slot: number, view: DataView, packet: Packet): Dissection | null {
    const key = slot * 2 + this.#flows.direction;
    let bytes = view;
    let at = packet.payloadAt;
    let end = packet.payloadEnd;
    const continued = this.streams.has(key);
    if (continued) {
      const head = this.streams.append(key, view, packet);
      if (head === null) return null;
      bytes = head;
      at = 0;
      end = head.byteLength;
    }
    const found = dissect('tcp', packet.srcPort, packet.dstPort, bytes, at, end);
    if (found === NEED_MORE) {
      // The snap length took the rest of this segment: nothing that follows can join on.
      if (packet.payloadDeclaredEnd > packet.payloadEnd) {
        this.streams.drop(key);
        return dissectPartial(bytes, at, end);
      }
      if (!continued) this.streams.append(key, view, packet);
      return null;
    }
    if (continued) this.streams.drop(key);
    return found;
  }

  #learn(slot: number, found: Dissection, view: DataView, packet: Packet, clock: Float64Array): void {
    if (packet.hasPorts === 1) this.#name(slot, found);
    if (found.protocol === 'arp') this.#noteArp(view, packet);
    observe(found, this.#context.of(packet, clock), this.#sink);
    if (this.#looks !== null) this.#tellKernel(this.#looks, found, packet, clock);
  }

  /** What it need not show again. */
  #tellKernel(looks: LookTables, found: Dissection, packet: Packet, clock: Float64Array): void {
    if (this.#sink.sightingsDropped > 0) looks.skipNothing();
    else if (found.protocol === 'dns' && found.message.isResponse && packet.srcPort === 53) {
      if (packet.ipVersion === 4) looks.rememberServer(packet.src0, packet.vlan, clock[0]);
    }
  }

  /** Application and server name of a conversation: the first ones found stay. */
  #name(slot: number, found: Dissection): void {
    const flows = this.#flows;
    const app = flows.appOf(slot);
    if (app === 0 || (app & GUESS) !== 0) flows.setApp(slot, this.apps.intern(found.protocol));
    const name = serverNameOf(found);
    if (name === null || flows.serverNameOf(slot) !== 0) return;
    const number = this.serverNames.intern(name);
    flows.setServerName(slot, number);
    if (number !== 0 && found.protocol === 'tls') this.#looks?.remember(name, number);
  }

  /** No dissector reads it: its name alone, by content or by port. */
  #hint(carrier: 'tcp' | 'udp', slot: number, view: DataView, packet: Packet): void {
    const app = this.#flows.appOf(slot);
    if (app !== 0 && (app & GUESS) === 0) return;
    const found = hint(carrier, packet.srcPort, packet.dstPort, view, packet.payloadAt, packet.payloadEnd);
    if (found === null || (app !== 0 && !found.byContent)) return;
    this.#flows.setApp(slot, this.apps.intern(found.protocol) | (found.byContent ? 0 : GUESS));
  }

  /** Whether more looks would tell nothing: named by content, and no server name is to be expected. */
  #isSettled(slot: number): boolean {
    const app = this.#flows.appOf(slot);
    if (app === 0 || (app & GUESS) !== 0 || this.streams.has(slot * 2) || this.streams.has(slot * 2 + 1))
      return false;
    const name = this.apps.name(app);
    return name !== 'http' && (name !== 'tls' || this.#flows.serverNameOf(slot) !== 0);
  }

  /** The last look is taken: a message still waiting for its end is read as far as it goes. */
  #giveUp(slot: number): void {
    for (const bytes of this.streams.take(slot)) {
      const found = dissectPartial(bytes, 0, bytes.byteLength);
      if (found !== null) this.#name(slot, found);
    }
  }

  /** Sender's and target's address (RFC 826): the dissector has read both. */
  #noteArp(view: DataView, packet: Packet): void {
    this.#addresses.add(4, view.getInt32(packet.payloadAt + 14), 0, 0, 0);
    this.#addresses.add(4, view.getInt32(packet.payloadAt + 24), 0, 0, 0);
  }
}

function carrierOf(packet: Packet): Carrier | null {
  if (packet.ipVersion === 0) return 'ether';
  if (packet.fragment === 2) return null;
  if (packet.ipProtocol === IP_PROTOCOL.tcp) return 'tcp';
  if (packet.ipProtocol === IP_PROTOCOL.udp) return 'udp';
  return packet.ipProtocol === IP_PROTOCOL.icmpv6 ? 'icmpv6' : null;
}

function dissectPacket(carrier: Carrier, view: DataView, packet: Packet): Dissection | null {
  const low =
    carrier === 'ether' ? packet.etherType : carrier === 'icmpv6' ? packet.icmpType : packet.srcPort;
  const found = dissect(carrier, low, packet.dstPort, view, packet.payloadAt, packet.payloadEnd);
  return found === NEED_MORE ? null : found;
}

function serverNameOf({ protocol, message }: Dissection): string | null {
  if (protocol === 'tls') return message.kind === 'client-hello' ? message.serverName : null;
  return protocol === 'http' && message.kind === 'request' ? message.host : null;
}
