import type { StpMessage } from '../../../wire/dissect/link/stp.ts';
import type { IdentitySource } from '../../sighting.ts';
import { about } from '../say.ts';

/** Bridges send BPDUs; now and then a server with a software bridge does. */
const SENDS_BPDUS = 0.9;
const IS_ROOT = 0.8;

/** Spanning tree: who sends BPDUs is a switch, and who sends them at no cost to the root is the root. */
export const stp: IdentitySource<'stp', StpMessage> = {
  protocol: 'stp',

  observe(message, context, sink) {
    if (context.srcMac === null) return;
    const say = about({ mac: context.srcMac }, context, sink);
    say('role', 'switch', SENDS_BPDUS, `stp ${message.type} bpdu`);
    const body = message.body;
    if (body !== null && body.rootPathCost === 0 && body.root.mac === body.bridge.mac) {
      say('role', 'spanning-tree-root', IS_ROOT, 'stp root path cost');
    }
  },
};
