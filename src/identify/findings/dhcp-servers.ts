import type { Mac } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import type { DhcpServerSeen } from '../sighting.ts';

/** More servers than this on one network are an attack, which two already show. */
const MOST_SERVERS = 4096;

export interface DhcpServer {
  readonly mac: Mac | null;
  readonly serverId: string;
  readonly vlan: number;
  /** It serves the VLAN through a relay, whose MAC this is. */
  readonly relayed: boolean;
  first: Micros;
  firstPacket: number;
  last: Micros;
  lastPacket: number;
}

/** DHCP servers that answered clients of a VLAN, themselves or through a relay. */
export class DhcpServers {
  readonly #servers = new Map<string, DhcpServer[]>();
  #count = 0;

  add(seen: DhcpServerSeen): void {
    // Between server and relay the VLAN is not the clients'.
    if (seen.relayed && seen.toClient !== true) return;
    let list = this.#servers.get(seen.serverId);
    const known = list?.find((server) => server.vlan === seen.vlan && server.mac === seen.mac);
    if (known !== undefined) {
      if (seen.at < known.first || (seen.at === known.first && seen.packet < known.firstPacket)) {
        known.first = seen.at;
        known.firstPacket = seen.packet;
      }
      if (seen.at > known.last || (seen.at === known.last && seen.packet > known.lastPacket)) {
        known.last = seen.at;
        known.lastPacket = seen.packet;
      }
      return;
    }
    if (this.#count >= MOST_SERVERS) return;
    this.#count++;
    if (list === undefined) {
      list = [];
      this.#servers.set(seen.serverId, list);
    }
    list.push({
      mac: seen.mac,
      serverId: seen.serverId,
      vlan: seen.vlan,
      relayed: seen.relayed,
      first: seen.at,
      firstPacket: seen.packet,
      last: seen.at,
      lastPacket: seen.packet,
    });
  }

  /** By first appearance. */
  all(): DhcpServer[] {
    const list = [...this.#servers.values()].flat();
    return list.sort((a, b) => a.first - b.first || a.firstPacket - b.firstPacket);
  }
}
