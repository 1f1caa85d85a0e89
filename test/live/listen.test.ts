/** What `vigie listen` says of what tcpreplay sends, held against `vigie analyze` of the same capture. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CORPUS } from '../corpus/payloads.ts';
import { pcapFile } from '../fixtures/pcap.ts';
import { A, B, createListening, type ListenBench, TRAFFIC, whyNot } from './listen-command.ts';

const why = whyNot();

describe.skipIf(why !== null)('vigie listen', { timeout: 180_000 }, () => {
  let bench: ListenBench;
  beforeAll(() => {
    bench = createListening('l');
  });
  afterEach(() => bench.killRunning());
  afterAll(() => bench?.destroy());

  test('tells what analyze tells of the same capture, in each line and in the summary', async () => {
    const sentBefore = bench.net.sentByCapture();
    const listening = await bench.json();
    const file = bench.send(TRAFFIC);
    await bench.hasSeen(listening, TRAFFIC.length);
    const { code } = await listening.end('SIGINT');
    expect(code).toBe(0);
    const expected = bench.analysis(file);
    const final = bench.last(listening);
    expect(final).toMatchObject({
      packets: expected.capture.packets,
      bytes: expected.capture.wireBytes,
      decode: expected.capture.decode,
      flows: expected.conversations.length,
      macs: expected.macs.length,
      interfaces: [{ name: 'cap0', state: 'up', received: TRAFFIC.length, dropped: 0 }],
    });
    expect(expected.vlans.map(({ vlan }) => vlan)).toEqual(expect.arrayContaining([10, 11, 12, 200]));
    expect(bench.comparable(listening.err())).toEqual(bench.comparable(bench.analyze(file)));
    expect(listening.err()).toContain(`cap0  ${TRAFFIC.length} frames received · 0 frames dropped`);
    expect(listening.err()).toMatch(/capture worker: [<\d.]+% of one core\n$/);
    expect(bench.net.sentByCapture()).toBe(sentBefore);
    expect(sentBefore).toBe(0);
  });

  test.each(['suriver__dhcp-request-flood.pcap', 'zeek__mixed-vlan-mpls.pcap', 'arkime__v6.pcap'])(
    'counts %s of the corpus as analyze does',
    async (name) => {
      const file = path.join(CORPUS, 'pcap', name);
      if (!existsSync(file)) {
        if (process.env.CI) throw new Error('the corpus must be there in CI');
        console.warn(`vigie listen to ${name}: skipped, no corpus`);
        return;
      }
      const expected = bench.analysis(file);
      const listening = await bench.json();
      bench.net.run(bench.net.sender, 'tcpreplay', '-q', '--topspeed', '-i', 'snd0', file);
      await bench.hasSeen(listening, expected.capture.packets);
      await listening.end();
      expect(bench.last(listening)).toMatchObject({
        packets: expected.capture.packets,
        bytes: expected.capture.wireBytes,
        decode: expected.capture.decode,
        flows: expected.conversations.length,
        macs: expected.macs.length,
      });
    },
  );

  test('writes lines whose times increase and whose rates are those of the traffic', async () => {
    const listening = await bench.json();
    for (let round = 1; round <= 3; round++) {
      bench.send(TRAFFIC);
      await bench.hasSeen(listening, round * TRAFFIC.length);
    }
    await listening.end();
    const { snapshots } = listening;
    let packets = 0;
    let bits = 0;
    for (const [i, each] of snapshots.entries()) {
      packets += each.packetsPerSecond * each.intervalSeconds;
      bits += each.bitsPerSecond * each.intervalSeconds;
      expect(each.packetsPerSecond).toBeGreaterThanOrEqual(0);
      expect(each.cpuShare).toBeGreaterThanOrEqual(0);
      expect(each.cpuShare).toBeLessThan(1.2);
      if (i > 0) expect(Date.parse(each.at)).toBeGreaterThan(Date.parse(snapshots[i - 1].at));
    }
    expect(packets).toBeCloseTo(3 * TRAFFIC.length, 3);
    expect(bits).toBeCloseTo(8 * bench.last(listening).bytes, 3);
    const talker = snapshots.find((each) => each.topTalkers.length > 0)?.topTalkers[0];
    expect(talker).toMatchObject({ address: '198.51.100.53', mac: B });
    expect(
      bench
        .last(listening)
        .newDevices.map(({ mac }) => mac)
        .sort(),
    ).toEqual([A, B]);
  });

  test('hears only what the filter matches', async () => {
    const listening = await bench.json('--filter', 'vlan 10');
    const file = bench.send(TRAFFIC);
    const expected = bench.analysis(file, '--filter', 'vlan 10');
    expect(expected.capture.packets).toBeGreaterThan(0);
    await bench.hasSeen(listening, expected.capture.packets);
    await listening.end();
    expect(bench.last(listening)).toMatchObject({
      packets: expected.capture.packets,
      bytes: expected.capture.wireBytes,
      flows: expected.conversations.length,
      interfaces: [{ received: expected.capture.packets }],
    });
  });

  test('listens to two interfaces as one capture, without spinning when one is silent', async () => {
    const pair = ['link', 'add', 'cap1', 'netns', bench.net.capture, 'type', 'veth', 'peer', 'name', 'snd1'];
    execFileSync('ip', [...pair, 'netns', bench.net.sender]);
    bench.net.run(bench.net.sender, 'ip', 'link', 'set', 'snd1', 'up');
    bench.net.run(bench.net.capture, 'ip', 'link', 'set', 'cap1', 'up');
    try {
      const listening = await bench.listen(['cap0', 'cap1', '--json', '--interval', '0.5']);
      const half = TRAFFIC.length / 2;
      bench.send(TRAFFIC.slice(0, half));
      bench.send(TRAFFIC.slice(half), 'snd1');
      await bench.hasSeen(listening, TRAFFIC.length);
      const seen = listening.snapshots.length;
      await listening.until(() => listening.snapshots.length >= seen + 3, 'three silent intervals');
      expect(Math.min(...listening.snapshots.slice(seen).map((each) => each.cpuShare))).toBeLessThan(0.3);
      await listening.end();
      expect(bench.last(listening).interfaces).toMatchObject([
        { name: 'cap0', received: half },
        { name: 'cap1', received: half },
      ]);
      writeFileSync(path.join(bench.folder, 'all.pcap'), pcapFile(TRAFFIC));
      const expected = bench.analysis(path.join(bench.folder, 'all.pcap'));
      expect(bench.last(listening)).toMatchObject({
        bytes: expected.capture.wireBytes,
        flows: expected.conversations.length,
      });
    } finally {
      bench.net.run(bench.net.capture, 'ip', 'link', 'del', 'cap1');
    }
  });

  test('says that an interface went down and came back, and goes on counting', async () => {
    const listening = await bench.json();
    bench.send(TRAFFIC.slice(0, 10));
    await bench.hasSeen(listening, 10);
    bench.net.run(bench.net.capture, 'ip', 'link', 'set', 'cap0', 'down');
    await listening.until(() => listening.err().includes('cap0 is down'), 'down');
    await listening.until(() => bench.last(listening).interfaces[0].state === 'down', 'down in a line');
    bench.net.run(bench.net.capture, 'ip', 'link', 'set', 'cap0', 'up');
    await listening.until(() => listening.err().includes('cap0 is up again'), 'up');
    bench.send(TRAFFIC.slice(0, 10));
    await bench.hasSeen(listening, 20);
    bench.net.run(bench.net.capture, 'ip', 'link', 'del', 'cap0');
    await listening.until(() => listening.err().includes('cap0 is gone'), 'gone');
    await listening.until(() => bench.last(listening).interfaces[0].state === 'gone', 'gone in a line');
    bench.net.connect();
    await listening.until(() => listening.err().includes('cap0 is back'), 'back');
    bench.send(TRAFFIC.slice(0, 10));
    await bench.hasSeen(listening, 30);
    expect(await listening.end()).toMatchObject({ code: 0 });
    expect(bench.last(listening)).toMatchObject({ packets: 30, interfaces: [{ state: 'up', received: 30 }] });
  });
});
