/** The people's machines. Names are invented. */
import { inside, insideV6, VLAN } from '../plan.ts';
import type { DhcpHabits, Host } from './host.ts';

const WINDOWS: DhcpHabits = {
  vendorClass: 'MSFT 5.0',
  parameters: [1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252],
};
const MACOS: DhcpHabits = {
  vendorClass: null,
  parameters: [1, 121, 3, 6, 15, 108, 114, 119, 252, 95, 44, 46],
};
const IOS: DhcpHabits = { vendorClass: null, parameters: [1, 121, 3, 6, 15, 119, 252] };
const ANDROID: DhcpHabits = {
  vendorClass: 'android-dhcp-14',
  parameters: [1, 3, 6, 15, 26, 28, 51, 58, 59, 43, 114, 108],
};

const DELL = 'Dell Inc.';
const LENOVO = 'LCFC(Hefei) Electronics Technology co., ltd';
const APPLE = 'Apple, Inc.';

const windows = (name: string, host: number, mac: string, type: 'workstation' | 'laptop'): Host => ({
  mac,
  ip: inside(VLAN.office, host),
  vlan: VLAN.office,
  ttl: 128,
  name,
  type,
  vendor: type === 'laptop' ? LENOVO : DELL,
  dhcp: WINDOWS,
});

const apple = (name: string, host: number, mac: string, type: 'workstation' | 'laptop'): Host => ({
  mac,
  ip: inside(VLAN.office, host),
  ip6: insideV6(host),
  vlan: VLAN.office,
  ttl: 64,
  name,
  type,
  vendor: APPLE,
  dhcp: MACOS,
});

export const DESKTOPS: readonly Host[] = [
  windows('PC-COMPTA-01', 101, '54:bf:64:b0:01:01', 'workstation'),
  windows('PC-COMPTA-02', 102, '54:bf:64:b0:01:02', 'workstation'),
  windows('PC-VENTES-01', 103, '54:bf:64:b0:01:03', 'workstation'),
  windows('PC-VENTES-02', 104, '98:90:96:b0:01:04', 'workstation'),
  windows('PC-ACHATS-01', 105, '98:90:96:b0:01:05', 'workstation'),
  windows('PC-RH-01', 106, '98:90:96:b0:01:06', 'workstation'),
  windows('PC-ACCUEIL', 107, '18:db:f2:b0:01:07', 'workstation'),
];

/** The administrator's. */
export const ADMIN_LAPTOP = windows('LAPTOP-Q5W1ZR8C', 112, '8c:16:45:b0:01:12', 'laptop');
/** Came back from a trip with something on it. */
export const INFECTED_LAPTOP = windows('LAPTOP-3F8TB6ND', 111, '54:e1:ad:b0:01:11', 'laptop');
export const LAPTOPS: readonly Host[] = [
  windows('LAPTOP-7K2M9QXA', 110, '8c:8c:aa:b0:01:10', 'laptop'),
  INFECTED_LAPTOP,
  ADMIN_LAPTOP,
];

export const WINDOWS_CLIENTS: readonly Host[] = [...DESKTOPS, ...LAPTOPS];

/** Apple's model identifier, announced over mDNS. */
export interface Mac extends Host {
  readonly model: string;
}
export const MACS: readonly Mac[] = [
  { ...apple('MacBook-Air-de-Lea', 120, 'a4:83:e7:b0:01:20', 'laptop'), model: 'MacBookAir10,1' },
  { ...apple('MacBook-Pro-de-Noe', 121, '3c:22:fb:b0:01:21', 'laptop'), model: 'MacBookPro18,3' },
  { ...apple('iMac-Studio', 122, 'f0:18:98:b0:01:22', 'workstation'), model: 'iMac21,1' },
  { ...apple('iMac-Dessin', 123, 'f0:18:98:b0:01:23', 'workstation'), model: 'iMac21,1' },
];

const mobile = (name: string, host: number, mac: string, dhcp: DhcpHabits): Host => ({
  mac,
  ip: inside(VLAN.office, host),
  vlan: VLAN.office,
  ttl: 64,
  name,
  type: 'phone',
  vendor: null,
  dhcp,
});

/** Behind the access point, with randomised MACs. */
export const MOBILES: readonly Host[] = [
  mobile('iPhone-de-Lea', 151, '5a:1e:77:b0:01:51', IOS),
  mobile('Pixel-8', 152, 'd6:03:5c:b0:01:52', ANDROID),
  mobile('Galaxy-S23', 153, '92:4b:e0:b0:01:53', ANDROID),
];

export const PRINTER: Host = {
  mac: '3c:52:82:b0:00:61',
  ip: inside(VLAN.office, 61),
  vlan: VLAN.office,
  ttl: 64,
  name: 'NPIB00061',
  type: 'printer',
  vendor: 'Hewlett Packard',
  dhcp: {
    vendorClass: 'Hewlett-Packard JetDirect',
    parameters: [6, 3, 1, 15, 66, 67, 13, 44, 119, 12, 81, 252],
  },
};

/** Its address was set by hand, and so was the camera's. */
export const SECOND_PRINTER: Host = {
  mac: '30:05:5c:b0:00:62',
  ip: inside(VLAN.office, 62),
  vlan: VLAN.office,
  ttl: 64,
  name: 'BRN30055CB00062',
  type: 'printer',
  vendor: 'Brother industries, LTD.',
};

export const CAMERA: Host = {
  mac: '44:19:b6:b0:00:71',
  ip: inside(VLAN.office, 62),
  vlan: VLAN.office,
  ttl: 64,
  name: 'cam-quai',
  type: 'camera',
  vendor: 'Hangzhou Hikvision Digital Technology Co.,Ltd.',
};
