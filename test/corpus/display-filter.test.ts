/** The display filter that the console gives for a flow, asked of tshark: it finds the flow's packets in the capture. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/model/analysis.ts';
import { displayFilter } from '../../web/src/nouns/flows/display-filter.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const CORPUS = process.env.VIGIE_CORPUS ?? join(HERE, '../../../shared/corpus');
const VIGIE = join(HERE, '../../dist/vigie.mjs');
/** Tags of all kinds, tunnels, both IPs, no IP. */
const CAPTURES = [
  'tcpdump__802.1ad_QinQ.pcap',
  'zeek__mixed-vlan-mpls.pcap',
  'arkime__gre-erspan-vxlan.pcap',
  'arkime__v6.pcap',
  'tcpdump__various_gre.pcap',
];
/** Of each capture one conversation of each kind. */
const MOST = 12;

function hasTshark(): boolean {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const missing = !hasTshark() ? 'no tshark' : existsSync(CORPUS) ? null : `no corpus at ${CORPUS}`;
if (missing !== null) {
  if (process.env.CI) throw new Error(missing);
  console.warn(`skipped: ${missing}`);
}

const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });

function kindOf({ protocol, vlan, outerVlan, tunnel, src }: Conversation): string {
  return [
    protocol,
    vlan === null,
    outerVlan === null,
    tunnel,
    src.ip?.includes(':'),
    src.port === null,
  ].join();
}

describe.skipIf(missing !== null)('display filters', () => {
  it.each(CAPTURES)('of %s find their packets', (name) => {
    const file = join(CORPUS, 'pcap', name);
    const { conversations } = JSON.parse(run(process.execPath, [VIGIE, 'analyze', file, '--json']));
    const kinds = new Map<string, Conversation>(
      conversations.map((it: Conversation) => [kindOf(it), it] as const),
    );
    expect(kinds.size).toBeGreaterThan(0);
    for (const it of [...kinds.values()].slice(0, MOST)) {
      const names = {
        capture: 'c',
        row: 0,
        srcDevice: null,
        dstDevice: null,
        srcRouted: false,
        dstRouted: false,
        srcLabel: null,
        dstLabel: null,
      };
      const filter = displayFilter({ ...it, ...names });
      const found = run('tshark', ['-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number']);
      const frames = found.split('\n').filter(Boolean).map(Number);
      expect(frames, filter).toContain(it.packet);
      // What is inside several layers of one frame counts once for tshark.
      if (it.tunnel === null)
        expect(frames.length, filter).toBeGreaterThanOrEqual(it.packets + it.packetsBack);
    }
  });
});
