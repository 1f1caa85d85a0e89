import { describe, expect, it } from 'vitest';
import { arpClaim, finish, flow, inventoryWith, mac } from '../samples.ts';

const A = mac(0x0a);
const B = mac(0x0b);

/** Claims of 192.168.1.5 as `[mac, second]`; the packet is numbered by its place. */
function findingsAfter(claims: readonly (readonly [number, number])[], ip = '192.168.1.5', vlans = [-1]) {
  const inventory = inventoryWith();
  claims.forEach(([of, second], index) => {
    arpClaim(inventory, of, ip, second, vlans[index % vlans.length], index + 1);
  });
  return finish(inventory).findings;
}

describe('a duplicate address', () => {
  it('is found when two interfaces claim it in turns', () => {
    const findings = findingsAfter([
      [A, 0],
      [B, 1],
      [A, 2],
    ]);
    expect(findings).toEqual([
      {
        kind: 'duplicate-address',
        severity: 'high',
        message: '00:00:5e:00:53:0a and 00:00:5e:00:53:0b use the address 192.168.1.5 at the same time.',
        evidence: [
          { source: 'arp claim', at: '2026-01-01T00:00:00.000000Z', packet: 1, file: 0 },
          { source: 'arp claim', at: '2026-01-01T00:00:01.000000Z', packet: 2, file: 0 },
          { source: 'arp claim', at: '2026-01-01T00:00:02.000000Z', packet: 3, file: 0 },
        ],
        params: { ip: '192.168.1.5', vlan: -1, macs: '00:00:5e:00:53:0a, 00:00:5e:00:53:0b', count: 2 },
      },
    ]);
  });

  it('is found when the first goes on sending from it after the second claimed it', () => {
    const inventory = inventoryWith();
    arpClaim(inventory, A, '192.168.1.5', 0, 20, 1);
    arpClaim(inventory, B, '192.168.1.5', 10, 20, 2);
    inventory.addFlow(
      flow({ srcMac: A, dstMac: mac(1), from: '192.168.1.5', to: '192.168.1.9', vlan: 20, end: 30 }),
    );
    const { findings } = finish(inventory);
    expect(findings).toHaveLength(1);
    expect(findings[0].message).toContain('192.168.1.5 on VLAN 20');
  });

  it('is not a hand-over', () => {
    expect(
      findingsAfter([
        [A, 0],
        [A, 5],
        [B, 6],
        [B, 9],
      ]),
    ).toEqual([]);
  });

  it('is not the same address on two VLANs', () => {
    expect(
      findingsAfter(
        [
          [A, 0],
          [B, 1],
          [A, 2],
          [B, 3],
        ],
        '192.168.1.5',
        [10, 20],
      ),
    ).toEqual([]);
  });

  it('is not a virtual router, nor link-local', () => {
    expect(
      findingsAfter([
        [A, 0],
        [0x00_00_5e_00_01_05, 1],
        [A, 2],
      ]),
    ).toEqual([]);
    expect(
      findingsAfter(
        [
          [A, 0],
          [B, 1],
          [A, 2],
        ],
        'fe80::1',
      ),
    ).toEqual([]);
  });

  it('is not made by a router that forwards for the address', () => {
    const inventory = inventoryWith();
    arpClaim(inventory, A, '192.168.1.5', 0);
    arpClaim(inventory, A, '192.168.1.5', 20);
    inventory.addFlow(
      flow({ srcMac: B, dstMac: mac(1), from: '192.168.1.5', to: '192.168.2.9', ttl: 63, start: 9 }),
    );
    expect(finish(inventory).findings).toEqual([]);
  });
});
