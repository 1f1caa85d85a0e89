import type { Host } from './host.ts';
import { ACCESS_POINT, CORE_SWITCH, FORGOTTEN_ROUTER, GATEWAY, PHONES, PLANT_SWITCH } from './network.ts';
import { CAMERA, MACS, MOBILES, PRINTER, SECOND_PRINTER, WINDOWS_CLIENTS } from './office.ts';
import { PLANT } from './plant.ts';
import { SERVERS } from './servers.ts';

/** Everybody inside. */
export const CAST: readonly Host[] = [
  GATEWAY,
  CORE_SWITCH,
  PLANT_SWITCH,
  ACCESS_POINT,
  FORGOTTEN_ROUTER,
  ...PHONES,
  ...WINDOWS_CLIENTS,
  ...MACS,
  ...MOBILES,
  PRINTER,
  SECOND_PRINTER,
  CAMERA,
  ...SERVERS,
  ...PLANT,
];
