import { formatMac } from '../../base/mac.ts';
import type { DhcpServer } from './dhcp-servers.ts';
import type { FindingDraft, FindingRule } from './finding-rule.ts';
import { listText, onVlan } from './finding-rule.ts';

/**
 * Two DHCP servers (RFC 2131, option 54) answer on one VLAN, at least one of them without a relay: several
 * behind a relay are meant, whoever answers beside the relay is not. One machine that answers under several of its
 * addresses is one server.
 */
export const secondDhcpServer: FindingRule = {
  kind: 'second-dhcp-server',
  find(facts) {
    const perVlan = new Map<number, DhcpServer[]>();
    for (const server of facts.dhcpServers.all()) {
      const list = perVlan.get(server.vlan);
      if (list === undefined) perVlan.set(server.vlan, [server]);
      else if (list.every((other) => isOther(server, other))) list.push(server);
    }
    const drafts: FindingDraft[] = [];
    for (const [vlan, servers] of perVlan) {
      if (servers.length >= 2 && servers.some((server) => !server.relayed))
        drafts.push(describe(vlan, servers));
    }
    return drafts;
  },
};

function isOther(a: DhcpServer, b: DhcpServer): boolean {
  return a.serverId !== b.serverId && (a.mac === null || b.mac === null || a.mac !== b.mac);
}

function describe(vlan: number, servers: DhcpServer[]): FindingDraft {
  const names = servers.map(({ serverId, mac, relayed }) =>
    mac === null || relayed ? serverId : `${serverId} (${formatMac(mac)})`,
  );
  return {
    kind: 'second-dhcp-server',
    severity: 'high',
    message: `${servers.length} DHCP servers answer${onVlan(vlan)}: ${listText(names)}.`,
    params: {
      vlan,
      count: servers.length,
      servers: servers
        .slice(0, 16)
        .map((server) => server.serverId)
        .join(', '),
    },
    marks: servers.map((server) => ({
      source: 'dhcp option 54',
      at: server.first,
      packet: server.firstPacket,
    })),
    at: servers[1].first,
  };
}
