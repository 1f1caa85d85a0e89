import { expect, it } from 'vitest';
import { linkTypeName } from './linktypes.ts';

it.each([
  [0, 'NULL/Loopback'],
  [1, 'Ethernet'],
  [9, 'PPP'],
  [12, 'Raw IP'],
  [14, 'Raw IP'],
  [101, 'Raw IP'],
  [104, 'Cisco HDLC'],
  [107, 'Frame Relay'],
  [108, 'OpenBSD loopback'],
  [113, 'Linux cooked-mode capture v1'],
  [127, 'IEEE 802.11 plus radiotap radio header'],
  [228, 'Raw IPv4'],
  [229, 'Raw IPv6'],
  [276, 'Linux cooked-mode capture v2'],
  [284, 'LINKTYPE_284'],
])('names link type %i as Wireshark does: %s', (linkType, name) => {
  expect(linkTypeName(linkType)).toBe(name);
});
