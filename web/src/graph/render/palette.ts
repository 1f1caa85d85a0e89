/** The colours of the theme that is on, as numbers: canvases do not know CSS variables. */
import { LOOKS } from './looks.ts';

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

/** As the variables stand at `element`. Components are 0 to 1. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const read = (name: string): Colour => {
    if (context === null) return [0.5, 0.5, 0.5];
    probe.style.color = `var(--color-${name})`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return [red / 255, green / 255, blue / 255];
  };
  const palette = {
    looks: LOOKS.map(read),
    series: Array.from({ length: SERIES }, (_, i) => read(`series-${i + 1}`)),
    ground: read('ground'),
    panel: read('panel'),
    ink: read('ink'),
    muted: read('muted'),
    edge: read('edge'),
    accent: read('accent'),
  };
  probe.remove();
  return palette;
}

export function css([red, green, blue]: Colour, alpha = 1): string {
  return `rgba(${Math.round(red * 255)},${Math.round(green * 255)},${Math.round(blue * 255)},${alpha})`;
}
