import type { Severity } from '../../../../model/analysis.ts';
import type { Look } from '../../../../model/device-types.ts';

/** Select Graphic Rendition codes (ECMA-48 §8.3.117) from the 16 colours every terminal themes itself. */
const CODES = {
  bold: '1',
  dim: '2',
  accent: '36',
  red: '31',
  strongRed: '1;31',
  yellow: '33',
  blue: '34',
  green: '32',
  magenta: '35',
  orange: '38;5;208',
  violet: '38;5;141',
  pink: '38;5;211',
} as const;
export type Tint = keyof typeof CODES;

/** Paints text, or leaves it as it is where there is no colour. */
export type Paint = (text: string, tint: Tint) => string;

export const paintWith = (colors: boolean): Paint =>
  colors ? (text, tint) => `\u001b[${CODES[tint]}m${text}\u001b[0m` : (text) => text;

/** Shape and colour: neither is the only sign. */
export const SEVERITY_SIGN: Readonly<Record<Severity, readonly [sign: string, tint: Tint]>> = {
  critical: ['✖', 'strongRed'],
  high: ['▲', 'red'],
  medium: ['◆', 'yellow'],
  low: ['▼', 'blue'],
  info: ['●', 'dim'],
};

export const LOOK_SIGN: Readonly<Record<Look, readonly [sign: string, tint: Tint]>> = {
  router: ['◆', 'red'],
  switch: ['■', 'orange'],
  'access-point': ['◗', 'yellow'],
  firewall: ['▼', 'red'],
  server: ['◉', 'blue'],
  workstation: ['●', 'green'],
  handset: ['▪', 'accent'],
  printer: ['▬', 'accent'],
  camera: ['▲', 'violet'],
  controller: ['⬢', 'magenta'],
  operator: ['⬟', 'pink'],
  unknown: ['○', 'dim'],
};
