import { inside, VLAN } from '../plan.ts';
import type { Host } from './host.ts';

const server = (name: string, host: number, mac: string, vendor: string, ttl: number): Host => ({
  mac,
  ip: inside(VLAN.servers, host),
  vlan: VLAN.servers,
  ttl,
  name,
  type: 'server',
  vendor,
});

const VMWARE = 'VMware, Inc.';

/** Directory, DNS, DHCP. */
export const DIRECTORY = server('SRV-AD', 10, '00:50:56:b0:03:10', VMWARE, 128);
/** Files, and updates for those without Internet. */
export const FILES = server('SRV-FICHIERS', 11, '00:50:56:b0:03:11', VMWARE, 128);
/** Linux: web front and database of the company's software. */
export const ERP = server('srv-erp', 12, '00:50:56:b0:03:12', VMWARE, 64);
/** Also records the camera. */
export const NAS = server('nas-boreal', 20, '00:11:32:b0:03:20', 'Synology Incorporated', 64);
/** Backup; polls equipment over SNMP besides. */
export const BACKUP = server('SRV-SAUVEGARDE', 21, 'd4:be:d9:b0:03:21', 'Dell Inc.', 128);

export const SERVERS: readonly Host[] = [DIRECTORY, FILES, ERP, NAS, BACKUP];
