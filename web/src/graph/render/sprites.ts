/** The devices' icons as pictures: a layer each for the graphics card, coloured ones for the overlay. */

import { LOOKS, type Look } from '../../../../src/model/device-types.ts';
import { LOOK_SHAPES } from '../../../../src/model/icon-shapes.ts';
import { css, type Palette } from './palette.ts';

/** Pixels a side of a layer; it shows this many units of the icons' box, 12 of which are a device's radius. */
const SIDE = 64;
const UNITS = 30;
/** A layer is this much larger than the device. */
export const MARGIN = UNITS / 24;
const RIM = 3.4;
const STROKE = 2;

/** A strip of so many layers beside each other; `at` moves to the middle of one. */
function strip(side: number, layers: number) {
  const canvas = document.createElement('canvas');
  canvas.width = side * layers;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('Canvas: no 2D context');
  const scale = side / UNITS;
  context.lineCap = context.lineJoin = 'round';
  const at = (index: number) => context.setTransform(scale, 0, 0, scale, (index + 0.5) * side, side / 2);
  return { canvas, context, at };
}

const pathsOf = (look: Look): readonly [Path2D, Path2D] => {
  const [outline, mark] = LOOK_SHAPES[look];
  return [new Path2D(outline), new Path2D(mark)];
};

/** Coverage of body, mark and body with rim in red, green and blue. One layer for each of `LOOKS`. */
export function uploadSprites(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
  const bytes = new Uint8Array(4 * SIDE * SIDE * LOOKS.length);
  const paints: ((context: CanvasRenderingContext2D, outline: Path2D, mark: Path2D) => void)[] = [
    (context, outline) => context.fill(outline),
    (context, _outline, mark) => {
      context.lineWidth = STROKE;
      context.stroke(mark);
    },
    (context, outline) => {
      context.lineWidth = RIM;
      context.fill(outline);
      context.stroke(outline);
    },
  ];
  paints.forEach((paint, channel) => {
    const { context, at } = strip(SIDE, LOOKS.length);
    LOOKS.forEach((look, index) => {
      at(index);
      paint(context, ...pathsOf(look));
    });
    const width = SIDE * LOOKS.length;
    const { data } = context.getImageData(0, 0, width, SIDE);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < width; x++) {
        const texel = (Math.floor(x / SIDE) * SIDE + y) * SIDE + (x % SIDE);
        bytes[4 * texel + channel] = data[4 * (y * width + x) + 3];
      }
    }
  });
  gl.texImage3D(
    gl.TEXTURE_2D_ARRAY,
    0,
    gl.RGBA8,
    SIDE,
    SIDE,
    LOOKS.length,
    0,
    gl.RGBA,
    gl.UNSIGNED_BYTE,
    bytes,
  );
  gl.generateMipmap(gl.TEXTURE_2D_ARRAY);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

/** In the order of `LOOKS`, in the theme's colours. */
export function colouredSprites(palette: Palette): readonly HTMLCanvasElement[] {
  return LOOKS.map((look, index) => {
    const [outline, mark] = pathsOf(look);
    const { canvas, context, at } = strip(2 * SIDE, 1);
    at(0);
    context.strokeStyle = css(palette.panel);
    context.lineWidth = RIM;
    context.stroke(outline);
    context.fillStyle = css(palette.looks[index]);
    context.fill(outline);
    context.lineWidth = STROKE;
    context.stroke(mark);
    return canvas;
  });
}
