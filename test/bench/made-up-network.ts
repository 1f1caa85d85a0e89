/** Devices of a made-up network, as captures contribute them: those of `test/fixtures/telemetry.ts`, by number. */
import { formatMac } from '../../src/base/mac.ts';
import { formatMicros, type Micros } from '../../src/base/time.ts';
import type { Device, Finding } from '../../src/model/analysis.ts';
import { DEVICE_TYPES } from '../../src/model/device-types.ts';
import type { CaptureContents } from '../../src/store/state/captures/capture.ts';
import { START } from '../fixtures/telemetry.ts';

export const HOUR_US = 3_600_000_000;
export const PLACES = ['hall', 'press', 'cellar', 'office', 'gate', 'lab', 'roof', 'dock'];
const VENDORS = ['Ferrolink', 'Borealis Networks', 'Palissade', 'Kestrel Controls', null];
export const FIRST_MAC = 0x00005e005300;

export const deviceId = (index: number): string =>
  `mac-${(FIRST_MAC + index).toString(16).padStart(12, '0')}`;
export const deviceMac = (index: number): string => formatMac(FIRST_MAC + index);
export const deviceIp = (index: number): string => `198.18.${(index >> 8) & 255}.${index & 255}`;

/** Device `index` as a capture that begins at `begin` says: three pieces of evidence to each of its attributes. */
export function deviceIn(index: number, captureIndex: number, begin: Micros): Device {
  const first = formatMicros(begin);
  const last = formatMicros(begin + (index % 3600) * 1_000_000);
  const type = DEVICE_TYPES[index % 19];
  const vlan = 1 + (index % 40);
  const evidence = [1, 2, 3].map((packet) => ({ source: 'dhcp option 12', at: first, packet, file: 0 }));
  return {
    id: deviceId(index),
    macs: [deviceMac(index)],
    vendor: VENDORS[index % 5],
    type,
    names:
      index % 2 === 0
        ? [{ value: `${PLACES[(index >> 1) % 8]}-${index}.plant.example`, source: 'dhcp option 12' }]
        : [],
    addresses: [{ ip: deviceIp(index), vlan, firstSeen: first, lastSeen: last }],
    attributes: {
      type: { value: type, confidence: 0.5 + (captureIndex % 5) / 10, evidence },
      os: { value: `System ${index % 7}`, confidence: 0.7, evidence },
      services: { value: 'ssh/22, http/80', confidence: 0.9, evidence },
      dhcpFingerprint: { value: '1,3,6,15,31,33,43,44,46,47,119,121,249,252', confidence: 0.9, evidence },
    },
    packetsSent: 10 + index,
    packetsReceived: 20,
    bytesSent: 1000 * (index % 977),
    bytesReceived: 2000,
    isGateway: index % 500 === 0,
    vlans: [vlan],
    firstSeen: first,
    lastSeen: last,
    addressesBehind: 0,
  };
}

/** What capture `captureIndex` says of these devices: half of `count`, the other half the next time, a little later each. */
export function halfOf(count: number, captureIndex: number): Device[] {
  const from = ((captureIndex % 2) * count) / 2 + (captureIndex >> 1) * 97;
  return Array.from({ length: count / 2 }, (_, i) =>
    deviceIn((i + from) % count, captureIndex, START + captureIndex * HOUR_US),
  );
}

export function contentsOf(
  devices: readonly Device[],
  name: string,
  first: Micros,
  last: Micros,
): CaptureContents {
  const counts = { ok: 1e6, truncated: 0, malformed: 0, unsupported: 0 };
  return {
    capture: {
      files: [name],
      packets: 1e6,
      bytes: 1e9,
      wireBytes: 1e9,
      firstSeen: formatMicros(first),
      lastSeen: formatMicros(last),
      durationSeconds: (last - first) / 1e6,
      linkTypes: ['ethernet'],
      decode: counts,
      decodeLayers: [{ layer: 'ethernet', ...counts }],
    },
    devices,
    findings: devices.filter((_, i) => i % 50 === 0).map(findingOf),
    vlans: Array.from({ length: 40 }, (_, i) => ({
      vlan: i + 1,
      outerVlan: null,
      packets: 1,
      bytes: 1,
      devices: 1,
    })),
    warnings: [],
  };
}

function findingOf({ id, firstSeen }: Device, index: number): Finding {
  return {
    kind: 'port-scan',
    severity: index % 7 === 0 ? 'high' : 'low',
    message: `${id} tried many ports.`,
    evidence: [{ source: 'tcp', at: firstSeen ?? '', packet: 1, file: 0 }],
    params: { device: id },
  };
}
