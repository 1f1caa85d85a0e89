/** What kinds of device there are, and which of them are drawn alike. Plain data: the console takes it as it stands. */

/** In the order of networks: what carries, what serves, what people use, what runs machines. */
export const DEVICE_TYPES = [
  'router',
  'switch',
  'access-point',
  'firewall',
  'server',
  'workstation',
  'laptop',
  'phone',
  'printer',
  'camera',
  'voip',
  'iot',
  'plc',
  'hmi',
  'rtu',
  'drive',
  'io',
  'historian',
  'engineering-station',
  'unknown',
] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

/** The twelve looks a device can have: shape and colour are the same in lists, map and reports. */
export const LOOKS = [
  'router',
  'switch',
  'access-point',
  'firewall',
  'server',
  'workstation',
  'handset',
  'printer',
  'camera',
  'controller',
  'operator',
  'unknown',
] as const;
export type Look = (typeof LOOKS)[number];

export const LOOK_OF: Readonly<Record<DeviceType, Look>> = {
  router: 'router',
  switch: 'switch',
  'access-point': 'access-point',
  firewall: 'firewall',
  server: 'server',
  workstation: 'workstation',
  laptop: 'workstation',
  phone: 'handset',
  printer: 'printer',
  voip: 'handset',
  camera: 'camera',
  iot: 'camera',
  plc: 'controller',
  rtu: 'controller',
  drive: 'controller',
  io: 'controller',
  hmi: 'operator',
  historian: 'operator',
  'engineering-station': 'operator',
  unknown: 'unknown',
};
