import type { DeviceType } from '../../model/device-types.ts';
import type { TypeRule } from './type-rule.ts';

/** Makers of mostly one kind of device. All below 0.5: a network card's maker is a weak hint. */
const VENDORS: readonly (readonly [pattern: RegExp, type: DeviceType, weight: number])[] = [
  [/hikvision|dahua|axis communications|mobotix|vivotek|hanwha vision|reolink/i, 'camera', 0.45],
  [/polycom|yealink|snom|grandstream|aastra|mitel/i, 'voip', 0.45],
  [/espressif|tuya|shelly|sonos|signify|philips lighting|nest labs|ring llc|roku/i, 'iot', 0.45],
  [/lexmark|brother industries|seiko epson|kyocera|ricoh|xerox|zebra tech|konica/i, 'printer', 0.4],
  [
    /rockwell|allen-bradley|beckhoff|wago|phoenix contact|b&r industrial|omron|mitsubishi electric/i,
    'plc',
    0.35,
  ],
  [/schneider electric|siemens|abb |pilz|yokogawa/i, 'plc', 0.25],
  [/schweitzer|sel inc|ge multilin|alstom grid/i, 'rtu', 0.4],
  [/sew.?eurodrive|danfoss|lenze|control techniques|nidec/i, 'drive', 0.4],
  [/hirschmann|moxa|westermo|ruggedcom/i, 'switch', 0.3],
  [/ruckus|aruba|ubiquiti|cambium|meraki|aerohive/i, 'access-point', 0.2],
  [/fortinet|palo alto|sonicwall|watchguard|stormshield/i, 'firewall', 0.4],
];

export const VENDOR_RULES: readonly TypeRule[] = VENDORS.map(([vendor, type, weight]) => ({
  type,
  weight,
  when: { vendor },
}));
