/**
 * Stripes from the field at the bottom to the outside at the top, as the Purdue model draws a plant (ISA-95,
 * IEC 62443). Inside a stripe, devices stand near those they talk to (barycentre sweeps, Sugiyama et al., 1981).
 */
import { applyPins, type Band, holdIn, type Layout, type LayoutInput } from './layout.ts';

/** Distance between neighbours, and between stripes. */
const STEP = 10;
const GAP = 14;
const SWEEPS = 10;
/** All stripes together are so many times as wide as they are high: as windows are. */
const ASPECT = 2.1;

export function createLanes(input: LayoutInput): Layout {
  const { count, lanes, seeds } = input;
  const xy = new Float32Array(2 * count);
  const members = lanesOf(lanes, count);
  const columns = columnsFor([...members.values()].map(({ length }) => length));
  const neighbours = adjacency(input);
  // Where a device stands in its stripe, from 0 to 1.
  const place = new Float64Array(count);
  for (const inLane of members.values()) {
    inLane.sort((a, b) => input.groups[a] - input.groups[b] || seeds[a] - seeds[b] || a - b);
    inLane.forEach((device, rank) => {
      place[device] = (rank + 0.5) / inLane.length;
    });
  }
  let sweep = 0;
  let bands: Band[] = [];

  function publish(): void {
    bands = arrange(members, columns, xy);
    applyPins(xy, input);
  }
  publish();
  return {
    xy,
    get bands() {
      return bands;
    },
    hold: holdIn(input, xy),
    progress: () => sweep / SWEEPS,
    step() {
      if (sweep < SWEEPS) {
        const order = [...members.keys()];
        for (const lane of sweep % 2 === 0 ? order : order.reverse()) {
          reorder(members.get(lane) ?? [], neighbours, place);
        }
        sweep += 1;
        publish();
      }
      return sweep >= SWEEPS;
    },
  };
}

function lanesOf(lanes: Uint8Array, count: number): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const inLane = members.get(lanes[i]);
    if (inLane === undefined) members.set(lanes[i], [i]);
    else inLane.push(i);
  }
  return new Map([...members].sort(([a], [b]) => a - b));
}

/** Devices in a row: the fewest with which the stripes are as wide as they should be. */
function columnsFor(sizes: readonly number[]): number {
  const largest = Math.max(4, ...sizes);
  for (let columns = 4; columns < largest; columns++) {
    const rows = sizes.reduce((sum, size) => sum + Math.ceil(size / columns), 0);
    if (columns * STEP >= ASPECT * (rows * STEP + (sizes.length - 1) * GAP)) return columns;
  }
  return largest;
}

interface Adjacency {
  readonly offsets: Uint32Array;
  readonly others: Uint32Array;
}

export function adjacency({ count, sources, targets }: LayoutInput): Adjacency {
  const offsets = new Uint32Array(count + 1);
  for (let e = 0; e < sources.length; e++) {
    offsets[sources[e] + 1] += 1;
    offsets[targets[e] + 1] += 1;
  }
  for (let i = 0; i < count; i++) offsets[i + 1] += offsets[i];
  const next = offsets.slice();
  const others = new Uint32Array(2 * sources.length);
  for (let e = 0; e < sources.length; e++) {
    others[next[sources[e]]++] = targets[e];
    others[next[targets[e]]++] = sources[e];
  }
  return { offsets, others };
}

function reorder(inLane: number[], { offsets, others }: Adjacency, place: Float64Array): void {
  const wish = new Map<number, number>();
  for (const device of inLane) {
    let sum = 0;
    const degree = offsets[device + 1] - offsets[device];
    for (let k = offsets[device]; k < offsets[device + 1]; k++) sum += place[others[k]];
    wish.set(device, degree === 0 ? place[device] : sum / degree);
  }
  const wished = (device: number) => wish.get(device) ?? 0;
  inLane.sort((a, b) => wished(a) - wished(b) || place[a] - place[b] || a - b);
  inLane.forEach((device, rank) => {
    place[device] = (rank + 0.5) / inLane.length;
  });
}

/** Rows of at most `columns`; a stripe is filled column by column, so that its order stays the order from left to right. */
function arrange(members: Map<number, number[]>, columns: number, xy: Float32Array): Band[] {
  const widest = Math.max(1, ...[...members.values()].map((inLane) => Math.min(columns, inLane.length)));
  const width = Math.max(widest, 6) * STEP;
  const bands: Band[] = [];
  let bottom = 0;
  for (const [lane, inLane] of members) {
    const rows = Math.ceil(inLane.length / columns);
    const used = Math.ceil(inLane.length / rows);
    // Few devices use the whole width, but never stand further apart than six steps.
    const step = Math.min(width / used, 6 * STEP);
    const left = -(used * step) / 2;
    inLane.forEach((device, rank) => {
      const column = Math.floor(rank / rows);
      const row = rank % rows;
      xy[2 * device] = left + (column + 0.5) * step;
      xy[2 * device + 1] = bottom + (rows - row - 0.5) * STEP;
    });
    const top = bottom + rows * STEP;
    bands.push({
      lane,
      bottom: bottom - GAP / 2.5,
      top: top + GAP / 2.5,
      left: -width / 2,
      right: width / 2,
    });
    bottom = top + GAP;
  }
  return bands;
}
