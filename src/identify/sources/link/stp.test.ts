import { expect, test } from 'vitest';
import { context, HOST_MAC, learn, OTHER_MAC } from '../../../../test/fixtures/sightings.ts';
import type { BridgeId, StpMessage } from '../../../wire/dissect/link/stp.ts';
import { stp } from './stp.ts';

const bridge = (mac: number): BridgeId => ({ priority: 0x8000, extension: 1, mac });
const bpdu = (rootPathCost: number, root: number): StpMessage => ({
  version: 2,
  type: 'rapid',
  vlan: null,
  body: {
    topologyChange: false,
    topologyChangeAck: false,
    root: bridge(root),
    rootPathCost,
    bridge: bridge(HOST_MAC),
    portId: 0x8001,
    messageAgeSeconds: 0,
    maxAgeSeconds: 20,
    helloSeconds: 2,
    forwardDelaySeconds: 15,
  },
});

test('who sends BPDUs is a switch', () => {
  expect(learn(stp, bpdu(4, OTHER_MAC), context()).lines).toEqual(['host role=switch']);
  const notification: StpMessage = { version: 0, type: 'topology-change', body: null, vlan: null };
  expect(learn(stp, notification, context()).lines).toEqual(['host role=switch']);
});

test('who is at no cost from the root is the root', () => {
  const { sightings, lines } = learn(stp, bpdu(0, HOST_MAC), context());
  expect(lines).toEqual(['host role=switch', 'host role=spanning-tree-root']);
  expect(sightings[0].confidence).toBeGreaterThan(sightings[1].confidence);
});

test('says nothing on a link without MACs', () => {
  expect(learn(stp, bpdu(0, HOST_MAC), context({ srcMac: null })).lines).toEqual([]);
});
