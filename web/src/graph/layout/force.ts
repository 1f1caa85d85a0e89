/**
 * Devices push each other apart, connections pull together: ForceAtlas2 (Jacomy et al., PLoS ONE 9(6), 2014) over
 * Barnes-Hut, with a pull towards the middle of each group so that VLANs stay together.
 */
import type { Layout, LayoutInput } from './layout.ts';
import { pack } from './pack.ts';
import { QuadTree } from './quadtree.ts';
import { spread } from './spread.ts';
import { placeNewcomers, startingPlaces } from './start.ts';

const PUSH = 10;
const GRAVITY = 2;
/** Pull to the middle of the own group, beside a device's connections of weight 1 together: few need little of it. */
const cohesionOf = (count: number): number => Math.max(0.4, Math.min(0.9, 0.3 * Math.log10(count / 10)));
/** How coarse Barnes-Hut may be: 1.2 as in Gephi. */
const THETA = 1.2;
/** How much swinging is tolerated: more is faster and less exact. */
const TOLERANCE = 1;
/** After the last iteration, how often devices that lie on each other are moved apart. */
const SPREADS = 24;

/** More devices find their place from fewer iterations each: what is seen at 10,000 is the rough shape. */
export function iterationsFor(count: number): number {
  return Math.round(Math.max(160, Math.min(600, 600 - 110 * Math.log10(Math.max(1, count / 10)))));
}

export function createForce(input: LayoutInput): Layout {
  const { count, sources, targets, weights, groups } = input;
  const xy = new Float32Array(2 * count);
  const { at, known } = startingPlaces(input);
  const held = Uint8Array.from(input.pinned);
  // Those that are known stay: a network that grew a little must look like the one that people remember.
  const newcomers = count - known;
  const settled = known > 0 && newcomers * 3 <= count;
  if (settled) {
    for (let i = 0; i < count; i++) if (!Number.isNaN(input.start[2 * i])) held[i] = 1;
    placeNewcomers(input, at);
  }
  const total = count < 2 || newcomers === 0 ? 0 : settled ? 60 : iterationsFor(count);

  const mass = new Float64Array(count).fill(1);
  for (let e = 0; e < sources.length; e++) {
    mass[sources[e]] += 1;
    mass[targets[e]] += 1;
  }
  const forces = new Float64Array(2 * count);
  const before = new Float64Array(2 * count);
  const tree = new QuadTree();
  const middles = new GroupMiddles(groups, cohesionOf(count));
  let speed = 1;
  let efficiency = 1;
  let iteration = 0;
  let spreads = 0;

  function addForces(): void {
    tree.build(at, mass, count);
    for (let i = 0; i < count; i++) {
      tree.push(at, mass, i, THETA);
      const distance = Math.hypot(at[2 * i], at[2 * i + 1]) || 1;
      const pull = (GRAVITY * mass[i]) / distance;
      forces[2 * i] = PUSH * tree.force[0] - at[2 * i] * pull;
      forces[2 * i + 1] = PUSH * tree.force[1] - at[2 * i + 1] * pull;
    }
    for (let e = 0; e < sources.length; e++) {
      const a = 2 * sources[e];
      const b = 2 * targets[e];
      const dx = (at[a] - at[b]) * weights[e];
      const dy = (at[a + 1] - at[b + 1]) * weights[e];
      forces[a] -= dx;
      forces[a + 1] -= dy;
      forces[b] += dx;
      forces[b + 1] += dy;
    }
    middles.pull(at, mass, forces);
  }

  function move(): void {
    let swinging = 0;
    let traction = 0;
    for (let i = 0; i < count; i++) {
      if (held[i] === 1) continue;
      const swing = Math.hypot(before[2 * i] - forces[2 * i], before[2 * i + 1] - forces[2 * i + 1]);
      swinging += mass[i] * swing;
      traction +=
        (mass[i] * Math.hypot(before[2 * i] + forces[2 * i], before[2 * i + 1] + forces[2 * i + 1])) / 2;
    }
    const jitter =
      TOLERANCE *
      Math.max(Math.sqrt(0.05 * Math.sqrt(count)), Math.min(10, (0.05 * traction) / (count * count)));
    if (swinging / Math.max(traction, 1e-9) > 2) efficiency = Math.max(0.05, efficiency * 0.5);
    const aim = (jitter * efficiency * traction) / Math.max(swinging, 1e-9);
    if (swinging > jitter * traction) efficiency = Math.max(0.05, efficiency * 0.7);
    else if (speed < 1000) efficiency *= 1.3;
    speed += Math.min(aim - speed, 0.5 * speed);
    for (let i = 0; i < count; i++) {
      const x = 2 * i;
      const y = x + 1;
      const swing = mass[i] * Math.hypot(before[x] - forces[x], before[y] - forces[y]);
      before[x] = forces[x];
      before[y] = forces[y];
      if (held[i] === 1) continue;
      const factor = speed / (1 + Math.sqrt(speed * swing));
      at[x] += forces[x] * factor;
      at[y] += forces[y] * factor;
    }
  }

  function publish(): void {
    for (let i = 0; i < 2 * count; i++) xy[i] = at[i];
  }

  publish();
  return {
    xy,
    bands: [],
    hold(device, x, y) {
      held[device] = 1;
      at[2 * device] = x;
      at[2 * device + 1] = y;
      publish();
    },
    progress: () => (total === 0 ? 1 : (iteration + spreads) / (total + SPREADS)),
    step() {
      if (iteration < total) {
        addForces();
        move();
        iteration += 1;
        // Where somebody knows places already, nothing is carried away from them.
        if (iteration === total && !held.includes(1)) pack(at, count, sources, targets);
      } else if (total > 0 && spreads < SPREADS) {
        spread(at, held, input.sizes, count);
        spreads += 1;
      }
      publish();
      return total === 0 || (iteration >= total && spreads >= SPREADS);
    },
  };
}

class GroupMiddles {
  readonly #groups: Int32Array;
  readonly #cohesion: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #size: Float64Array;

  constructor(groups: Int32Array, cohesion: number) {
    this.#groups = groups;
    this.#cohesion = cohesion;
    const most = groups.reduce((largest, group) => Math.max(largest, group), -1) + 1;
    this.#x = new Float64Array(most);
    this.#y = new Float64Array(most);
    this.#size = new Float64Array(most);
  }

  pull(at: Float64Array, mass: Float64Array, forces: Float64Array): void {
    const groups = this.#groups;
    if (this.#size.length < 2) return;
    this.#x.fill(0);
    this.#y.fill(0);
    this.#size.fill(0);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i];
      if (group < 0) continue;
      this.#x[group] += at[2 * i];
      this.#y[group] += at[2 * i + 1];
      this.#size[group] += 1;
    }
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i];
      if (group < 0) continue;
      const strength = this.#cohesion * mass[i];
      forces[2 * i] += (this.#x[group] / this.#size[group] - at[2 * i]) * strength;
      forces[2 * i + 1] += (this.#y[group] / this.#size[group] - at[2 * i + 1]) * strength;
    }
  }
}
