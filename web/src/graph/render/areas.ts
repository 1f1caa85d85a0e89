import { createProgram, NODE_SOURCE } from './gl.ts';
import type { Colour } from './palette.ts';

/** A convex area behind the devices. */
export interface Area {
  /** x and y in turn, around it. */
  readonly outline: Float32Array;
  readonly colour: Colour;
  readonly fill: number;
  /** Opacity of the line around it; 0: none. */
  readonly line: number;
}

const VERTEX = `${NODE_SOURCE}
in vec2 a_at;
in vec4 a_colour;
out vec4 v_colour;
void main() {
  v_colour = a_colour;
  gl_Position = vec4(toClip(a_at), 0.0, 1.0);
}`;

const FRAGMENT = `
in vec4 v_colour;
out vec4 colour;
void main() { colour = vec4(v_colour.rgb * v_colour.a, v_colour.a); }`;

export interface AreaDrawing {
  set(areas: readonly Area[]): void;
  draw(): void;
}

/** x, y and the colour with its opacity. */
const FLOATS = 6;

export function createAreaDrawing(
  gl: WebGL2RenderingContext,
  setView: (program: ReturnType<typeof createProgram>) => void,
): AreaDrawing {
  const program = createProgram(gl, VERTEX, FRAGMENT);
  const array = gl.createVertexArray();
  const buffer = gl.createBuffer();
  let triangles = 0;
  let lines = 0;
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  for (const [name, size, offset] of [
    ['a_at', 2, 0],
    ['a_colour', 4, 8],
  ] as const) {
    const location = gl.getAttribLocation(program.handle, name);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, gl.FLOAT, false, 4 * FLOATS, offset);
  }
  gl.bindVertexArray(null);

  return {
    set(areas) {
      const fills: number[] = [];
      const outlines: number[] = [];
      for (const { outline, colour, fill, line } of areas) {
        const corners = outline.length / 2;
        const put = (into: number[], corner: number, alpha: number) =>
          into.push(outline[2 * corner], outline[2 * corner + 1], ...colour, alpha);
        for (let corner = 1; corner + 1 < corners; corner++) {
          for (const at of [0, corner, corner + 1]) put(fills, at, fill);
        }
        for (let corner = 0; line > 0 && corner < corners; corner++) {
          put(outlines, corner, line);
          put(outlines, (corner + 1) % corners, line);
        }
      }
      triangles = fills.length / FLOATS;
      lines = outlines.length / FLOATS;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from([...fills, ...outlines]), gl.DYNAMIC_DRAW);
    },
    draw() {
      if (triangles + lines === 0) return;
      setView(program);
      gl.bindVertexArray(array);
      gl.drawArrays(gl.TRIANGLES, 0, triangles);
      gl.drawArrays(gl.LINES, triangles, lines);
    },
  };
}
