/** What icons look like in the console, its topology and the HTML report. Plain data: the console takes it as it stands. */
import type { Severity } from './analysis.ts';
import type { Look } from './device-types.ts';

/** SVG paths in a box of 24 around 0,0: shape, colour and mark agree. The mark is drawn in the outline. */
export type Shape = readonly [outline: string, mark: string];

export const LOOK_SHAPES: Readonly<Record<Look, Shape>> = {
  router: ['M0-11.5 11.5 0 0 11.5-11.5 0Z', 'M-5 0H5M0-5V5'],
  switch: [
    'M-7.5-9.5h15a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2Z',
    'M-5.5-3H4M2-5.5 4.5-3 2-.5M5.5 3H-4M-2 .5-4.5 3-2 5.5',
  ],
  'access-point': [
    'M-4.4-10.6h8.8l6.2 6.2v8.8l-6.2 6.2h-8.8l-6.2-6.2v-8.8Z',
    'M-5.5-1.5a8 8 0 0 1 11 0M-3 1.6a4.4 4.4 0 0 1 6 0M0 4.8v.2',
  ],
  firewall: [
    'M0-11.5 9.5-8V-.5C9.5 5.5 5 9.5 0 11.5-5 9.5-9.5 5.5-9.5-.5V-8Z',
    'M-5-3H5M-5 2H5M0-7V-3M-2.5-3V2M2.5-3V2M0 2V7',
  ],
  server: ['M0-10.5A10.5 10.5 0 1 1 0 10.5 10.5 10.5 0 1 1 0-10.5Z', 'M-5-3.5H5M-5 0H5M-5 3.5H5'],
  workstation: ['M0-10.5A10.5 10.5 0 1 1 0 10.5 10.5 10.5 0 1 1 0-10.5Z', 'M-5-4.5H5V2H-5ZM-3 5H3'],
  handset: [
    'M-4.5-11h9a2.5 2.5 0 0 1 2.5 2.5v17a2.5 2.5 0 0 1-2.5 2.5h-9a2.5 2.5 0 0 1-2.5-2.5v-17a2.5 2.5 0 0 1 2.5-2.5Z',
    'M-3-6.5H3M-1 7H1',
  ],
  // As wide as a telephone is high: the same teal.
  printer: [
    'M-7.5-7h15a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-15a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3Z',
    'M-5.5-2.5H5.5M-4 3.5V.8H4V3.5',
  ],
  camera: ['M0-11 11.5 9H-11.5Z', 'M0-1.2A3 3 0 1 1 0 4.8 3 3 0 1 1 0-1.2Z'],
  controller: ['M0-11.5 10-5.75V5.75L0 11.5-10 5.75V-5.75Z', 'M-6 3H-3V-3H0V3H3V-3H6'],
  operator: ['M0-11.5 11-3.5 6.8 9.5H-6.8L-11-3.5Z', 'M-4.5-3.5H4.5V3.5H-4.5ZM-2 1 0-1 2 1'],
  unknown: [
    'M0-10.5A10.5 10.5 0 1 1 0 10.5 10.5 10.5 0 1 1 0-10.5Z',
    'M-3-2.5a3 3 0 1 1 4.4 2.6Q0 .8 0 2M0 5v.2',
  ],
};

export const SEVERITY_SHAPES: Readonly<Record<Severity, Shape>> = {
  critical: ['M-4.4-10.6h8.8l6.2 6.2v8.8l-6.2 6.2h-8.8l-6.2-6.2v-8.8Z', 'M-4-4 4 4M4-4-4 4'],
  high: ['M0-11 11.5 9H-11.5Z', 'M0-4V2M0 5.5V5.7'],
  medium: ['M0-11.5 11.5 0 0 11.5-11.5 0Z', 'M0-5V1M0 4.8V5'],
  low: ['M0 11-11.5-9H11.5Z', 'M-3.5-3.5 0 0 3.5-3.5'],
  info: ['M0-10.5A10.5 10.5 0 1 1 0 10.5 10.5 10.5 0 1 1 0-10.5Z', 'M0-5V-4.8M0-1V5.5'],
};
