/** What carries the traffic, and the telephones. MAC prefixes are real, the last three bytes invented. */
import { inside, VLAN } from '../plan.ts';
import type { Host } from './host.ts';

export const GATEWAY: Host = {
  mac: '70:4c:a5:b0:00:01',
  ip: inside(VLAN.management, 1),
  vlan: VLAN.management,
  ttl: 64,
  name: 'fw-boreal',
  type: 'firewall',
  vendor: 'Fortinet, Inc.',
};

/** The gateway as the hosts of one VLAN see it: it has an address in each. */
export const gatewayIn = (vlan: number): Host => ({ ...GATEWAY, ip: inside(vlan, 1), vlan });

const CISCO = 'Cisco Systems, Inc';

export const CORE_SWITCH: Host = {
  mac: '00:26:cb:b0:00:02',
  ip: inside(VLAN.management, 2),
  vlan: VLAN.management,
  ttl: 255,
  name: 'sw-coeur',
  type: 'switch',
  vendor: CISCO,
};

export const PLANT_SWITCH: Host = {
  mac: '00:1b:0d:b0:00:03',
  ip: inside(VLAN.management, 3),
  vlan: VLAN.management,
  ttl: 255,
  name: 'sw-atelier',
  type: 'switch',
  vendor: CISCO,
};

export const ACCESS_POINT: Host = {
  mac: '24:5a:4c:b0:00:04',
  ip: inside(VLAN.management, 10),
  vlan: VLAN.management,
  ttl: 64,
  name: 'ap-bureau',
  type: 'access-point',
  vendor: 'Ubiquiti Inc',
  dhcp: { vendorClass: 'ubnt', parameters: [1, 3, 6, 12, 15, 28, 43] },
};

const telephone = (extension: number, tail: string): Host => ({
  mac: `80:5e:0c:b0:00:${tail}`,
  ip: inside(VLAN.voice, extension),
  vlan: VLAN.voice,
  ttl: 64,
  name: `poste-${extension}`,
  type: 'voip',
  vendor: 'YEALINK(XIAMEN) NETWORK TECHNOLOGY CO.,LTD.',
  dhcp: { vendorClass: 'yealink', parameters: [1, 3, 6, 12, 15, 28, 42, 43, 66, 67, 120, 125] },
});

export const PHONES: readonly Host[] = [
  telephone(101, '31'),
  telephone(102, '32'),
  telephone(103, '33'),
  telephone(104, '34'),
];

/** Of the Internet provider who was replaced two years ago; somebody plugged it in for its Wi-Fi. */
export const FORGOTTEN_ROUTER: Host = {
  mac: '50:c7:bf:b0:00:99',
  ip: '192.168.0.1',
  vlan: VLAN.office,
  ttl: 64,
  name: null,
  type: 'router',
  vendor: 'TP-LINK TECHNOLOGIES CO.,LTD.',
};
