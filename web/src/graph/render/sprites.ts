/** The icons of `ui/shapes.ts` as pictures: a layer each for the graphics card, coloured ones for the overlay. */
import { DEVICE_SHAPES } from '../../ui/icons/shapes.ts';
import { LOOKS } from './looks.ts';
import { css, type Palette } from './palette.ts';

/** Pixels a side of a layer; it shows this many units of the icons' box, 12 of which are a device's radius. */
const SIDE = 64;
const UNITS = 30;
/** A layer is this much larger than the device. */
export const MARGIN = UNITS / 24;
const RIM = 3.4;
const STROKE = 2;

function layer(side: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('Canvas: no 2D context');
  context.translate(side / 2, side / 2);
  context.scale(side / UNITS, side / UNITS);
  context.lineCap = context.lineJoin = 'round';
  return context;
}

/** Coverage of body, mark and body with rim in red, green and blue. One layer for each of `LOOKS`. */
export function uploadSprites(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
  const bytes = new Uint8Array(4 * SIDE * SIDE * LOOKS.length);
  LOOKS.forEach((look, index) => {
    const [outline, mark] = DEVICE_SHAPES[look].map((path) => new Path2D(path));
    const draw = (channel: number, paint: (context: CanvasRenderingContext2D) => void) => {
      const context = layer(SIDE);
      paint(context);
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      for (let i = 0; i < SIDE * SIDE; i++) bytes[4 * (index * SIDE * SIDE + i) + channel] = data[4 * i + 3];
    };
    draw(0, (context) => context.fill(outline));
    draw(1, (context) => {
      context.lineWidth = STROKE;
      context.stroke(mark);
    });
    draw(2, (context) => {
      context.lineWidth = RIM;
      context.fill(outline);
      context.stroke(outline);
    });
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
    const [outline, mark] = DEVICE_SHAPES[look].map((path) => new Path2D(path));
    const context = layer(2 * SIDE);
    context.strokeStyle = css(palette.panel);
    context.lineWidth = RIM;
    context.stroke(outline);
    context.fillStyle = css(palette.looks[index]);
    context.fill(outline);
    context.lineWidth = STROKE;
    context.stroke(mark);
    return context.canvas;
  });
}
