/** The workshop. Nothing here asks for an address: the plant sets them by hand. */
import type { DeviceType } from '../../../model/device-types.ts';
import { inside, VLAN } from '../plan.ts';
import type { Host } from './host.ts';

const member = (
  name: string,
  type: DeviceType,
  host: number,
  mac: string,
  vendor: string,
  ttl = 64,
): Host => ({ mac, ip: inside(VLAN.plant, host), vlan: VLAN.plant, ttl, name, type, vendor });

const SIEMENS = 'Siemens AG';

export const LINE_1 = member('plc-ligne1', 'plc', 11, '28:63:36:b0:04:11', SIEMENS, 255);
export const LINE_2 = member('plc-ligne2', 'plc', 12, '28:63:36:b0:04:12', SIEMENS, 255);
/** Compressed air, heating: Modbus server, scanner of the drive. */
export const UTILITIES = member('api-utilites', 'plc', 13, '00:80:f4:b0:04:13', 'TELEMECANIQUE ELECTRIQUE');
/** Modbus inputs and outputs of the utilities. */
export const UTILITIES_IO = member('es-utilites', 'io', 14, '00:30:de:b0:04:14', 'WAGO Kontakttechnik GmbH');
/** PROFINET inputs and outputs of line 1. */
export const LINE_1_IO = member('es-ligne1', 'io', 15, 'ac:64:17:b0:04:15', SIEMENS);
export const DRIVE = member('var-convoyeur', 'drive', 16, 'f4:54:33:b0:04:16', 'Rockwell Automation');
export const PANEL = member('ihm-atelier', 'hmi', 20, 'ac:64:17:b0:04:20', SIEMENS);
export const ENGINEERING = member(
  'POSTE-ING',
  'engineering-station',
  30,
  '00:14:22:b0:04:30',
  'Dell Inc.',
  128,
);
export const HISTORIAN = member('HISTORIEN', 'historian', 40, '00:1e:c9:b0:04:40', 'Dell Inc.', 128);

export const PLANT: readonly Host[] = [
  LINE_1,
  LINE_2,
  UTILITIES,
  UTILITIES_IO,
  LINE_1_IO,
  DRIVE,
  PANEL,
  ENGINEERING,
  HISTORIAN,
];
