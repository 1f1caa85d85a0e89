import { type DeviceType, LOOK_OF, type Look } from '../../../../src/model/device-types.ts';
import { LOOK_SHAPES } from '../../../../src/model/icon-shapes.ts';
import { cx } from '../class-names.ts';

const COLOURS: Readonly<Record<Look, string>> = {
  router: 'fill-router',
  switch: 'fill-switch',
  'access-point': 'fill-access-point',
  firewall: 'fill-firewall',
  server: 'fill-server',
  workstation: 'fill-workstation',
  handset: 'fill-handset',
  printer: 'fill-printer',
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
  const [outline, mark] = LOOK_SHAPES[look];
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
