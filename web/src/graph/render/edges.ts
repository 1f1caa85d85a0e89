import { createProgram, NODE_SOURCE } from './gl.ts';
import type { Palette } from './palette.ts';

/** Width in pixels of the thinnest and of the busiest connection. */
export const THIN = 0.7;
export const THICK = 5;

const VERTEX = `${NODE_SOURCE}
uniform float u_widths;
in uvec2 a_ends;
in float a_volume;
out float v_offset;
out float v_half;
out float v_volume;
void main() {
  vec2 from = (node(a_ends.x).xy - u_middle) * u_scale;
  vec2 to = (node(a_ends.y).xy - u_middle) * u_scale;
  vec2 along = to - from;
  float length = max(length(along), 0.001);
  float width = mix(${THIN.toFixed(1)}, ${THICK.toFixed(1)}, a_volume * a_volume * a_volume) * u_widths;
  v_half = max(width, 1.0) / 2.0;
  v_volume = a_volume;
  float side = float(gl_VertexID & 1) * 2.0 - 1.0;
  v_offset = side * (v_half + 0.75);
  vec2 across = vec2(-along.y, along.x) / length * v_offset;
  vec2 at = ((gl_VertexID >> 1) == 0 ? from : to) + across;
  gl_Position = vec4(at * u_pixel, 0.0, 1.0);
}`;

const FRAGMENT = `
uniform vec3 u_colour;
uniform vec2 u_alphas;
in float v_offset;
in float v_half;
in float v_volume;
out vec4 colour;
void main() {
  float cover = clamp(v_half + 0.5 - abs(v_offset), 0.0, 1.0);
  float alpha = mix(u_alphas.x, u_alphas.y, v_volume * v_volume) * cover;
  colour = vec4(u_colour * alpha, alpha);
}`;

export interface EdgeDrawing {
  /** `volumes` from 0 to 1; the first connections are those that stay when detail thins out. */
  set(sources: Uint32Array, targets: Uint32Array, volumes: Float32Array): void;
  /** Opacity of the thinnest and of the busiest; `widths` stretches them all. */
  draw(first: number, alphas: readonly [number, number], widths: number, palette: Palette): void;
}

export function createEdgeDrawing(
  gl: WebGL2RenderingContext,
  setView: (program: ReturnType<typeof createProgram>) => void,
): EdgeDrawing {
  const program = createProgram(gl, VERTEX, FRAGMENT);
  const array = gl.createVertexArray();
  const ends = gl.createBuffer();
  const widths = gl.createBuffer();
  let count = 0;
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, ends);
  const endsAt = gl.getAttribLocation(program.handle, 'a_ends');
  gl.enableVertexAttribArray(endsAt);
  gl.vertexAttribIPointer(endsAt, 2, gl.UNSIGNED_INT, 0, 0);
  gl.vertexAttribDivisor(endsAt, 1);
  gl.bindBuffer(gl.ARRAY_BUFFER, widths);
  const volumeAt = gl.getAttribLocation(program.handle, 'a_volume');
  gl.enableVertexAttribArray(volumeAt);
  gl.vertexAttribPointer(volumeAt, 1, gl.FLOAT, false, 0, 0);
  gl.vertexAttribDivisor(volumeAt, 1);
  gl.bindVertexArray(null);

  return {
    set(sources, targets, volumes) {
      count = sources.length;
      const pairs = new Uint32Array(2 * count);
      for (let e = 0; e < count; e++) {
        pairs[2 * e] = sources[e];
        pairs[2 * e + 1] = targets[e];
      }
      gl.bindBuffer(gl.ARRAY_BUFFER, ends);
      gl.bufferData(gl.ARRAY_BUFFER, pairs, gl.STATIC_DRAW);
      gl.bindBuffer(gl.ARRAY_BUFFER, widths);
      gl.bufferData(gl.ARRAY_BUFFER, volumes, gl.STATIC_DRAW);
    },
    draw(first, alphas, stretch, palette) {
      const shown = Math.min(first, count);
      if (shown === 0) return;
      setView(program);
      gl.uniform1f(program.uniform('u_widths'), stretch);
      gl.uniform2f(program.uniform('u_alphas'), alphas[0], alphas[1]);
      gl.uniform3f(program.uniform('u_colour'), ...palette.edge);
      gl.bindVertexArray(array);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, shown);
    },
  };
}
