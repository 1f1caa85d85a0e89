/**
 * Listening into both stores, with a real interface and real captures replayed to it. Needs root; skips with one line
 * otherwise, and fails in CI where it cannot run.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { analyzeCaptures } from '../../src/features/analyze/analyze-captures.ts';
import { DEMO_SEED, DEMO_START } from '../../src/features/demo/defaults.ts';
import { demoFrames } from '../../src/features/demo/demo-network.ts';
import { writePcap } from '../../src/features/demo/write-pcap.ts';
import type { Conversation, Device } from '../../src/model/analysis.ts';
import { CORPUS, HAS_CORPUS } from '../corpus/payloads.ts';
import { type Listed, listed } from '../fixtures/listed.ts';
import type { Bundles } from '../fixtures/workers.ts';
import { createNamespaces, type Namespaces, obstacle } from './namespaces.ts';
import { bundleServer, type ServerProcess, startServer } from './server-process.ts';
import { contentsOf } from './stores.ts';

const why = obstacle();
if (why !== null) {
  if (process.env.CI) throw new Error(`live tests of listening must run in CI: ${why}`);
  console.warn(`live tests of listening: skipped, ${why}`);
}

/** What a conversation is, and its sums: the times are those of the replay. */
type Counted = Pick<Conversation, 'packets' | 'bytes' | 'packetsBack' | 'bytesBack'>;

function summed(conversations: readonly Conversation[]): string[] {
  const sums = new Map<string, Counted>();
  for (const { protocol, src, dst, vlan, outerVlan, tunnel, ...it } of conversations) {
    const key = JSON.stringify({ protocol, src, dst, vlan, outerVlan, tunnel });
    const { packets, bytes, packetsBack, bytesBack } = it;
    const known = sums.get(key) ?? { packets: 0, bytes: 0, packetsBack: 0, bytesBack: 0 };
    sums.set(key, {
      packets: known.packets + packets,
      bytes: known.bytes + bytes,
      packetsBack: known.packetsBack + packetsBack,
      bytesBack: known.bytesBack + bytesBack,
    });
  }
  return [...sums].map(([key, sum]) => `${key} ${JSON.stringify(sum)}`).sort();
}

type Identity = Pick<
  Device,
  | 'id'
  | 'type'
  | 'vendor'
  | 'isGateway'
  | 'vlans'
  | 'names'
  | 'packetsSent'
  | 'bytesSent'
  | 'packetsReceived'
  | 'bytesReceived'
> & {
  readonly addresses: readonly { readonly ip: string; readonly vlan: number | null }[];
  /** The store has every value of an attribute, the best one first. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

const identities = (devices: readonly Identity[]) =>
  devices
    .map((it) => ({
      ...{ id: it.id, type: it.type, vendor: it.vendor, isGateway: it.isGateway, vlans: it.vlans },
      names: it.names.map(({ value }) => value).sort(),
      addresses: it.addresses.map(({ ip, vlan }) => `${ip} ${vlan}`).sort(),
      attributes: Object.entries(it.attributes)
        .map(([name, found]) => `${name} ${([found].flat()[0] as { value: string }).value}`)
        .sort(),
      sent: [it.packetsSent, it.bytesSent],
      received: [it.packetsReceived, it.bytesReceived],
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

const total = (conversations: readonly Conversation[]) =>
  conversations.reduce((sum, it) => sum + it.bytes + it.bytesBack, 0);

describe.skipIf(why !== null)('listening', { timeout: 180_000 }, () => {
  let net: Namespaces;
  let bundles: Bundles;
  let server: ServerProcess | null = null;
  const folders: string[] = [];
  const newFolder = () => {
    folders.push(mkdtempSync(join(tmpdir(), 'vigie-listening-')));
    return folders[folders.length - 1];
  };
  const demo = join(newFolder(), 'demo.pcap');

  beforeAll(async () => {
    net = createNamespaces('i');
    bundles = await bundleServer();
    await writePcap(demo, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: 2 }));
  }, 60_000);
  afterEach(async () => {
    await server?.kill();
    server = null;
  });
  afterAll(() => {
    net?.destroy();
    bundles?.remove();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const replay = (path: string, ...options: string[]) =>
    net.run(net.sender, 'tcpreplay', '-q', '-i', 'snd0', ...options, path);

  async function analysisOf(path: string): Promise<Listed> {
    const { createVendorLookup } = await import('../../src/identify/vendor.ts');
    const { readFileSync } = await import('node:fs');
    const vendorOf = createVendorLookup(readFileSync(join(bundles.folder, 'oui.bin')));
    const { analysis } = await analyzeCaptures({ inputs: [{ name: 'cap0', input: { path } }], vendorOf });
    return listed(analysis);
  }

  // No frame that is longer than the interface takes.
  const FILES = [
    'pcap/zeek__mixed-vlan-mpls.pcap',
    'pcap/arkime__v6.pcap',
    'pcap-ot/iti__ModbusTCP_ModbusTCP.pcap',
  ];

  it.each(['demo', ...(HAS_CORPUS ? FILES : [])])('sees of %s what analyze sees', async (file) => {
    const path = file === 'demo' ? demo : join(CORPUS, file);
    expect(existsSync(path)).toBe(true);
    const folder = newFolder();
    server = await startServer(bundles, folder, net.capture);
    await server.tell({ do: 'listen', interface: 'cap0' });
    const analysis = await analysisOf(path);
    replay(path, '--pps', '2500');
    const running = server;
    await running.until(
      () => (running.last('view')?.view.packets ?? 0) >= analysis.capture.packets,
      'all packets',
    );
    await running.tell({ do: 'hush', interface: 'cap0' });
    const { view } = running.last('view') ?? expect.fail('no view');
    const errors = running.all('view').map(({ view }) => JSON.stringify(view.error));
    expect(view, [...new Set(errors)].join('; ')).toMatchObject({
      state: 'ended',
      dropped: 0,
      rowsDropped: 0,
      error: null,
    });
    expect(await running.end()).toBeLessThan(10_000);
    server = null;

    const found = await contentsOf(folder);
    expect(found.captures).toMatchObject([
      { kind: 'live', status: 'ready', name: 'cap0', packets: analysis.capture.packets, warnings: [] },
    ]);
    expect(found.captures[0].wireBytes).toBe(analysis.capture.wireBytes);
    expect(summed(found.flows)).toEqual(summed(analysis.conversations));
    expect(identities(found.devices)).toEqual(identities(analysis.devices));
    expect(found.findings.map(({ kind }) => kind).sort()).toEqual(
      analysis.findings.map(({ kind }) => kind).sort(),
    );
    const bytes = total(analysis.conversations);
    expect(found.dashboard.bytes).toBe(bytes);
    expect(found.protocols.reduce((sum, it) => sum + it.bytes, 0)).toBe(bytes);
    const rows = found.flows.map(({ row }) => row);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('refuses what it cannot listen on by name, and leaves nothing of it', async () => {
    const folder = newFolder();
    server = await startServer(bundles, folder, net.capture);
    const running = server;
    const listen = (name: string, filter?: string) =>
      running.tell({ do: 'listen', interface: name, ...(filter === undefined ? {} : { filter }) });
    await expect(listen('nic9')).rejects.toThrow(/nic9/);
    await expect(listen('cap0', 'port http-ish')).rejects.toThrow(/cap0.*http-ish/);
    await listen('cap0', 'udp');
    await expect(listen('cap0')).rejects.toThrow('cap0: it is listened on already');
    await expect(running.tell({ do: 'hush', interface: 'lo' })).rejects.toThrow('lo: not listened on');
    await running.end();
    server = null;
    const { captures } = await contentsOf(folder);
    expect(captures).toMatchObject([{ name: 'cap0', status: 'ready', packets: 0 }]);
  });

  it('says without CAP_NET_RAW that it may not', async () => {
    const folder = newFolder();
    server = await startServer(bundles, folder, null, [
      'setpriv',
      '--bounding-set=-net_raw',
      '--inh-caps=-net_raw',
    ]);
    await expect(server.tell({ do: 'listen', interface: 'lo' })).rejects.toThrow(/lo.*CAP_NET_RAW/);
  });

  it('goes on when the interface was down, and beside an import', async () => {
    const folder = newFolder();
    server = await startServer(bundles, folder, net.capture);
    const running = server;
    const stateIs = (state: string) => () => running.last('view')?.view.state === state;
    await running.tell({ do: 'listen', interface: 'cap0' });
    const analysis = await analysisOf(demo);
    const { packets } = analysis.capture;
    const heard = (count: number) => () => (running.last('view')?.view.packets ?? 0) >= count;
    await running.tell({ do: 'import', path: demo });
    replay(demo, '--pps', '5000');
    await running.until(heard(packets), 'all packets');
    net.run(net.sender, 'ip', 'link', 'set', 'snd0', 'down');
    await running.until(stateIs('down'), 'down');
    net.run(net.sender, 'ip', 'link', 'set', 'snd0', 'up');
    await running.until(stateIs('up'), 'up');
    replay(demo, '--pps', '5000');
    await running.until(heard(2 * packets), 'all packets again');
    await running.until(() => running.last('import')?.status === 'imported', 'imported');
    await running.end();
    server = null;
    const found = await contentsOf(folder);
    const [file, live] = ['file', 'live'].map((kind) => found.captures.find((it) => it.kind === kind));
    expect([file?.status, live?.status]).toEqual(['ready', 'ready']);
    const bytes = total(analysis.conversations);
    const of = (id: string | undefined) => found.flows.filter(({ capture }) => capture === id);
    expect(summed(of(file?.id))).toEqual(summed(analysis.conversations));
    expect(total(of(live?.id))).toBe(2 * bytes);
    expect(found.bytesOf(live?.id ?? '')).toBe(2 * bytes);
    expect(found.bytesOf(file?.id ?? '')).toBe(bytes);
    expect(found.dashboard.bytes).toBe(3 * bytes);
  });
});
