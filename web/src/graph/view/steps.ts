/** Which device an arrow key leads to. Pure. */
import { type Network, otherEnd } from '../network/network.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const WAYS: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function isArrow(key: string): key is Arrow {
  return key in WAYS;
}

/**
 * The peer of `from` that lies most in the direction of the arrow: near, and little to the side. -1 when none lies on
 * that side.
 */
export function step(network: Network, xy: Float32Array, from: number, arrow: Arrow): number {
  const [wx, wy] = WAYS[arrow];
  let best = -1;
  let least = Infinity;
  for (let k = network.offsets[from]; k < network.offsets[from + 1]; k++) {
    const peer = otherEnd(network, network.links[k], from);
    const dx = xy[2 * peer] - xy[2 * from];
    const dy = xy[2 * peer + 1] - xy[2 * from + 1];
    const ahead = dx * wx + dy * wy;
    const aside = Math.abs(dx * wy) + Math.abs(dy * wx);
    if (ahead <= 0 || ahead < aside / 2) continue;
    const cost = ahead + 2 * aside;
    if (cost >= least) continue;
    least = cost;
    best = peer;
  }
  return best;
}
