import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCapture } from './capture.ts';
import { listInterfaces } from './interfaces.ts';
import { requireLinkType } from './link-type.ts';
import { ringSettings } from './settings.ts';

describe('capture settings', () => {
  test('have defaults', () => {
    expect(ringSettings({})).toEqual({
      blockSizeBytes: 1_048_576,
      blockCount: 64,
      snapLength: 262_144,
      blockTimeoutMs: 50,
    });
    expect(ringSettings({ snapLength: 256 }).snapLength).toBe(256);
  });

  test.each([
    [
      { blockSizeBytes: 5000 },
      'blockSizeBytes: expected a power of two from 4096, such as 1048576, found 5000',
    ],
    [{ blockSizeBytes: 2048 }, 'blockSizeBytes: expected a whole number from 4096 to 67108864, found 2048'],
    [{ blockCount: 0 }, 'blockCount: expected a whole number from 2 to 8192, found 0'],
    [{ blockCount: 2.5 }, 'found 2.5'],
    [{ blockCount: 2048 }, 'expected at most 1073741824 bytes together, found 1048576 × 2048 = 2147483648'],
    [{ snapLength: 20 }, 'snapLength: expected a whole number from 64 to 262144, found 20'],
    [{ blockTimeoutMs: Number.NaN }, 'blockTimeoutMs: expected a whole number from 1 to 10000, found NaN'],
  ])('%j are refused', (given, message) => {
    expect(() => ringSettings(given)).toThrow(message);
  });

  test('are checked before anything is opened', () => {
    const onEvent = () => {};
    expect(() => createCapture({ interface: 'eth0', filter: null, onEvent, blockCount: 1 })).toThrow(
      'blockCount',
    );
    for (const name of ['', 'a name', '../eth0', 'sixteen-letters-', '.'])
      expect(() => createCapture({ interface: name, filter: null, onEvent })).toThrow(
        `capture interface: expected a name of 1 to 15 characters, found '${name}'`,
      );
    expect(() => createCapture({ interface: 'eth0', filter: [], onEvent })).toThrow('capture filter');
  });

  test('before start there is nothing to read, wait for or stop', async () => {
    const capture = createCapture({ interface: 'eth0', filter: null, onEvent: () => {} });
    expect(capture.statistics()).toEqual({ received: 0, dropped: 0, freezes: 0 });
    expect(capture.linkType).toBe(0);
    capture.stop();
    await capture.wait(10_000);
  });
});

describe('interfaces', () => {
  test('are Ethernet, raw IP, or refused by what they are', () => {
    expect([1, 772, 512, 0xfffe].map((type) => requireLinkType('x0', type))).toEqual([1, 1, 101, 101]);
    expect(() => requireLinkType('wlan0mon', 803)).toThrow(
      /^wlan0mon: interfaces of device type 803 .* cannot be captured; expected Ethernet/,
    );
  });

  test('are listed from sysfs, whatever is missing there', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'vigie-sysfs-'));
    try {
      const write = (name: string, files: Record<string, string>) => {
        mkdirSync(path.join(root, name));
        for (const [file, text] of Object.entries(files))
          writeFileSync(path.join(root, name, file), `${text}\n`);
      };
      write('eth0', { type: '1', address: '00:00:5e:00:53:01', flags: '0x1003', carrier: '1', mtu: '1500' });
      write('eth1', { type: '1', address: '00:00:5e:00:53:02', flags: '0x1002', mtu: '1500' });
      write('lo', { type: '772', address: '00:00:00:00:00:00', flags: '0x9', carrier: '1', mtu: '65536' });
      write('wlan0mon', { type: '803', address: '00:00:5e:00:53:03', flags: '0x1003', carrier: '1' });
      writeFileSync(path.join(root, 'bonding_masters'), 'bond0\n');
      expect(listInterfaces(root)).toEqual([
        { name: 'eth0', mac: '00:00:5e:00:53:01', up: true, mtuBytes: 1500, type: 1, linkType: 1 },
        { name: 'eth1', mac: '00:00:5e:00:53:02', up: false, mtuBytes: 1500, type: 1, linkType: 1 },
        { name: 'lo', mac: null, up: true, mtuBytes: 65536, type: 772, linkType: 1 },
        { name: 'wlan0mon', mac: '00:00:5e:00:53:03', up: true, mtuBytes: null, type: 803, linkType: null },
      ]);
      expect(listInterfaces(path.join(root, 'nowhere'))).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
