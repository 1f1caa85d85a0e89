import { expect, test } from 'vitest';
import { dissect, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { concat, mac, u16, u32 } from '../../build/index.ts';
import { stp } from './stp.ts';

const BODY = concat(
  [0x81], // topology change and its acknowledgement
  u16(0x8001),
  mac('00:00:5e:00:53:01'),
  u32(19),
  u16(0x9001),
  mac('00:00:5e:00:53:02'),
  u16(0x8007),
  u16(0x0100),
  u16(20 * 256),
  u16(2 * 256),
  u16(15 * 256),
);
const CONFIGURATION = concat([0, 0, 0, 0], BODY);
const PVST = concat([0, 0, 2, 2], BODY, [0], [0, 0, 0, 2], u16(40));
const NOTIFICATION = Uint8Array.from([0, 0, 0, 0x80]);

test('reads a configuration BPDU', () => {
  expect(dissect(stp, CONFIGURATION, new Uint8Array(8))).toEqual({
    version: 0,
    type: 'configuration',
    vlan: null,
    body: {
      topologyChange: true,
      topologyChangeAck: true,
      root: { priority: 0x8000, extension: 1, mac: 0x00005e005301 },
      rootPathCost: 19,
      bridge: { priority: 0x9000, extension: 1, mac: 0x00005e005302 },
      portId: 0x8007,
      messageAgeSeconds: 1,
      maxAgeSeconds: 20,
      helloSeconds: 2,
      forwardDelaySeconds: 15,
    },
  });
});

test('reads the VLAN of a PVST+ BPDU', () => {
  expect(dissect(stp, PVST)).toMatchObject({ version: 2, type: 'rapid', vlan: 40 });
});

test('knows a topology change notification, which has no body', () => {
  expect(dissect(stp, NOTIFICATION)).toEqual({ version: 0, type: 'topology-change', body: null, vlan: null });
});

test('refuses another protocol id, an unknown type, and a BPDU that is cut', () => {
  const read = (bytes: Uint8Array) => stp.read(viewOf(bytes), 0, bytes.length);
  expect(read(concat([0, 1, 0, 0], BODY))).toBeNull();
  expect(read(concat([0, 0, 0, 7], BODY))).toBeNull();
  expect(read(CONFIGURATION.slice(0, 34))).toBeNull();
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(stp, [CONFIGURATION, PVST, NOTIFICATION]);
});
