/** How `vigie listen` ends: by signals, after its duration, in the middle of traffic, with nobody to read it. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  createListening,
  END_WITHIN_MS,
  type ListenBench,
  TRAFFIC,
  vigie,
  whyNot,
} from './listen-command.ts';

const why = whyNot();

describe.skipIf(why !== null)('the end of vigie listen', { timeout: 180_000 }, () => {
  let bench: ListenBench;
  beforeAll(() => {
    bench = createListening('e');
  });
  afterEach(() => bench.killRunning());
  afterAll(() => bench?.destroy());

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it with the summary', async (signal) => {
    const listening = await bench.json();
    const { code, ms } = await listening.end(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(END_WITHIN_MS);
    expect(listening.err()).toContain('No packets');
  });

  test('counts what arrived just before the signal', async () => {
    const listening = await bench.json();
    bench.send(TRAFFIC);
    await listening.end();
    expect(bench.last(listening).packets).toBe(TRAFFIC.length);
  });

  test('ends in the middle of heavy traffic, with all that was received before', async () => {
    const listening = await bench.json();
    const sender = bench.flood();
    await bench.hasSeen(listening, 200_000);
    const { code, ms } = await listening.end();
    sender.kill('SIGKILL');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(END_WITHIN_MS);
    const { packets, interfaces } = bench.last(listening);
    expect(packets).toBe(interfaces[0].received);
    expect(listening.err()).toContain('frames received');
  });

  test('ends while its interface is gone', async () => {
    const listening = await bench.json();
    bench.net.run(bench.net.capture, 'ip', 'link', 'del', 'cap0');
    try {
      await listening.until(() => listening.err().includes('cap0 is gone'), 'gone');
      const { code, ms } = await listening.end();
      expect(code).toBe(0);
      expect(ms).toBeLessThan(END_WITHIN_MS);
    } finally {
      bench.net.connect();
    }
  });

  test('ends at once at a second signal, and says that there is no summary', async () => {
    const listening = await bench.json();
    listening.child.kill('SIGTERM');
    // another one: two that are alike and not yet taken are one
    const { code, ms } = await listening.end('SIGINT');
    expect(code).toBe(1);
    expect(ms).toBeLessThan(END_WITHIN_MS);
    expect(listening.err()).toMatch(/vigie: ended without a summary\n$/);
  });

  test.each(['json', 'text'])('ends when nobody reads what it writes as %s', async (format) => {
    const pipe = path.join(bench.folder, `unread-${format}`);
    execFileSync('mkfifo', [pipe]);
    // both ends: there is a reader, and it does not read; full from the beginning
    const held = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeSync(held, new Uint8Array(65_536));
    const out = openSync(pipe, constants.O_RDWR);
    try {
      const child = spawn(
        'ip',
        [
          'netns',
          'exec',
          bench.net.capture,
          process.execPath,
          vigie,
          'listen',
          'cap0',
          '--interval',
          '0.1',
          ...(format === 'json' ? ['--json'] : []),
        ],
        { env: bench.environment, stdio: ['ignore', out, 'ignore'] },
      );
      bench.own(child);
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      await bench.captures();
      // time to be stuck in what it writes
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const asked = performance.now();
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(performance.now() - asked).toBeLessThan(END_WITHIN_MS);
    } finally {
      closeSync(out);
      closeSync(held);
    }
  });

  test('ends by itself after the duration', async () => {
    const started = performance.now();
    const listening = await bench.listen(['cap0', '--duration', '1', '--interval', '0.5', '--lang', 'fr']);
    expect(await listening.ended).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(listening.out()).toContain('paquets/s');
    expect(listening.out()).toContain('fil de capture');
  });

  test('is quiet but for the summary with --quiet', async () => {
    const listening = await bench.listen([
      'cap0',
      '--duration',
      '0.7',
      '--interval',
      '0.2',
      '--quiet',
      '--lang',
      'en',
    ]);
    expect(await listening.ended).toBe(0);
    expect(listening.out()).not.toContain('packets/s');
    expect(listening.out()).toContain('No packets');
  });
});
