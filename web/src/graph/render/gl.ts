/** The little of WebGL 2 that we need, with errors that say what failed. */

export interface Program {
  readonly handle: WebGLProgram;
  readonly uniform: (name: string) => WebGLUniformLocation | null;
}

export function createProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const handle = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('WebGL: no shader could be created');
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\nprecision highp int;\n${source}`);
    gl.compileShader(shader);
    gl.attachShader(handle, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(handle);
  if (gl.getProgramParameter(handle, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    throw new Error(`WebGL: shaders do not link: ${gl.getProgramInfoLog(handle)}`);
  }
  const locations = new Map<string, WebGLUniformLocation | null>();
  const uniform = (name: string) => {
    const known = locations.get(name);
    if (known !== undefined) return known;
    const location = gl.getUniformLocation(handle, name);
    locations.set(name, location);
    return location;
  };
  return { handle, uniform };
}

/** Devices beside each other in the texture that holds their places. */
export const ROW = 1024;

/** In every vertex shader: where device `i` is, and its radius in relation to others. */
export const NODE_SOURCE = `
uniform sampler2D u_nodes;
uniform vec2 u_middle;
uniform vec2 u_pixel;
uniform float u_scale;
vec4 node(uint i) { return texelFetch(u_nodes, ivec2(int(i % ${ROW}u), int(i / ${ROW}u)), 0); }
vec2 toClip(vec2 at) { return (at - u_middle) * u_scale * u_pixel; }
`;
