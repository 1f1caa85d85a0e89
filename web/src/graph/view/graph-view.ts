/** What one does with the picture: moves it, points at devices, drags them, flies to them. */
import type { Band } from '../layout/layout.ts';
import type { Network } from '../network/network.ts';
import { buildGrid, type Grid, nearest } from '../pick/grid.ts';
import { between, boxAround, type Camera, fit, type Point, pan, toPlane, zoom } from './camera.ts';
import { firstPace, nextPace, nodeSize, type Pace, restDelay } from './detail.ts';
import { type GestureTarget, listenForGestures } from './gestures.ts';
import { Picture, type Shot } from './picture.ts';
import { type Arrow, step } from './steps.ts';
import type { ViewEvents, ViewWords } from './view-contract.ts';

const MARGIN_PX = 56;
/** Motion only explains, shortly. */
const FLIGHT_MS = 150;
/** Small devices are as easy to point at as large ones. */
const LEAST_REACH_PX = 7;
const ARROW_PX = 60;

export interface Arrived {
  readonly xy: Float32Array<ArrayBuffer>;
  readonly bands: readonly Band[];
  readonly spacing: number;
  readonly done: boolean;
}

interface Flight {
  readonly from: Camera;
  readonly to: Camera;
  readonly begun: number;
}

export class GraphView implements GestureTarget {
  readonly #host: HTMLElement;
  readonly #events: ViewEvents;
  readonly #picture: Picture;
  #words: ViewWords;
  #hulls = true;
  #grid: Grid | null = null;
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #overview = 1;
  /** A person moved the camera: it does not follow the layout any more. */
  #steered = false;
  #flight: Flight | null = null;
  #pace: Pace = { edges: 0 };
  #frame = 0;
  #lastFrame = 0;
  /** What the last picture in full took, card included. */
  #fullFrameMs = 0;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #moving = false;
  #hovered = -1;
  #chosen = -1;
  #found: readonly number[] = [];
  #dragged = -1;
  #wasDragged = false;
  #release: readonly (() => void)[] = [];

  constructor(host: HTMLElement, events: ViewEvents, words: ViewWords) {
    this.#host = host;
    this.#events = events;
    this.#words = words;
    this.#picture = new Picture(host);
  }

  /** `false` where the browser has no WebGL 2: nothing is drawn then. */
  start(): boolean {
    if (!this.#picture.start(() => this.#resize())) return false;
    const sizes = new ResizeObserver(() => this.#resize());
    sizes.observe(this.#host);
    const theme = new MutationObserver(() => this.#recolour());
    theme.observe(document.documentElement, { attributes: true });
    const system = matchMedia('(prefers-color-scheme: dark)');
    const recolour = () => this.#recolour();
    system.addEventListener('change', recolour);
    this.#release = [
      listenForGestures(this.#host, this),
      () => sizes.disconnect(),
      () => theme.disconnect(),
      () => system.removeEventListener('change', recolour),
    ];
    this.#resize();
    // Names are measured with the font that they are drawn with.
    void document.fonts.ready.then(() => {
      this.#picture.forgetNames();
      this.#request();
    });
    return true;
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#restTimer);
    for (const release of this.#release) release();
    this.#picture.stop();
  }

  setWords(words: ViewWords): void {
    this.#words = words;
    this.#setScenery();
  }

  /** `keepCamera`: the same part of the network as before is looked at. */
  setNetwork(network: Network, keepCamera: boolean): void {
    this.#picture.setNetwork(network);
    this.#grid = null;
    this.#steered &&= keepCamera;
    this.#hovered = this.#chosen = this.#dragged = -1;
    this.#found = [];
    this.#pace = firstPace(network.sources.length);
    this.#request();
  }

  setPositions({ xy, bands, spacing, done }: Arrived): void {
    const before = this.#picture.xy;
    if (xy.length !== before.length) return;
    const held = this.#dragged;
    if (held >= 0) xy.set(before.subarray(2 * held, 2 * held + 2), 2 * held);
    this.#picture.setPositions(xy, bands, spacing);
    this.#grid = null;
    // Outlines that jump about while devices find their places explain nothing.
    if (done || bands.length > 0) this.#picture.setScenery(this.#hulls, this.#words);
    this.#followLayout();
    if (done) this.#rest();
    else this.#move();
  }

  setHulls(on: boolean): void {
    this.#hulls = on;
    this.#setScenery();
  }

  /** -1: nothing. */
  choose(device: number): void {
    if (device === this.#chosen) return;
    this.#chosen = device;
    this.#request();
  }

  /** Rings around these. */
  setFound(found: readonly number[]): void {
    if (found === this.#found) return;
    this.#found = found;
    this.#request();
  }

  flyTo(devices: readonly number[]): void {
    const { xy, placed, size, spacing } = this.#picture;
    const box = boxAround(xy, devices);
    if (box === null || !placed) return;
    this.#steered = true;
    this.#flyTo(fit(box, size, MARGIN_PX * 1.5, Math.max(this.#overview * 2.2, 22 / spacing)));
  }

  fit(): void {
    const whole = this.#wholeView();
    if (whole === null) return;
    this.#overview = whole.scale;
    this.#steered = false;
    this.#flyTo(whole);
  }

  zoomBy(factor: number): void {
    const { size } = this.#picture;
    const middle = { x: size.width / 2, y: size.height / 2 };
    this.#steered = true;
    this.#flyTo(zoom(this.#flight?.to ?? this.#camera, size, middle, factor, this.#range()));
  }

  /** From the chosen device along a connection; without one the picture is moved. */
  arrow(arrow: Arrow): void {
    if (this.#chosen >= 0) {
      const next = step(this.#picture.network, this.#picture.xy, this.#chosen, arrow);
      if (next >= 0) this.#events.chosen(next);
      return;
    }
    const aside = arrow === 'ArrowLeft' ? ARROW_PX : arrow === 'ArrowRight' ? -ARROW_PX : 0;
    this.panBy(aside, arrow === 'ArrowUp' ? ARROW_PX : arrow === 'ArrowDown' ? -ARROW_PX : 0);
  }

  /** The picture as it is seen, without what is only pointed at. */
  toPng(): Promise<Blob | null> {
    this.#hovered = -1;
    return this.#picture.toPng(this.#shot());
  }

  // What gestures do

  grab(at: Point): boolean {
    this.#dragged = this.#deviceAt(at);
    this.#wasDragged = false;
    return this.#dragged >= 0;
  }

  drag(at: Point): void {
    if (this.#dragged < 0) return;
    const { x, y } = toPlane(this.#camera, this.#picture.size, at);
    this.#picture.moveDevice(this.#dragged, x, y);
    this.#wasDragged = true;
    this.#grid = null;
    this.#hovered = this.#dragged;
    this.#steered = true;
    this.#move();
  }

  drop(): void {
    const device = this.#dragged;
    this.#dragged = -1;
    if (device < 0 || !this.#wasDragged) return;
    const { xy } = this.#picture;
    this.#setScenery();
    this.#events.moved(device, xy[2 * device], xy[2 * device + 1]);
  }

  panBy(dx: number, dy: number): void {
    this.#flight = null;
    this.#steered = true;
    this.#camera = pan(this.#camera, dx, dy);
    this.#move();
  }

  zoomAt(at: Point, factor: number): void {
    this.#flight = null;
    this.#steered = true;
    this.#camera = zoom(this.#camera, this.#picture.size, at, factor, this.#range());
    this.#move();
  }

  hover(at: Point | null): void {
    const device = at === null ? -1 : this.#deviceAt(at);
    if (device === this.#hovered) return;
    this.#hovered = device;
    this.#host.style.cursor = device >= 0 ? 'pointer' : '';
    this.#events.hovered(device);
    if (this.#frame !== 0 || this.#moving) return;
    // What is pointed at changes only the upper canvas: the network below is not drawn again.
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#picture.drawAbove(this.#shot());
    });
  }

  click(at: Point): void {
    this.#events.chosen(this.#deviceAt(at));
  }

  doubleClick(at: Point): void {
    const device = this.#deviceAt(at);
    if (device >= 0) this.#events.opened(device);
    else this.zoomAt(at, 2);
  }

  // Inside

  #shot(): Shot {
    return {
      camera: this.#camera,
      overview: this.#overview,
      edges: this.#moving ? this.#pace.edges : this.#picture.network.sources.length,
      focus: this.#hovered >= 0 ? this.#hovered : this.#chosen,
      chosen: this.#chosen,
      found: this.#found,
    };
  }

  #range(): { readonly least: number; readonly most: number } {
    return { least: this.#overview / 4, most: Math.max(120 / this.#picture.spacing, this.#overview * 2) };
  }

  #wholeView(): Camera | null {
    const { xy, bands, placed, size, spacing } = this.#picture;
    let box = boxAround(xy);
    if (box === null || !placed) return null;
    for (const band of bands) {
      box = {
        left: Math.min(box.left, band.left),
        right: Math.max(box.right, band.right),
        bottom: Math.min(box.bottom, band.bottom),
        top: Math.max(box.top, band.top),
      };
    }
    return fit(box, size, Math.min(MARGIN_PX, size.width / 10), 70 / spacing);
  }

  #followLayout(): void {
    const whole = this.#steered ? null : this.#wholeView();
    if (whole === null) return;
    this.#camera = whole;
    this.#overview = whole.scale;
  }

  #deviceAt(at: Point): number {
    const { xy, network, radii, spacing, placed, size } = this.#picture;
    if (!placed) return -1;
    this.#grid ??= buildGrid(xy, network.count, spacing);
    const { x, y } = toPlane(this.#camera, size, at);
    const pixels = nodeSize(this.#camera.scale, spacing);
    const reach = (device: number) =>
      Math.max(LEAST_REACH_PX, radii[device] * pixels + 2) / this.#camera.scale;
    return nearest(this.#grid, xy, x, y, (3 * pixels + LEAST_REACH_PX) / this.#camera.scale, reach);
  }

  #setScenery(): void {
    this.#picture.setScenery(this.#hulls, this.#words);
    this.#request();
  }

  #recolour(): void {
    this.#picture.recolour();
    this.#setScenery();
  }

  #resize(): void {
    if (!this.#picture.resize()) return;
    this.#followLayout();
    this.#move();
    // A canvas that changed its size is empty: drawn before the next picture is shown.
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#picture.draw(this.#shot(), true);
  }

  #flyTo(to: Camera): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#camera = to;
    else this.#flight = { from: this.#camera, to, begun: performance.now() };
    this.#move();
  }

  #move(): void {
    this.#moving = true;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#rest(), restDelay(this.#fullFrameMs));
    this.#request();
  }

  #rest(): void {
    clearTimeout(this.#restTimer);
    this.#moving = false;
    this.#request();
  }

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  #tick(now: number): void {
    this.#frame = 0;
    if (this.#flight !== null) {
      const { from, to, begun } = this.#flight;
      const part = Math.min(1, Math.max(0, (now - begun) / FLIGHT_MS));
      this.#camera = between(from, to, part);
      if (part === 1) this.#flight = null;
      this.#move();
    }
    if (this.#moving && this.#lastFrame > 0) {
      this.#pace = nextPace(this.#pace, now - this.#lastFrame, this.#picture.network.sources.length);
    }
    this.#lastFrame = this.#moving ? now : 0;
    this.#picture.draw(this.#shot(), this.#moving);
    if (this.#moving) return;
    // The frame after this one comes when the card is done with it.
    requestAnimationFrame((then) => {
      this.#fullFrameMs = then - now;
    });
  }
}
