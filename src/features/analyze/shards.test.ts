import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as f from '../../../test/fixtures/frames.ts';
import { pcapFile } from '../../../test/fixtures/pcap.ts';
import { SAMPLES } from '../../../test/fixtures/samples.ts';
import { shardsInProcess } from '../../../test/fixtures/shards.ts';
import { type AnalyzeResult, analyzeCaptures } from './analyze-captures.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-shards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function analyze(paths: readonly string[], count: number, maxFlows = 4096): Promise<AnalyzeResult> {
  const limits = { ...DEFAULT_LIMITS, maxFlows };
  return analyzeCaptures({
    inputs: paths.map((path) => ({ name: path, input: { path } })),
    vendorOf: () => null,
    limits,
    startShards: () => (count === 1 ? null : shardsInProcess(paths, count, limits)),
  });
}

function capture(name: string, frames: readonly Uint8Array[], linkType = 1): string {
  const path = join(folder, name);
  writeFileSync(path, pcapFile(frames, { linkType }));
  return path;
}

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const request = (port: number, agent: string) =>
  f.ethernet(
    B,
    A,
    0x0800,
    f.ipv4(
      { src: '192.0.2.1', dst: '192.0.2.2', protocol: 6 },
      f.tcp(
        { srcPort: port, dstPort: 80 },
        `GET / HTTP/1.1\r\nHost: h${port}.example\r\nUser-Agent: ${agent}\r\n\r\n`,
      ),
    ),
  );

describe('engines that share a capture', () => {
  it.each([2, 3, 4])('find together what one finds: %i of them, every kind of frame', async (count) => {
    const path = capture(
      'all.pcap',
      SAMPLES.filter(({ linkType }) => linkType === 1).flatMap(({ frame }) => [frame, frame.subarray(0, 50)]),
    );
    expect((await analyze([path], count)).analysis).toEqual((await analyze([path], 1)).analysis);
  });

  it('join what ordinary conversations tell in the order of packets', async () => {
    const agents = ['Mozilla/5.0 (Windows NT 10.0)', 'Mozilla/5.0 (X11; Linux x86_64)', 'curl/8.0'];
    const frames = Array.from({ length: 60 }, (_, i) => request(20_000 + i * 7, agents[i % 3]));
    const paths = [capture('one.pcap', frames.slice(0, 40)), capture('two.pcap', frames.slice(40))];
    const alone = (await analyze(paths, 1)).analysis;
    expect(alone.conversations.map(({ serverName }) => serverName)).toContain('h20007.example');
    expect((await analyze(paths, 2)).analysis).toEqual(alone);
  });

  it('leave a capture that does not fit to one engine', async () => {
    const frames = Array.from({ length: 3000 }, (_, i) => request(10_000 + i, 'x'));
    const path = capture('many.pcap', frames);
    const alone = (await analyze([path], 1, 1024)).analysis;
    expect(alone.limits.flowOverflowPackets).toBe(3000 - 1024);
    expect((await analyze([path], 2, 1024)).analysis).toEqual(alone);
  });

  it('refuse what is no capture once', async () => {
    const notes = join(folder, 'notes.txt');
    writeFileSync(notes, '# notes');
    const path = capture('good.pcap', [request(1, 'x')]);
    const { analysis, refused } = await analyze([notes, path], 2);
    expect([analysis.capture.packets, refused.length]).toEqual([1, 1]);
  });
});
