/** The outline around devices that belong together. */

/** Corners that round a device off. */
const CORNERS = 8;

/**
 * Convex hull of the devices' places widened by `margin`, counter-clockwise, x and y in turn (Andrew's monotone chain,
 * 1979). Empty without devices.
 */
export function hullAround(at: Float32Array, devices: readonly number[], margin: number): Float32Array {
  const points: [number, number][] = [];
  for (const device of devices) {
    for (let corner = 0; corner < CORNERS; corner++) {
      const angle = (2 * Math.PI * corner) / CORNERS;
      // Rounded as the outline is: two corners that become one are one from the start.
      points.push([
        Math.fround(at[2 * device] + margin * Math.cos(angle)),
        Math.fround(at[2 * device + 1] + margin * Math.sin(angle)),
      ]);
    }
  }
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly [number, number][]): [number, number][] => {
    const chain: [number, number][] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0)
        chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return Float32Array.from([...half(points), ...half(points.reverse())].flat());
}

type Point = readonly [number, number];
/** Above 0: left. */
const turn = (a: Point, b: Point, c: Point): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
