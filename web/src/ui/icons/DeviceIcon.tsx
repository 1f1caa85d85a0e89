import type { z } from 'zod';
import type { deviceSummary } from '../../../../src/api/devices/schemas.ts';
import { cx } from '../class-names.ts';
import { DEVICE_SHAPES, type DeviceLook } from './shapes.ts';

export type DeviceType = z.input<typeof deviceSummary>['type'];

/** Types that are drawn alike share a look: shape and colour, the same in lists, topology and reports. */
export const LOOK_OF: Readonly<Record<DeviceType, DeviceLook>> = {
  router: 'router',
  switch: 'switch',
  'access-point': 'access-point',
  firewall: 'firewall',
  server: 'server',
  workstation: 'workstation',
  laptop: 'workstation',
  phone: 'handset',
  printer: 'handset',
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

const COLOURS: Readonly<Record<DeviceLook, string>> = {
  router: 'fill-router',
  switch: 'fill-switch',
  'access-point': 'fill-access-point',
  firewall: 'fill-firewall',
  server: 'fill-server',
  workstation: 'fill-workstation',
  handset: 'fill-handset',
  camera: 'fill-camera',
  controller: 'fill-controller',
  operator: 'fill-operator',
  unknown: 'fill-unknown',
};

/** Beside the word for the type, which says the same to those who cannot see it. */
export function DeviceIcon({
  type,
  size = 16,
  className,
}: {
  type: DeviceType;
  size?: number;
  className?: string;
}) {
  const look = LOOK_OF[type];
  const [outline, mark] = DEVICE_SHAPES[look];
  return (
    <svg
      viewBox="-12 -12 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      className={cx('shrink-0', className)}
    >
      <path d={outline} className={COLOURS[look]} />
      <path
        d={mark}
        className="fill-none stroke-panel"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
