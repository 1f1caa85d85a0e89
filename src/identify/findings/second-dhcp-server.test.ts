import { describe, expect, it } from 'vitest';
import { finish, inventoryWith, mac, START } from '../samples.ts';

type Seen = { id: string; of: number | null; vlan?: number; relayed?: boolean; toClient?: true };

function findingsAfter(seen: readonly Seen[]) {
  const inventory = inventoryWith();
  seen.forEach(({ id, of, vlan = -1, relayed = false, ...more }, index) => {
    inventory.dhcpServer({
      mac: of,
      serverId: id,
      vlan,
      relayed,
      at: START + index,
      packet: index + 1,
      ...more,
    });
  });
  return finish(inventory).findings;
}

const FIRST: Seen = { id: '192.168.1.1', of: mac(1) };

describe('a second DHCP server', () => {
  it('is found when another machine answers on the same VLAN', () => {
    const findings = findingsAfter([FIRST, FIRST, { id: '192.168.1.66', of: mac(0x66) }]);
    expect(findings).toMatchObject([
      {
        kind: 'second-dhcp-server',
        severity: 'high',
        message:
          '2 DHCP servers answer: 192.168.1.1 (00:00:5e:00:53:01) and 192.168.1.66 (00:00:5e:00:53:66).',
        evidence: [{ packet: 1 }, { packet: 3 }],
        params: { vlan: -1, count: 2, servers: '192.168.1.1, 192.168.1.66' },
      },
    ]);
  });

  it('is found beside a relay that hands out the answers of the first', () => {
    const meant: Seen = { id: '10.0.0.1', of: mac(2), vlan: 20, relayed: true, toClient: true };
    expect(findingsAfter([meant, { id: '192.168.1.66', of: mac(0x66), vlan: 20 }])).toMatchObject([
      {
        message: '2 DHCP servers answer on VLAN 20: 10.0.0.1 and 192.168.1.66 (00:00:5e:00:53:66).',
        params: { servers: '10.0.0.1, 192.168.1.66' },
      },
    ]);
  });

  it('is not one of two behind a relay', () => {
    const behind = { of: mac(2), vlan: 20, relayed: true, toClient: true } as const;
    expect(
      findingsAfter([
        { id: '10.0.0.1', ...behind },
        { id: '10.0.0.2', ...behind },
      ]),
    ).toEqual([]);
  });

  it.each<[string, Seen]>([
    ['behind a relay', { id: '10.0.0.1', of: mac(2), relayed: true }],
    ['on another VLAN', { id: '192.168.2.1', of: mac(2), vlan: 20 }],
    ['another address of the same machine', { id: '192.168.1.2', of: mac(1) }],
    ['the same server with another MAC', { id: '192.168.1.1', of: mac(2) }],
  ])('is not one %s', (_what, other) => {
    expect(findingsAfter([FIRST, other])).toEqual([]);
  });
});
