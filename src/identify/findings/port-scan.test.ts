import { describe, expect, it } from 'vitest';
import type { FlowView } from '../../model/flow-view.ts';
import { attempt, connection, finish, flow, inventoryWith, mac } from '../samples.ts';

const SCANNER = { srcMac: mac(0x66), dstMac: mac(1), from: '192.168.1.66' };

function findingsAfter(flows: readonly FlowView[]) {
  const inventory = inventoryWith();
  flows.forEach((view, index) => {
    view.firstPacket = index + 1;
    inventory.addFlow(view);
  });
  return finish(inventory).findings;
}

const ports = (count: number, make: (dstPort: number) => FlowView) =>
  Array.from({ length: count }, (_, n) => make(n + 1));
const hosts = (count: number, make: (to: string) => FlowView) =>
  Array.from({ length: count }, (_, n) => make(`192.168.7.${n + 1}`));

describe('a port scan', () => {
  it('is found from 25 unanswered or refused ports of one target on', () => {
    const scan = (count: number) =>
      ports(count, (dstPort) => attempt({ ...SCANNER, to: '192.168.1.5', dstPort }, dstPort % 2 === 0));
    expect(findingsAfter(scan(24))).toEqual([]);
    expect(findingsAfter(scan(25))).toMatchObject([
      {
        kind: 'port-scan',
        severity: 'medium',
        message: '192.168.1.66 tried 25 TCP ports of 192.168.1.5; 25 did not accept.',
        evidence: [{ packet: 1 }, { packet: 2 }, { packet: 3 }, { packet: 4 }, { packet: 5 }],
        params: { shape: 'vertical', source: '192.168.1.66', target: '192.168.1.5', ports: 25, failed: 25 },
      },
    ]);
  });

  it('is found from 25 targets of one port on', () => {
    const findings = findingsAfter(hosts(30, (to) => attempt({ ...SCANNER, to, dstPort: 445 })));
    expect(findings.map((finding) => finding.message)).toEqual([
      '192.168.1.66 tried TCP port 445 on 30 addresses; 30 did not accept.',
    ]);
  });

  it('is found though a few ports are open, not when many are', () => {
    const scan = (open: number) =>
      ports(40, (dstPort) => {
        const sample = { ...SCANNER, to: '192.168.1.5', dstPort };
        return dstPort <= open ? connection(sample) : attempt(sample);
      });
    expect(findingsAfter(scan(10))).toHaveLength(1);
    expect(findingsAfter(scan(15))).toEqual([]);
  });

  it('is found when made of NULL or FIN segments', () => {
    for (const tcpFlags of [0, 1, 0x29]) {
      const flows = ports(30, (dstPort) =>
        attempt({ ...SCANNER, to: '192.168.1.5', dstPort, tcpFlags }, true),
      );
      expect(findingsAfter(flows)).toHaveLength(1);
    }
  });

  it('is told once for a sweep over many targets', () => {
    const flows = hosts(10, (to) => flow({ to })).flatMap((_, n) =>
      ports(30, (dstPort) => attempt({ ...SCANNER, to: `192.168.7.${n + 1}`, dstPort })),
    );
    expect(findingsAfter(flows).map((finding) => finding.message)).toEqual([
      '192.168.1.66 tried up to 30 TCP ports of each of 10 addresses (192.168.7.1, 192.168.7.2, 192.168.7.3, 192.168.7.4 and 6 more); 300 attempts failed.',
    ]);
  });

  it('is found over UDP, where ports are below the ephemeral ones', () => {
    const probe = { ...SCANNER, to: '192.168.1.5', ipProtocol: 17, hasPorts: 1 };
    expect(findingsAfter(ports(30, (dstPort) => flow({ ...probe, dstPort })))).toHaveLength(1);
    expect(findingsAfter(ports(30, (n) => flow({ ...probe, dstPort: 40_000 + n })))).toEqual([]);
  });
});

describe('no port scan is', () => {
  const none: readonly (readonly [string, readonly FlowView[]])[] = [
    ['a busy client', hosts(200, (to) => connection({ ...SCANNER, to, dstPort: 443 }))],
    [
      'a client seen in one direction only',
      hosts(200, (to) => flow({ ...SCANNER, to, ipProtocol: 6, hasPorts: 1, dstPort: 443, tcpFlags: 0x1a })),
    ],
    [
      'the end of older connections',
      hosts(200, (to) => attempt({ ...SCANNER, to, dstPort: 443, tcpFlags: 0x11 }, true)),
    ],
    [
      'a server answering many clients, seen in one direction only',
      hosts(200, (to) =>
        connection({ ...SCANNER, to, dstPort: 50_000, packets: 0, tcpFlags: 0, packetsBack: 3 }),
      ),
    ],
    [
      'traceroute',
      ports(90, (n) =>
        flow({ ...SCANNER, to: '192.0.2.9', ipProtocol: 17, hasPorts: 1, dstPort: 33_433 + n, ttl: n }),
      ),
    ],
    [
      'a peer-to-peer client whose peers are gone',
      hosts(200, (to) => flow({ ...SCANNER, to, ipProtocol: 17, hasPorts: 1, dstPort: 6881 })),
    ],
    ['a resolver', hosts(200, (to) => flow({ ...SCANNER, to, ipProtocol: 17, hasPorts: 1, dstPort: 53 }))],
    [
      'many clients of a dead server',
      ports(60, (n) => attempt({ ...SCANNER, from: `192.168.1.${n}`, to: '192.168.7.1', dstPort: 80 })),
    ],
  ];
  it.each(none)('%s', (_what, flows) => {
    expect(findingsAfter(flows)).toEqual([]);
  });
});
