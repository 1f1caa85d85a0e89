import { LOOKS } from '../../../../src/model/device-types.ts';
import { createProgram, NODE_SOURCE } from './gl.ts';
import { LOOK_INDEX } from './looks.ts';
import type { Palette } from './palette.ts';
import { MARGIN, uploadSprites } from './sprites.ts';

/** Index of the device in the lower 24 bits, its look above. */
const VERTEX = `${NODE_SOURCE}
uniform float u_size;
in uint a_node;
out vec3 v_at;
flat out int v_look;
out float v_radius;
void main() {
  vec4 device = node(a_node & 0xffffffu);
  v_look = int(a_node >> 24);
  v_radius = device.z * u_size;
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  v_at = vec3(vec2(corner.x, -corner.y) * 0.5 + 0.5, float(v_look));
  gl_Position = vec4(toClip(device.xy) + corner * v_radius * ${MARGIN.toFixed(4)} * u_pixel, 0.0, 1.0);
}`;

const FRAGMENT = `
precision highp sampler2DArray;
uniform sampler2DArray u_sprites;
uniform vec3 u_looks[${LOOKS.length}];
uniform vec3 u_ground;
in vec3 v_at;
flat in int v_look;
in float v_radius;
out vec4 colour;
void main() {
  vec4 sprite = texture(u_sprites, v_at);
  // Below some pixels a mark would only make the colour dull.
  float mark = sprite.g * smoothstep(5.0, 8.0, v_radius);
  float rim = mix(sprite.r, sprite.b, smoothstep(2.0, 4.0, v_radius));
  vec3 body = mix(u_looks[v_look], u_ground, mark);
  colour = vec4(mix(u_ground, body, sprite.r / max(rim, 0.001)) * rim, rim);
}`;

export interface NodeDrawing {
  /** In the order in which devices were given: later ones lie on top. */
  set(types: Uint8Array): void;
  /** Radius in pixels of a device of relative radius 1. */
  draw(size: number, palette: Palette): void;
}

export function createNodeDrawing(
  gl: WebGL2RenderingContext,
  setView: (program: ReturnType<typeof createProgram>) => void,
): NodeDrawing {
  const program = createProgram(gl, VERTEX, FRAGMENT);
  const sprites = uploadSprites(gl);
  const array = gl.createVertexArray();
  const buffer = gl.createBuffer();
  const looks = new Float32Array(3 * LOOKS.length);
  let count = 0;
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  const location = gl.getAttribLocation(program.handle, 'a_node');
  gl.enableVertexAttribArray(location);
  gl.vertexAttribIPointer(location, 1, gl.UNSIGNED_INT, 0, 0);
  gl.vertexAttribDivisor(location, 1);
  gl.bindVertexArray(null);

  return {
    set(types) {
      count = types.length;
      // Busiest first as they come, so that the busiest are drawn last.
      const order = new Uint32Array(count);
      for (let i = 0; i < count; i++) {
        const device = count - 1 - i;
        order[i] = (device | (LOOK_INDEX[types[device]] << 24)) >>> 0;
      }
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, order, gl.STATIC_DRAW);
    },
    draw(size, palette) {
      if (count === 0) return;
      setView(program);
      gl.uniform1f(program.uniform('u_size'), size);
      palette.looks.forEach((colour, i) => {
        looks.set(colour, 3 * i);
      });
      gl.uniform3fv(program.uniform('u_looks'), looks);
      gl.uniform3f(program.uniform('u_ground'), ...palette.panel);
      gl.activeTexture(gl.TEXTURE1);
      gl.bindTexture(gl.TEXTURE_2D_ARRAY, sprites);
      gl.uniform1i(program.uniform('u_sprites'), 1);
      gl.bindVertexArray(array);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
    },
  };
}
