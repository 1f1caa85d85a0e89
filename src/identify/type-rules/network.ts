import type { TypeRule } from './type-rule.ts';

/** Equipment of the network itself, by what it forwards and what it says of itself. */
export const NETWORK_RULES: readonly TypeRule[] = [
  { type: 'router', weight: 0.8, when: { gateway: true } },
  {
    type: 'firewall',
    weight: 0.9,
    when: {
      gateway: true,
      vendor:
        /fortinet|palo alto|sonicwall|watchguard|check ?point|sophos|stormshield|barracuda|netgate|deciso/i,
    },
  },
  // Loudspeakers of this maker form a mesh and send BPDUs in it.
  {
    type: 'iot',
    weight: 0.85,
    when: { vendor: /^sonos/i, said: { attributes: ['role'], matches: /^switch$/ } },
  },
  {
    type: 'access-point',
    weight: 0.6,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /\b(access point|aironet|air-(ap|cap|sap|lap)|unifi ap|uap-|instant ?on ap)/i,
      },
    },
  },
  {
    type: 'switch',
    weight: 0.6,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /\b(switch|catalyst|ws-c\d|procurve|powerconnect|scalance x|hirschmann|edgeswitch)/i,
      },
    },
  },
  {
    type: 'firewall',
    weight: 0.75,
    when: {
      said: {
        attributes: ['model', 'description', 'os'],
        matches: /\b(fortigate|fortios|pan-os|pfsense|opnsense|sonicos|firewall|sfos)\b/i,
      },
    },
  },
  {
    type: 'router',
    weight: 0.6,
    when: {
      said: {
        attributes: ['model', 'description', 'os'],
        matches:
          /\b(router|routeros|edgerouter|internet gateway|internetgatewaydevice|fritz!?box|scalance m)/i,
      },
    },
  },
];
