/** Names, and what is pointed at: drawn over the picture when it rests, moved along with it while it moves. */
import { type Network, otherEnd } from '../network/network.ts';
import { THICK, THIN } from '../render/edges.ts';
import { LOOK_INDEX } from '../render/looks.ts';
import { css, type Palette } from '../render/palette.ts';
import { MARGIN } from '../render/sprites.ts';
import { type Camera, type Point, type Size, toScreen } from './camera.ts';
import { mostLabels } from './detail.ts';
import { type Board, createBoard, type LabelCandidate, LINE, placeLabels } from './labels.ts';

/** A word at a place of the plane: a VLAN at its outline, a lane at its edge. */
export interface AreaName {
  readonly text: string;
  /** Where it may stand, the best first; it stands where it covers the fewest devices. */
  readonly places: readonly AreaPlace[];
}

export interface AreaPlace {
  readonly x: number;
  readonly y: number;
  /** On which side of the place; `inside`: right of it and below. */
  readonly anchor: 'above' | 'below' | 'left' | 'right' | 'inside';
}

export interface OverlayScene {
  readonly network: Network;
  readonly xy: Float32Array;
  readonly radii: Float32Array;
  readonly volumes: Float32Array;
  readonly camera: Camera;
  readonly size: Size;
  readonly nodeSize: number;
  /** Typical distance between devices, in units of the plane. */
  readonly spacing: number;
  readonly palette: Palette;
  readonly sprites: readonly HTMLCanvasElement[];
  /** Pointed at or chosen: it, its connections and peers stand out. -1: none. */
  readonly focus: number;
  readonly chosen: number;
  /** Found by the search. */
  readonly found: readonly number[];
  readonly areaNames: readonly AreaName[];
}

/** Busiest connections of a device that are lit; what a hub has beyond is in its panel. */
const MOST_LIT = 400;
const MOST_RINGS = 300;
const FONT = '500 11.5px "Inter Variable", sans-serif';
const AREA_FONT = '600 11px "Inter Variable", sans-serif';
const LONGEST = 28;
/** Of a radius under this nobody misses what a name covers. */
const LEAST_HIDDEN_PX = 4;
/** Icons leave the corners of their square empty. */
const BODY = 0.85;

export interface Overlay {
  draw(context: CanvasRenderingContext2D, scene: OverlayScene): void;
  /** Widths of names are remembered; another network has others. */
  forget(): void;
}

export function createOverlay(): Overlay {
  const widths = new Map<number, number>();
  const nameOf = (network: Network, device: number): string => {
    const name = network.names[device];
    return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  };
  const widthOf = (context: CanvasRenderingContext2D, network: Network, device: number): number => {
    const known = widths.get(device);
    if (known !== undefined) return known;
    const { width } = context.measureText(nameOf(network, device));
    widths.set(device, width);
    return width;
  };

  function* candidates(
    context: CanvasRenderingContext2D,
    scene: OverlayScene,
    forced: readonly number[],
  ): Generator<LabelCandidate> {
    const { network, xy, radii, camera, size, nodeSize } = scene;
    const seen = new Set(forced);
    const candidate = (device: number): LabelCandidate | null => {
      const { x, y } = toScreen(camera, size, xy[2 * device], xy[2 * device + 1]);
      if (x < 0 || x > size.width || y < 0 || y > size.height) return null;
      const radius = radii[device] * nodeSize;
      return { device, x, y, radius, width: widthOf(context, network, device) };
    };
    for (const device of forced) {
      const there = candidate(device);
      if (there !== null) yield there;
    }
    // With something in focus, only what belongs to it is named.
    if (scene.focus >= 0) return;
    for (let device = 0; device < network.count; device++) {
      if (seen.has(device)) continue;
      const there = candidate(device);
      if (there !== null) yield there;
    }
  }

  function drawFocus(context: CanvasRenderingContext2D, scene: OverlayScene): number[] {
    const { network, xy, volumes, camera, size, palette, focus, nodeSize } = scene;
    const { offsets, links } = network;
    const middle = toScreen(camera, size, xy[2 * focus], xy[2 * focus + 1]);
    const last = Math.min(offsets[focus + 1], offsets[focus] + MOST_LIT);
    const peers: number[] = [];
    context.lineCap = 'round';
    for (let k = offsets[focus]; k < last; k++) {
      const edge = links[k];
      const peer = otherEnd(network, edge, focus);
      const to = toScreen(camera, size, xy[2 * peer], xy[2 * peer + 1]);
      context.strokeStyle = css(palette.accent, 0.45 + 0.5 * volumes[edge]);
      context.lineWidth = Math.max(1, THIN + (THICK - THIN) * volumes[edge] ** 3);
      context.beginPath();
      context.moveTo(middle.x, middle.y);
      context.lineTo(to.x, to.y);
      context.stroke();
      if (peer !== focus) peers.push(peer);
    }
    for (const device of [...peers.slice().reverse(), focus]) drawDevice(context, scene, device, nodeSize);
    return [focus, ...peers];
  }

  return {
    forget: () => widths.clear(),
    draw(context, scene) {
      const { network, xy, radii, camera, size, nodeSize, palette, focus, chosen, found } = scene;
      const board = createBoard(size);
      blockDevices(scene, board);
      drawAreaNames(context, scene, board);
      let forced: number[] = [];
      if (focus >= 0) forced = drawFocus(context, scene);
      else for (const device of found.slice(0, MOST_RINGS)) drawDevice(context, scene, device, nodeSize);
      const ring = (device: number, width: number): void => {
        const at = toScreen(camera, size, xy[2 * device], xy[2 * device + 1]);
        context.strokeStyle = css(palette.accent);
        context.lineWidth = width;
        context.beginPath();
        context.arc(at.x, at.y, radii[device] * nodeSize + 4, 0, 2 * Math.PI);
        context.stroke();
      };
      for (const device of found.slice(0, MOST_RINGS)) ring(device, 1.5);
      if (chosen >= 0) ring(chosen, 2.5);
      if (forced.length === 0) forced = found.slice(0, MOST_RINGS);
      context.font = FONT;
      const most = mostLabels(size.width, size.height, camera.scale * scene.spacing);
      context.textAlign = 'center';
      context.textBaseline = 'top';
      context.lineJoin = 'round';
      context.lineWidth = 3;
      context.strokeStyle = css(palette.panel, 0.9);
      context.fillStyle = css(palette.ink);
      for (const { device, x, y } of placeLabels(
        candidates(context, scene, forced),
        focus >= 0 ? 1 : 0,
        most,
        board,
      )) {
        const name = nameOf(network, device);
        context.strokeText(name, x, y);
        context.fillText(name, x, y);
      }
    },
  };
}

function drawDevice(
  context: CanvasRenderingContext2D,
  { network, xy, radii, camera, size, sprites }: OverlayScene,
  device: number,
  nodeSize: number,
): void {
  const { x, y } = toScreen(camera, size, xy[2 * device], xy[2 * device + 1]);
  const half = Math.max(3, radii[device] * nodeSize) * MARGIN;
  context.drawImage(sprites[LOOK_INDEX[network.types[device]]], x - half, y - half, 2 * half, 2 * half);
}

/** Names keep off the devices that are large enough to be hidden by one. */
function blockDevices({ network, xy, radii, camera, size, nodeSize }: OverlayScene, board: Board): void {
  for (let device = 0; device < network.count; device++) {
    const radius = radii[device] * nodeSize;
    if (radius < LEAST_HIDDEN_PX) continue;
    const { x, y } = toScreen(camera, size, xy[2 * device], xy[2 * device + 1]);
    if (x < 0 || x > size.width || y < 0 || y > size.height) continue;
    board.block(x, y, radius * BODY);
  }
}

/** Largest areas first; a name that would lie over another one is left out. */
function drawAreaNames(context: CanvasRenderingContext2D, scene: OverlayScene, board: Board): void {
  const { camera, size, palette, areaNames } = scene;
  context.font = AREA_FONT;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = css(palette.panel, 0.9);
  context.fillStyle = css(palette.muted);
  for (const { text, places } of areaNames) {
    const { width } = context.measureText(text);
    let best = { left: 0, top: 0, covered: Infinity };
    for (const place of places) {
      const corner = cornerOf(place, toScreen(camera, size, place.x, place.y), width);
      const covered = board.covered(boxOf(corner, width));
      if (covered < best.covered) best = { ...corner, covered };
    }
    if (best.covered === Infinity) continue;
    board.claim(boxOf(best, width));
    context.strokeText(text, best.left, best.top);
    context.fillText(text, best.left, best.top);
  }
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

const boxOf = ({ left, top }: Corner, width: number) => ({
  left: left - 3,
  right: left + width + 3,
  top,
  bottom: top + LINE,
});

function cornerOf({ anchor }: AreaPlace, { x, y }: Point, width: number): Corner {
  // At the edge of the picture when the lane goes beyond it.
  if (anchor === 'inside') return { left: Math.max(8, x + 6), top: y + 5 };
  if (anchor === 'above') return { left: x - width / 2, top: y - LINE - 2 };
  if (anchor === 'below') return { left: x - width / 2, top: y + 3 };
  return { left: anchor === 'left' ? x - width - 5 : x + 5, top: y - LINE / 2 };
}
