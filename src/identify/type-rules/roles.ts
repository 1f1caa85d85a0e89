import type { DeviceType } from '../../model/device-types.ts';
import type { TypeRule } from './type-rule.ts';

/** Roles that identity sources report (LLDP and CDP capabilities, RA, PROFINET…), and what they make of a device. */
const ROLES: readonly (readonly [role: string, type: DeviceType, weight: number])[] = [
  ['router', 'router', 0.85],
  // A router or telephone bridges too, so these must win against `switch` when several are reported.
  ['switch', 'switch', 0.8],
  ['bridge', 'switch', 0.8],
  ['access-point', 'access-point', 0.9],
  ['wlan-access-point', 'access-point', 0.9],
  ['firewall', 'firewall', 0.9],
  ['phone', 'voip', 0.92],
  ['telephone', 'voip', 0.92],
  ['voip', 'voip', 0.92],
  ['mobile', 'phone', 0.85],
  ['printer', 'printer', 0.9],
  ['camera', 'camera', 0.9],
  ['server', 'server', 0.8],
  ['domain-controller', 'server', 0.9],
  ['file-server', 'server', 0.3],
  ['workstation', 'workstation', 0.6],
  ['laptop', 'laptop', 0.8],
  ['iot', 'iot', 0.8],
  ['media-player', 'iot', 0.6],
  ['tv', 'iot', 0.7],
  ['dhcp-server', 'router', 0.2],
  ['dhcp-server', 'server', 0.2],
  ['dns-server', 'server', 0.25],
  ['plc', 'plc', 0.9],
  ['io-controller', 'plc', 0.85],
  ['hmi', 'hmi', 0.9],
  ['rtu', 'rtu', 0.9],
  ['drive', 'drive', 0.9],
  ['io', 'io', 0.9],
  ['io-device', 'io', 0.85],
  ['historian', 'historian', 0.9],
  ['engineering-station', 'engineering-station', 0.9],
];

export const ROLE_RULES: readonly TypeRule[] = ROLES.map(([role, type, weight]) => ({
  type,
  weight,
  when: { said: { attributes: ['role'], matches: new RegExp(`^${role}$`, 'i') } },
}));
