/** The colours of the theme that is on, as numbers: canvases do not know CSS variables. */
import { LOOKS } from '../../../../src/model/device-types.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export interface Palette {
  /** In the order of `LOOKS`. */
  readonly looks: readonly Colour[];
  readonly series: readonly Colour[];
  readonly ground: Colour;
  readonly panel: Colour;
  readonly ink: Colour;
  readonly muted: Colour;
  readonly edge: Colour;
  readonly accent: Colour;
}

const SERIES = 6;
const OTHERS = ['ground', 'panel', 'ink', 'muted', 'edge', 'accent'] as const;
const NAMES = [...LOOKS, ...Array.from({ length: SERIES }, (_, i) => `series-${i + 1}`), ...OTHERS];

/** As the variables stand at `element`. Components are 0 to 1. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const canvas = document.createElement('canvas');
  canvas.width = NAMES.length;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // Whatever notation a colour has, a canvas turns it into three bytes; all of them are read at once.
  NAMES.forEach((name, i) => {
    probe.style.color = `var(--color-${name})`;
    if (context === null) return;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(i, 0, 1, 1);
  });
  const bytes = context?.getImageData(0, 0, NAMES.length, 1).data ?? new Uint8ClampedArray(4 * NAMES.length);
  probe.remove();
  const at = (i: number): Colour => [bytes[4 * i] / 255, bytes[4 * i + 1] / 255, bytes[4 * i + 2] / 255];
  const read = (name: (typeof OTHERS)[number]): Colour => at(NAMES.indexOf(name));
  return {
    looks: LOOKS.map((_, i) => at(i)),
    series: Array.from({ length: SERIES }, (_, i) => at(LOOKS.length + i)),
    ground: read('ground'),
    panel: read('panel'),
    ink: read('ink'),
    muted: read('muted'),
    edge: read('edge'),
    accent: read('accent'),
  };
}

export function css([red, green, blue]: Colour, alpha = 1): string {
  return `rgba(${Math.round(red * 255)},${Math.round(green * 255)},${Math.round(blue * 255)},${alpha})`;
}
