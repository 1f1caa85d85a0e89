/**
 * Our own small renderer. Places lie in one texture that every shader reads, so that moving devices is one upload and
 * moving the camera is three numbers: no work per device in JavaScript, whatever their count.
 */
import type { Network } from '../network/network.ts';
import type { Camera, Size } from '../view/camera.ts';
import { type Area, createAreaDrawing } from './areas.ts';
import { createEdgeDrawing } from './edges.ts';
import { type Program, ROW } from './gl.ts';
import { createNodeDrawing } from './nodes.ts';
import type { Palette } from './palette.ts';

export interface Frame {
  readonly camera: Camera;
  readonly size: Size;
  readonly palette: Palette;
  /** Radius in pixels of a device of relative radius 1. */
  readonly nodeSize: number;
  /** So many of the busiest connections. */
  readonly edges: number;
  readonly edgeAlphas: readonly [number, number];
  readonly edgeWidths: number;
  /** Whether devices are drawn at all. */
  readonly nodes: boolean;
}

export interface Renderer {
  setNetwork(network: Network, radii: Float32Array): void;
  /** x and y of each device. */
  setPositions(xy: Float32Array): void;
  moveDevice(device: number, x: number, y: number): void;
  setAreas(areas: readonly Area[]): void;
  /** `pixels` are those of the screen per pixel of the page. */
  resize(size: Size, pixels: number): void;
  draw(frame: Frame): void;
  /** Gives the card's memory back at once. */
  release(): void;
}

/** `null` where the browser has no WebGL 2. */
export function createRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const gl = canvas.getContext('webgl2', {
    alpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (gl === null) return null;
  let view: Frame | null = null;
  const setView = ({ handle, uniform }: Program): void => {
    gl.useProgram(handle);
    if (view === null) return;
    const { camera, size } = view;
    gl.uniform2f(uniform('u_middle'), camera.x, camera.y);
    gl.uniform2f(uniform('u_pixel'), 2 / size.width, 2 / size.height);
    gl.uniform1f(uniform('u_scale'), camera.scale);
    gl.uniform1i(uniform('u_nodes'), 0);
  };
  const areas = createAreaDrawing(gl, setView);
  const edges = createEdgeDrawing(gl, setView);
  const nodes = createNodeDrawing(gl, setView);
  const places = gl.createTexture();
  let texels = new Float32Array(0);

  return {
    setNetwork(network, radii) {
      const rows = Math.max(1, Math.ceil(network.count / ROW));
      texels = new Float32Array(4 * ROW * rows);
      for (let i = 0; i < network.count; i++) texels[4 * i + 2] = radii[i];
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, places);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, ROW, rows, 0, gl.RGBA, gl.FLOAT, texels);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      nodes.set(network.types);
      edges.set(network.sources, network.targets, volumesOf(network.edgeBytes));
    },
    setPositions(xy) {
      for (let i = 0; i < xy.length / 2; i++) {
        texels[4 * i] = xy[2 * i];
        texels[4 * i + 1] = xy[2 * i + 1];
      }
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, places);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ROW, texels.length / 4 / ROW, gl.RGBA, gl.FLOAT, texels);
    },
    moveDevice(device, x, y) {
      texels[4 * device] = x;
      texels[4 * device + 1] = y;
      const texel = texels.subarray(4 * device, 4 * device + 4);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, places);
      const row = Math.floor(device / ROW);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, device % ROW, row, 1, 1, gl.RGBA, gl.FLOAT, texel);
    },
    setAreas: (list) => areas.set(list),
    resize(size, pixels) {
      canvas.width = Math.max(1, Math.round(size.width * pixels));
      canvas.height = Math.max(1, Math.round(size.height * pixels));
      gl.viewport(0, 0, canvas.width, canvas.height);
    },
    draw(frame) {
      view = frame;
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, places);
      areas.draw();
      edges.draw(frame.edges, frame.edgeAlphas, frame.edgeWidths, frame.palette);
      if (frame.nodes) nodes.draw(frame.nodeSize, frame.palette);
    },
    release() {
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

/** On a logarithmic scale from the smallest to the largest: 0 to 1. */
export function volumesOf(bytes: Float64Array): Float32Array<ArrayBuffer> {
  let least = Infinity;
  let most = 0;
  for (const value of bytes) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const from = Math.log1p(least);
  const span = Math.log1p(most) - from;
  return Float32Array.from(bytes, (value) => (span > 0 ? (Math.log1p(value) - from) / span : 0.5));
}
