/** `vigie analyze` of every capture of the corpus against tshark's truth; differences are in engine.reviewed.ts. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AnalyzeResult, analyzeCaptures } from '../../src/features/analyze/analyze-captures.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import { jsonOf } from '../fixtures/json-of.ts';
import { type Listed, listed } from '../fixtures/listed.ts';
import { CONTRACT } from './contract.ts';
import { type Difference, REVIEWED } from './engine.reviewed.ts';
import { HAS_CORPUS } from './payloads.ts';
import { allCaptures, type Truth } from './truth.ts';

const captures = HAS_CORPUS ? allCaptures() : [];

function analyze(path: string, name: string): Promise<AnalyzeResult> {
  // No capture here has as many conversations as this; room for a million each time took half of the test's time.
  const limits = { maxFlows: 1 << 16 };
  return analyzeCaptures({ inputs: [{ name, input: { path } }], vendorOf: () => null, limits });
}

/** Distinct unordered pairs of address and port: what tshark calls a conversation. */
function pairs(analysis: Analysis, protocol: string): number {
  const seen = new Set<string>();
  for (const { protocol: name, src, dst } of analysis.conversations) {
    if (name !== protocol || src.port === null) continue;
    seen.add([`${src.ip} ${src.port}`, `${dst.ip} ${dst.port}`].sort().join(' '));
  }
  return seen.size;
}

function serverNames(analysis: Analysis, app: string): Set<string> {
  const names = new Set<string>();
  for (const { appProtocol, serverName } of analysis.conversations) {
    if (appProtocol === app && serverName !== null) names.add(serverName);
  }
  return names;
}

function compare(ours: Iterable<string>, theirs: Iterable<string>): Difference {
  const mine = new Set(ours);
  const yours = new Set(theirs);
  return [
    [...mine].filter((value) => !yours.has(value)).length,
    [...yours].filter((value) => !mine.has(value)).length,
  ];
}

function addresses(analysis: Analysis, truth: Truth): Difference {
  const sources = ['ip_any', 'ipv6_any', 'arp_ip_mac'];
  const listed = sources.flatMap((key) => truth.list(key)).map((value) => value.split('=')[0]);
  const [extra, missing] = compare(analysis.ips, listed);
  if (!sources.some((key) => truth.isCut(key))) return [extra, missing];
  // Only the beginning is listed: all of it must be there, and the number must be right.
  const total = truth.number('ip_any_count') + truth.number('ipv6_any_count');
  return [Math.max(0, analysis.ips.length - total), missing];
}

function vlanIds(analysis: Analysis, truth: Truth): Difference {
  const ours = analysis.vlans.flatMap(({ vlan, outerVlan }) =>
    outerVlan === null ? [vlan] : [vlan, outerVlan],
  );
  const theirs = truth.list('vlan_ids_frames').flatMap((entry) => entry.split('=')[0].split(','));
  return compare(
    ours.map(String),
    theirs.map((id) => id.replace('ad:', '')),
  );
}

/** Frames of link protocols: [ours, theirs], equal unless reviewed. */
function frames(analysis: Analysis, truth: Truth, name: string): Difference {
  const entry = truth.list('protocols_frames').find((value) => value.startsWith(`${name}=`));
  const ours = analysis.protocols
    .filter((count) => count.name === name)
    .reduce((sum, { packets }) => sum + packets, 0);
  const theirs = entry === undefined ? 0 : Number(entry.split('=')[1]);
  return [Math.max(0, ours - theirs), Math.max(0, theirs - ours)];
}

/** How the analysis differs from the truth, by fact: [more than tshark, less than tshark]. Equal facts are left out. */
function differences(analysis: Analysis, truth: Truth): Record<string, Difference> {
  const all: Record<string, Difference> = {
    macs: compare(analysis.macs, truth.list('eth_src_any')),
    ips: addresses(analysis, truth),
    vlans: vlanIds(analysis, truth),
  };
  for (const protocol of ['tcp', 'udp']) {
    const difference = pairs(analysis, protocol) - truth.number(`${protocol}_conversations`);
    all[protocol] = [Math.max(0, difference), Math.max(0, -difference)];
  }
  for (const protocol of ['arp', 'lldp', 'cdp', 'stp']) all[protocol] = frames(analysis, truth, protocol);
  if (truth.has('tls_sni')) all.tls_sni = compare(serverNames(analysis, 'tls'), truth.list('tls_sni'));
  if (truth.has('http_host')) all.http_host = compare(serverNames(analysis, 'http'), truth.list('http_host'));
  return Object.fromEntries(Object.entries(all).filter(([, [more, less]]) => more + less > 0));
}

function expectSound(analysis: Listed): void {
  const { decode, packets } = analysis.capture;
  expect(decode.ok + decode.truncated + decode.malformed + decode.unsupported).toBe(packets);
  const outer = analysis.conversations.filter(({ tunnel }) => tunnel === null);
  const inConversations = outer.reduce((sum, row) => sum + row.packets + row.packetsBack, 0);
  expect(inConversations).toBe(packets);
  const bytes = outer.reduce((sum, row) => sum + row.bytes + row.bytesBack, 0);
  expect(bytes).toBe(analysis.capture.wireBytes);
  for (const { packet } of analysis.conversations) expect(packet).toBeLessThanOrEqual(packets);
  for (const device of analysis.devices) for (const mac of device.macs) expect(analysis.macs).toContain(mac);
}

/** What docs/analyze-json.md promises, of the text as it is written. */
function expectContract(json: string): void {
  const parsed = CONTRACT.safeParse(JSON.parse(json));
  expect(parsed.success ? '' : z.prettifyError(parsed.error)).toBe('');
}

if (process.env.CI && !HAS_CORPUS) throw new Error('CI needs the corpus: ../shared/corpus or VIGIE_CORPUS');

describe.skipIf(!HAS_CORPUS)('analysis of the corpus (needs ../shared/corpus or VIGIE_CORPUS)', () => {
  it.each(captures)('$folder/$name agrees with tshark', async ({ name, path, truth }) => {
    const { analysis, refused } = await analyze(path, name);
    if (truth === null || refused.length > 0) {
      expect(refused.map((error) => error.exitCode)).toEqual(REVIEWED[name]?.refused === true ? [2] : []);
      return;
    }
    expectSound(listed(analysis));
    expect(differences(analysis, truth)).toEqual(REVIEWED[name]?.facts ?? {});
    const json = jsonOf(analysis);
    expectContract(json);
    const again = await analyze(path, name);
    expect(jsonOf(again.analysis)).toBe(json);
  });

  it('reviews only captures that exist', () => {
    const names = new Set(captures.map(({ name }) => name));
    expect(Object.keys(REVIEWED).filter((name) => !names.has(name))).toEqual([]);
  });
});
