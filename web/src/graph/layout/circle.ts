/** A ring, group by group: who talks across groups is seen by the chords. Large networks make the ring thicker. */

import { adjacency } from './lanes.ts';
import { applyPins, holdIn, type Layout, type LayoutInput } from './layout.ts';

const STEP = 10;
/** Empty places between two groups. */
const GAP = 2;
/** Up to this many stand on a single ring. */
const ON_ONE_RING = 240;
const SWEEPS = 6;

export function createCircle(input: LayoutInput): Layout {
  const { count, groups, seeds } = input;
  const xy = new Float32Array(2 * count);
  const byGroup = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const inGroup = byGroup.get(groups[i]);
    if (inGroup === undefined) byGroup.set(groups[i], [i]);
    else inGroup.push(i);
  }
  const ordered = [...byGroup].sort(([a], [b]) => a - b).map(([, inGroup]) => inGroup);
  for (const inGroup of ordered) inGroup.sort((a, b) => seeds[a] - seeds[b] || a - b);
  const depth = count <= ON_ONE_RING ? 1 : Math.ceil(Math.sqrt(count / ON_ONE_RING) * 1.6);
  const neighbours = adjacency(input);
  let sweep = 0;

  publish();
  return {
    xy,
    bands: [],
    hold: holdIn(input, xy),
    progress: () => sweep / SWEEPS,
    step() {
      if (sweep < SWEEPS) {
        for (const inGroup of ordered) towardsPeers(inGroup);
        sweep += 1;
        publish();
      }
      return sweep >= SWEEPS;
    },
  };

  function publish(): void {
    const places = ordered.reduce((sum, inGroup) => sum + Math.ceil(inGroup.length / depth), 0);
    const gaps = ordered.length > 1 ? ordered.length * GAP : 0;
    const around = Math.max(places + gaps, 6);
    const radius = (around * STEP) / (2 * Math.PI);
    let place = 0;
    for (const inGroup of ordered) {
      inGroup.forEach((device, rank) => {
        // Clockwise from the top.
        const angle = Math.PI / 2 - (2 * Math.PI * (place + Math.floor(rank / depth) + 0.5)) / around;
        const distance = radius + (rank % depth) * STEP;
        xy[2 * device] = distance * Math.cos(angle);
        xy[2 * device + 1] = distance * Math.sin(angle);
      });
      place += Math.ceil(inGroup.length / depth) + (gaps > 0 ? GAP : 0);
    }
    applyPins(xy, input);
  }

  /** Each device towards the mean direction of its peers, as seen from the middle of its group. */
  function towardsPeers(inGroup: number[]): void {
    const { offsets, others } = neighbours;
    let x = 0;
    let y = 0;
    for (const device of inGroup) {
      x += xy[2 * device];
      y += xy[2 * device + 1];
    }
    const middle = Math.atan2(y, x);
    const turn = new Map<number, number>();
    inGroup.forEach((device, rank) => {
      let px = 0;
      let py = 0;
      for (let k = offsets[device]; k < offsets[device + 1]; k++) {
        px += xy[2 * others[k]];
        py += xy[2 * others[k] + 1];
      }
      if (px === 0 && py === 0) {
        turn.set(device, (rank / inGroup.length - 0.5) * 1e-3);
        return;
      }
      let angle = middle - Math.atan2(py, px);
      if (angle > Math.PI) angle -= 2 * Math.PI;
      if (angle < -Math.PI) angle += 2 * Math.PI;
      turn.set(device, angle);
    });
    const rank = new Map(inGroup.map((device, index) => [device, index]));
    inGroup.sort(
      (a, b) => (turn.get(a) ?? 0) - (turn.get(b) ?? 0) || (rank.get(a) ?? 0) - (rank.get(b) ?? 0),
    );
  }
}
