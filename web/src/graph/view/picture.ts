/**
 * Two canvases over each other: below, the network, drawn by the graphics card; above, names and what is pointed at.
 * While something moves, the upper one is only shifted, so that a frame costs the same at ten devices and at ten
 * thousand.
 */
import type { Band } from '../layout/layout.ts';
import { type Network, radiiOf } from '../network/network.ts';
import { type Palette, readPalette } from '../render/palette.ts';
import { createRenderer, type Renderer, volumesOf } from '../render/renderer.ts';
import { colouredSprites } from '../render/sprites.ts';
import { type Camera, type Size, transformBetween } from './camera.ts';
import { edgeAlphas, edgeWidths, nodeSize } from './detail.ts';
import { createOverlay } from './overlay.ts';
import { laneScenery, NO_SCENERY, type Scenery, vlanScenery } from './scenery.ts';
import { emptyNetwork, type ViewWords } from './view-contract.ts';

const MOST_PIXELS = 2;
/** The network is dimmed to this while a device stands out. */
const DIMMED = 0.28;

/** What a frame shows. */
export interface Shot {
  readonly camera: Camera;
  /** Scale at which all is seen. */
  readonly overview: number;
  /** So many of the busiest connections. */
  readonly edges: number;
  readonly focus: number;
  readonly chosen: number;
  readonly found: readonly number[];
}

export class Picture {
  readonly #host: HTMLElement;
  readonly #below = document.createElement('canvas');
  readonly #above = document.createElement('canvas');
  readonly #overlay = createOverlay();
  #renderer: Renderer | null = null;
  #palette: Palette;
  #sprites: readonly HTMLCanvasElement[] = [];
  #scenery: Scenery = NO_SCENERY;
  /** What the upper canvas was drawn with. */
  #drawnWith: Camera | null = null;
  #volumes = new Float32Array(0);
  network: Network = emptyNetwork;
  radii = new Float32Array(0);
  xy = new Float32Array(0);
  bands: readonly Band[] = [];
  spacing = 1;
  /** Whether the devices have places. */
  placed = false;
  size: Size = { width: 1, height: 1 };

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#palette = readPalette(host);
  }

  /** `false` where the browser has no WebGL 2. `restored` is called when the graphics card came back. */
  start(restored: () => void): boolean {
    for (const canvas of [this.#below, this.#above]) {
      canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;transform-origin:0 0';
      canvas.setAttribute('aria-hidden', 'true');
      this.#host.append(canvas);
    }
    this.#renderer = createRenderer(this.#below);
    this.#sprites = colouredSprites(this.#palette);
    this.#below.addEventListener('webglcontextlost', (event) => event.preventDefault());
    this.#below.addEventListener('webglcontextrestored', () => {
      this.#renderer = createRenderer(this.#below);
      this.#renderer?.setNetwork(this.network, this.radii);
      if (this.placed) this.#renderer?.setPositions(this.xy);
      this.#renderer?.setAreas(this.#scenery.areas);
      restored();
    });
    return this.#renderer !== null;
  }

  stop(): void {
    this.#renderer?.release();
    this.#renderer = null;
    this.#below.remove();
    this.#above.remove();
  }

  /** Colours of the theme that is on now. */
  recolour(): void {
    this.#palette = readPalette(this.#host);
    this.#sprites = colouredSprites(this.#palette);
  }

  /** The font or the language of names changed. */
  forgetNames(): void {
    this.#overlay.forget();
  }

  setNetwork(network: Network): void {
    this.network = network;
    this.radii = radiiOf(network.bytes);
    this.#volumes = volumesOf(network.edgeBytes);
    this.xy = new Float32Array(2 * network.count);
    this.bands = [];
    this.placed = false;
    this.#scenery = NO_SCENERY;
    this.#overlay.forget();
    this.#renderer?.setAreas([]);
    this.#renderer?.setNetwork(network, this.radii);
  }

  setPositions(xy: Float32Array<ArrayBuffer>, bands: readonly Band[], spacing: number): void {
    this.xy = xy;
    this.bands = bands;
    this.spacing = spacing;
    this.placed = true;
    this.#renderer?.setPositions(xy);
  }

  moveDevice(device: number, x: number, y: number): void {
    this.xy[2 * device] = x;
    this.xy[2 * device + 1] = y;
    this.#renderer?.moveDevice(device, x, y);
    this.#drawnWith = null;
  }

  setScenery(hulls: boolean, words: ViewWords): void {
    if (!this.placed) return;
    const { bands, network, xy, spacing } = this;
    if (bands.length > 0) this.#scenery = laneScenery(bands, this.#palette, words.lane);
    else if (hulls) this.#scenery = vlanScenery(network, xy, spacing, this.#palette, words.vlan);
    else this.#scenery = NO_SCENERY;
    this.#renderer?.setAreas(this.#scenery.areas);
  }

  /** Both canvases are empty afterwards. `false` while the element has no size. */
  resize(): boolean {
    const { width, height } = this.#host.getBoundingClientRect();
    if (width === 0 || height === 0) return false;
    this.size = { width, height };
    this.#renderer?.resize(this.size, Math.min(MOST_PIXELS, devicePixelRatio));
    this.#above.width = this.#below.width;
    this.#above.height = this.#below.height;
    this.#drawnWith = null;
    return true;
  }

  /** `moving`: the upper canvas is shifted as it is. */
  draw(shot: Shot, moving: boolean): void {
    this.#drawBelow(shot);
    if (moving && this.#drawnWith !== null) {
      this.#above.style.transform = transformBetween(this.#drawnWith, shot.camera, this.size);
    } else {
      this.drawAbove(shot);
    }
  }

  /** Names and what is pointed at; the network below stays as it was drawn. */
  drawAbove(shot: Shot): void {
    const context = this.#above.getContext('2d');
    if (context === null) return;
    const pixels = this.#above.width / this.size.width;
    context.setTransform(pixels, 0, 0, pixels, 0, 0);
    context.clearRect(0, 0, this.size.width, this.size.height);
    this.#above.style.transform = '';
    this.#drawnWith = shot.camera;
    this.#below.style.opacity = shot.focus >= 0 ? String(DIMMED) : '1';
    if (!this.placed) return;
    this.#overlay.draw(context, {
      ...shot,
      network: this.network,
      xy: this.xy,
      radii: this.radii,
      volumes: this.#volumes,
      size: this.size,
      spacing: this.spacing,
      nodeSize: nodeSize(shot.camera.scale, this.spacing),
      palette: this.#palette,
      sprites: this.#sprites,
      areaNames: this.#scenery.names,
    });
  }

  async toPng(shot: Shot): Promise<Blob | null> {
    const canvas = document.createElement('canvas');
    canvas.width = this.#below.width;
    canvas.height = this.#below.height;
    const context = canvas.getContext('2d');
    if (context === null) return null;
    const [red, green, blue] = this.#palette.panel.map((part) => Math.round(part * 255));
    context.fillStyle = `rgb(${red},${green},${blue})`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    // What the card drew is gone after this turn of the loop, so it is drawn and copied in one.
    this.draw(shot, false);
    context.globalAlpha = shot.focus >= 0 ? DIMMED : 1;
    context.drawImage(this.#below, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(this.#above, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }

  #drawBelow({ camera, overview, edges }: Shot): void {
    const count = this.network.sources.length;
    this.#renderer?.draw({
      camera,
      size: this.size,
      palette: this.#palette,
      nodeSize: nodeSize(camera.scale, this.spacing),
      edges: this.placed ? edges : 0,
      nodes: this.placed,
      edgeAlphas: edgeAlphas(Math.min(edges, count), camera.scale / overview),
      edgeWidths: edgeWidths(count),
    });
  }
}
