/** What an import puts into the stores is what `vigie analyze` says of the same file: real stores, real captures. */
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CORPUS, HAS_CORPUS } from '../../../test/corpus/payloads.ts';
import {
  everything,
  flowsOf,
  type IngestOrg,
  importFile,
  testedIngest,
} from '../../../test/fixtures/ingest.ts';
import { type AnalysisJson, listed } from '../../../test/fixtures/listed.ts';
import type { Conversation, Device, VlanSummary } from '../../model/analysis.ts';
import { analyzeCaptures } from '../analyze/analyze-captures.ts';
import { openJournal } from './journal.ts';

const on = testedIngest({ demoMinutes: 3 });

async function analysisOf(path: string, name = 'a.pcap'): Promise<AnalysisJson> {
  const { analysis } = await analyzeCaptures({
    inputs: [{ name, input: { path } }],
    vendorOf: on.ingest.vendorOf,
  });
  return listed(analysis);
}

function volumes<Key>(conversations: readonly Conversation[], keyOf: (it: Conversation) => Key) {
  const found = new Map<string, Key & { packets: number; bytes: number }>();
  for (const it of conversations) {
    const key = keyOf(it);
    const known = found.get(JSON.stringify(key)) ?? { ...key, packets: 0, bytes: 0 };
    known.packets += it.packets + it.packetsBack;
    known.bytes += it.bytes + it.bytesBack;
    found.set(JSON.stringify(key), known);
  }
  return [...found.values()];
}

const sorted = (list: readonly unknown[]): string[] => list.map((it) => JSON.stringify(it)).sort();

/** The numbers in both stores are those of `vigie analyze --json`. */
async function expectSame(org: IngestOrg, captureId: string, analysis: AnalysisJson): Promise<void> {
  const { devices, conversations, vlans, findings } = analysis;
  const capture = await org.state.captures.get(captureId);
  const { packets, bytes, wireBytes, decode, decodeLayers, linkTypes } = analysis.capture;
  expect(capture).toMatchObject({
    status: 'ready',
    packets,
    bytes,
    wireBytes,
    decode,
    decodeLayers,
    linkTypes,
  });
  expect(capture?.warnings).toEqual(analysis.warnings);

  const page = await org.state.devices.list({ limit: 1000 });
  expect(page.total).toBe(devices.length);
  const counted = (
    it: Pick<Device, 'id' | 'packetsSent' | 'packetsReceived' | 'bytesSent' | 'bytesReceived' | 'type'>,
  ) => [it.id, it.type, it.packetsSent, it.packetsReceived, it.bytesSent, it.bytesReceived];
  expect(sorted(page.rows.map(counted))).toEqual(sorted(devices.map(counted)));

  const flows = await flowsOf(org, captureId);
  const ids = new Set(devices.map(({ id }) => id));
  for (const { srcDevice, dstDevice } of flows) {
    expect(srcDevice === null || ids.has(srcDevice)).toBe(true);
    expect(dstDevice === null || ids.has(dstDevice)).toBe(true);
  }
  expect(
    flows.map((flow) => {
      const { capture, row, srcDevice, dstDevice, srcRouted, dstRouted, ...it } = flow;
      return it;
    }),
  ).toEqual(conversations);

  const dashboard = await org.telemetry.dashboard();
  const all = volumes(conversations, () => ({}))[0] ?? { packets: 0, bytes: 0 };
  expect(dashboard).toMatchObject({ flows: conversations.length, packets: all.packets, bytes: all.bytes });
  expect(sorted(await org.telemetry.protocols())).toEqual(
    sorted(volumes(conversations, ({ protocol, appProtocol }) => ({ protocol, appProtocol }))),
  );
  expect(sorted(await org.telemetry.vlans())).toEqual(
    sorted(volumes(conversations, ({ vlan }) => ({ vlan }))),
  );
  const seen = (it: VlanSummary) => [it.outerVlan, it.vlan, it.packets, it.bytes];
  expect(sorted((await org.state.vlans.list()).map((it) => seen({ ...it })))).toEqual(
    sorted(vlans.map(seen)),
  );
  const found = await org.state.findings.list();
  expect(
    sorted(found.map(({ kind, severity, message, evidence }) => [kind, severity, message, evidence.length])),
  ).toEqual(
    sorted(
      findings.map(({ kind, severity, message, evidence }) => [kind, severity, message, evidence.length]),
    ),
  );
}

describe('import', { timeout: 180_000 }, () => {
  it('puts into the stores what analyze says of the demo, and nothing twice', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const view = await importFile(org, on.ingest.demo);
    expect(view).toMatchObject({ status: 'imported', progress: 1, error: null });
    await expectSame(org, view.captureId, await analysisOf(on.ingest.demo));
    const { sha256 } = (await org.state.captures.get(view.captureId)) ?? expect.fail('no capture');
    expect(sha256).toBe(createHash('sha256').update(readFileSync(on.ingest.demo)).digest('hex'));
    const before = await everything(org);
    const again = await org.own.enqueue({ path: on.ingest.demo, name: 'other name.pcap' });
    expect(again).toMatchObject({ outcome: 'already', capture: { id: view.captureId, name: 'a.pcap' } });
    expect(org.own.list()).toEqual([]);
    expect(await everything(org)).toEqual(before);
    expect(await org.state.captures.list()).toHaveLength(1);
    expect(await openJournal(on.ingest.marks).list()).toEqual([]);
  });

  it('has what the firewall routes between VLANs as one pair of both ends, and each device with its own', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const { captureId } = await importFile(org, on.ingest.demo);
    const { devices, conversations } = await analysisOf(on.ingest.demo);
    const named = (name: string) =>
      devices.find(({ names }) => names.some(({ value }) => value.toLowerCase() === name)) ??
      expect.fail(`no ${name}`);
    const server = named('srv-fichiers');
    const ipOf = ({ addresses }: (typeof devices)[number], vlan: number) =>
      addresses.find((it) => it.vlan === vlan && it.ip.startsWith('10.'))?.ip ?? expect.fail('no address');
    const office = conversations.filter(
      (it) => it.vlan === 10 && it.dst.ip === ipOf(server, 30) && it.src.ip?.startsWith('10.10.10.'),
    );
    const pcs = new Set(office.map(({ src }) => src.ip));
    expect(pcs.size).toBeGreaterThan(1);
    const { edges } = await org.telemetry.topology({ vlan: 10 });
    const sent = { there: 0, back: 0 };
    for (const ip of pcs) {
      const pc = devices.find((it) => it.addresses.some((own) => own.ip === ip && own.vlan === 10));
      const nearby = office.filter(({ src }) => src.ip === ip);
      const [seen] = volumes(nearby, () => ({}));
      const [a, b] = [pc?.id ?? '', server.id].sort();
      expect(edges.filter((edge) => edge.a === a && edge.b === b)).toEqual([{ a, b, ...seen }]);
      // The other sighting is there, with both names, and is not counted again.
      const { flows, total } = await org.telemetry.flows({ device: a, peer: b, limit: 1000 });
      expect(total).toBe(2 * nearby.length);
      expect(flows.filter(({ vlan, dstRouted }) => vlan === 10 && dstRouted)).toHaveLength(nearby.length);
      expect(flows.filter(({ vlan, srcRouted }) => vlan === 30 && srcRouted)).toHaveLength(nearby.length);
      for (const { bytes, bytesBack } of nearby) {
        sent.there += bytes;
        sent.back += bytesBack;
      }
    }
    const { cells } = await org.telemetry.vlanMatrix();
    const volumeOf = (from: number, to: number) =>
      cells.find((cell) => cell.from === from && cell.to === to)?.bytes ?? 0;
    expect(volumeOf(10, 30)).toBeGreaterThanOrEqual(sent.there);
    expect(volumeOf(30, 10)).toBeGreaterThanOrEqual(sent.back);
    expect(volumeOf(10, 10)).toBeGreaterThan(0);

    const own = new Map<string, number[]>();
    for (const { src, dst, vlan, bytes, bytesBack } of conversations) {
      for (const [end, sentBytes, receivedBytes] of [
        [src, bytes, bytesBack],
        [dst, bytesBack, bytes],
      ] as const) {
        const isOwn = ({ addresses, macs }: (typeof devices)[number]) =>
          end.ip === null || end.ip === '0.0.0.0' || end.ip === '::'
            ? macs.includes(end.mac ?? '')
            : addresses.some((it) => it.ip === end.ip && it.vlan === vlan);
        const owners = devices.filter(isOwn);
        const whose =
          owners.length === 1 ? owners[0] : owners.find(({ macs }) => macs.includes(end.mac ?? ''));
        if (whose === undefined) continue;
        const sum = own.get(whose.id) ?? [0, 0];
        own.set(whose.id, [sum[0] + sentBytes, sum[1] + receivedBytes]);
      }
    }
    const talkers = await org.telemetry.topTalkers({ limit: 10_000, capture: captureId });
    expect(sorted(talkers.map((it) => [it.device, it.bytesSent, it.bytesReceived]))).toEqual(
      sorted([...own].map(([device, sum]) => [device, ...sum])),
    );
  });

  it.skipIf(!HAS_CORPUS)('puts into the stores what analyze says of real captures', async () => {
    const files = [
      'pcap/ndpi__1kxun.pcap',
      'pcap/zeek__smb_smb3_multichannel.pcap',
      'pcap/arkime__gre-erspan-vxlan.pcap',
      'pcap/ndpi__synscan.pcap',
      'pcap/ndpi__hsrp2_ipv6.pcapng',
      'pcap-ot/iti__IEC61850_GOOSE_GOOSE_DEMO.pcap',
      'pcap-ot/iti__ModbusTCP_ModbusTCP.pcap',
    ];
    for (const file of files) {
      const org = await on.ingest.newOrg(on.imports);
      const path = join(CORPUS, file);
      const view = await importFile(org, path);
      expect([file, view.status, view.error]).toEqual([file, 'imported', null]);
      await expectSame(org, view.captureId, await analysisOf(path));
    }
  });

  it('adds devices of two files, and removal brings back exactly what was', async () => {
    const org = await on.ingest.newOrg(on.imports);
    await importFile(org, on.ingest.demo, 'one.pcap');
    const before = await everything(org);
    const second = await importFile(org, on.ingest.later, 'two.pcap');
    const both = await org.state.devices.list({ limit: 1000 });
    expect(both.rows.filter(({ captures }) => captures === 2).length).toBeGreaterThan(10);
    const removed: string[] = [];
    const off = on.imports.on('removed', ({ captureId }) => removed.push(captureId));
    expect(await org.own.remove(second.captureId)).toBe(true);
    off();
    expect(removed).toEqual([second.captureId]);
    expect(await everything(org)).toEqual(before);
    expect(await org.own.remove(second.captureId)).toBe(false);
  });

  it('reads one file twice at once, and keeps it once', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const [one, two] = await Promise.all([
      org.own.enqueue({ path: on.ingest.demo, name: 'one.pcap' }),
      org.own.enqueue({ path: on.ingest.demo, name: 'two.pcap' }),
    ]);
    const ends = await Promise.all([org.own.ended(one.capture.id), org.own.ended(two.capture.id)]);
    expect(ends.map((view) => view?.status).sort()).toEqual(['already', 'imported']);
    const [kept] = await org.state.captures.list();
    expect(await org.state.captures.list()).toHaveLength(1);
    await expectSame(org, kept.id, await analysisOf(on.ingest.demo, kept.name));
  });

  it('keeps a capture that is cut, with a warning', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const path = join(on.ingest.folder, 'cut.pcap');
    writeFileSync(path, readFileSync(on.ingest.demo));
    truncateSync(path, 100_001);
    const view = await importFile(org, path, 'cut.pcap');
    expect(view.status).toBe('imported');
    await expectSame(
      org,
      view.captureId,
      await analysisOf(path, path).then((analysis) => ({
        ...analysis,
        warnings: JSON.parse(JSON.stringify(analysis.warnings).replaceAll(path, 'cut.pcap')),
      })),
    );
    const capture = await org.state.captures.get(view.captureId);
    expect(capture?.warnings).toHaveLength(1);
    expect(JSON.stringify(capture?.warnings)).not.toContain(on.ingest.folder);
  });
});
