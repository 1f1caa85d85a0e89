import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hullAround } from '../hull.ts';
import { linkTable } from '../network/links.ts';
import { buildGrid, nearest } from '../pick/grid.ts';
import {
  between,
  boxAround,
  type Camera,
  fit,
  pan,
  toPlane,
  toScreen,
  transformBetween,
  zoom,
} from './camera.ts';
import { edgeAlphas, firstPace, mostLabels, nextPace, nodeSize } from './detail.ts';
import { createBoard, LINE, placeLabels } from './labels.ts';
import { step } from './steps.ts';
import { emptyNetwork } from './view-contract.ts';

const SIZE = { width: 800, height: 600 };
const number = fc.double({ min: -1000, max: 1000, noNaN: true });
const cameras = fc.record({ x: number, y: number, scale: fc.double({ min: 0.01, max: 100, noNaN: true }) });
const points = fc.record({
  x: fc.double({ min: 0, max: 800, noNaN: true }),
  y: fc.double({ min: 0, max: 600, noNaN: true }),
});
const near = (a: { x: number; y: number }, b: { x: number; y: number }, by = 1e-4) => {
  expect(Math.abs(a.x - b.x)).toBeLessThan(by);
  expect(Math.abs(a.y - b.y)).toBeLessThan(by);
};

describe('the camera', () => {
  it('goes from screen to plane and back', () => {
    fc.assert(
      fc.property(cameras, points, (camera, at) => {
        const { x, y } = toPlane(camera, SIZE, at);
        near(toScreen(camera, SIZE, x, y), at);
      }),
    );
  });

  it('zooms around the pointer, within limits', () => {
    fc.assert(
      fc.property(cameras, points, fc.double({ min: 0.1, max: 10, noNaN: true }), (camera, at, factor) => {
        const fixed = toPlane(camera, SIZE, at);
        const after = zoom(camera, SIZE, at, factor, { least: 0.5, most: 4 });
        near(toScreen(after, SIZE, fixed.x, fixed.y), at, 1e-3);
        expect(after.scale).toBeGreaterThanOrEqual(0.5);
        expect(after.scale).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('shows all of a box', () => {
    const box = boxAround(Float32Array.of(0, 0, 100, 20, 50, -30));
    expect(box).toEqual({ left: 0, right: 100, bottom: -30, top: 20 });
    const camera = fit(box!, SIZE, 50, 100);
    near(toScreen(camera, SIZE, 0, -5), { x: 50, y: 300 });
    near(toScreen(camera, SIZE, 100, -5), { x: 750, y: 300 });
    expect(boxAround(new Float32Array(0))).toBeNull();
  });

  it('moves a picture taken before to where it belongs now', () => {
    fc.assert(
      fc.property(
        cameras,
        number,
        number,
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        points,
        (then, dx, dy, factor, at) => {
          const now: Camera = zoom(pan(then, dx, dy), SIZE, at, factor, { least: 1e-3, most: 1e3 });
          const [, tx, ty, ratio] = /translate\((.+)px,(.+)px\) scale\((.+)\)/
            .exec(transformBetween(then, now, SIZE))!
            .map(Number);
          const { x, y } = toPlane(then, SIZE, at);
          near({ x: at.x * ratio + tx, y: at.y * ratio + ty }, toScreen(now, SIZE, x, y), 1e-2);
        },
      ),
    );
  });

  it('flies from one to the other', () => {
    const from = { x: 0, y: 0, scale: 1 };
    const to = { x: 10, y: -4, scale: 4 };
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
    expect(between(from, to, 0.5).scale).toBeCloseTo(2);
  });
});

describe('detail', () => {
  it('thins out while frames are slow, and comes back', () => {
    let pace = firstPace(30_000);
    for (let i = 0; i < 30; i++) pace = nextPace(pace, 100, 30_000);
    expect(pace.edges).toBe(300);
    for (let i = 0; i < 80; i++) pace = nextPace(pace, 10, 30_000);
    expect(pace.edges).toBe(30_000);
  });

  it('draws many connections fainter than few, and devices within limits', () => {
    expect(edgeAlphas(30_000, 1)[0]).toBeLessThan(edgeAlphas(50, 1)[0] / 3);
    expect(edgeAlphas(30_000, 16)[0]).toBeGreaterThan(edgeAlphas(30_000, 1)[0]);
    expect([nodeSize(1e-3, 1), nodeSize(1e3, 1)]).toEqual([1.9, 9]);
    expect(mostLabels(1200, 800, 2)).toBeLessThan(mostLabels(1200, 800, 20));
  });
});

describe('names', () => {
  const candidates = fc.array(
    fc.record({
      device: fc.nat(),
      x: fc.double({ min: 0, max: 400, noNaN: true }),
      y: fc.double({ min: 0, max: 300, noNaN: true }),
      radius: fc.double({ min: 1, max: 20, noNaN: true }),
      width: fc.double({ min: 10, max: 120, noNaN: true }),
    }),
    { maxLength: 60 },
  );

  it('are never written over another, and no more than there is room for', () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const named = list.map((candidate, device) => ({ ...candidate, device }));
        const placed = placeLabels(named, 0, 20);
        expect(placed.length).toBeLessThanOrEqual(20);
        for (const a of placed) {
          for (const b of placed) {
            if (a === b) continue;
            const wide = (named[a.device].width + named[b.device].width) / 2;
            expect(Math.abs(a.x - b.x) >= wide || Math.abs(a.y - b.y) >= LINE).toBe(true);
          }
        }
      }),
    );
  });

  it('come in their order: the first has the best place, those without any are left out', () => {
    const at = (device: number) => ({ device, x: 50, y: 50, radius: 5, width: 40 });
    const placed = placeLabels([at(7), at(8), at(9), at(10), at(11)], 0, 9);
    expect(placed.map(({ device }) => device)).toEqual([7, 8, 9, 10]);
    expect(placed[0]).toEqual({ device: 7, x: 50, y: 58 });
  });

  it('stand beside devices, not on them; the busiest rather on a few than nowhere', () => {
    const board = createBoard();
    board.block(50, 65, 6);
    const [above] = placeLabels([{ device: 1, x: 50, y: 50, radius: 5, width: 40 }], 0, 9, board);
    expect(above).toEqual({ device: 1, x: 50, y: 27 });
    const crowded = createBoard();
    for (let x = 0; x <= 200; x += 8) for (let y = 0; y <= 200; y += 8) crowded.block(x, y, 4);
    const many = Array.from({ length: 20 }, (_, device) => ({
      device,
      x: 100,
      y: 9 * device,
      radius: 4,
      width: 12,
    }));
    const covered = placeLabels(many, 0, 20, crowded).map(({ device }) => device);
    expect(covered.every((device) => device < 6)).toBe(true);
    expect(placeLabels([{ ...many[9], width: 90 }], 1, 20, crowded)).toHaveLength(1);
  });

  it('stay in the picture', () => {
    const board = createBoard({ width: 100, height: 60 });
    const spots = placeLabels([{ device: 1, x: 8, y: 50, radius: 5, width: 40 }], 0, 9, board);
    expect(spots).toEqual([{ device: 1, x: 37, y: 42.5 }]);
  });

  it('keep away from what is written already', () => {
    const board = createBoard();
    board.claim({ left: 0, right: 100, top: 0, bottom: 100 });
    expect(placeLabels([{ device: 1, x: 50, y: 50, radius: 5, width: 40 }], 0, 9, board)).toEqual([]);
  });
});

describe('pointing', () => {
  it('finds the same device as looking at each one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 80 }), number, number, (places, x, y) => {
        const at = Float32Array.from(places.flat());
        const grid = buildGrid(at, places.length, 40);
        const found = nearest(grid, at, x, y, 60, () => 60);
        const distances = places.map((_, i) => Math.hypot(at[2 * i] - x, at[2 * i + 1] - y));
        const least = Math.min(Infinity, ...distances);
        if (found < 0) expect(least).toBeGreaterThan(60 - 1e-3);
        else expect(distances[found]).toBeCloseTo(least, 5);
      }),
    );
  });
});

describe('outlines', () => {
  it('are convex and hold every device with a margin', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 40 }), (places) => {
        const at = Float32Array.from(places.flat());
        const hull = hullAround(
          at,
          places.map((_, i) => i),
          5,
        );
        const corners = hull.length / 2;
        expect(corners).toBeGreaterThanOrEqual(3);
        for (let c = 0; c < corners; c++) {
          const [ax, ay] = [hull[2 * c], hull[2 * c + 1]];
          const [bx, by] = [hull[(2 * c + 2) % hull.length], hull[(2 * c + 3) % hull.length]];
          for (let i = 0; i < places.length; i++) {
            const left = (bx - ax) * (at[2 * i + 1] - ay) - (by - ay) * (at[2 * i] - ax);
            expect(left / Math.hypot(bx - ax, by - ay)).toBeGreaterThan(4);
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(hullAround(new Float32Array(0), [], 5)).toHaveLength(0);
  });
});

describe('arrow keys', () => {
  it('lead to the peer in their direction', () => {
    const sources = Uint32Array.of(0, 0, 0);
    const targets = Uint32Array.of(1, 2, 3);
    const network = { ...emptyNetwork, count: 5, sources, targets, ...linkTable(5, sources, targets) };
    // Right, above, far right; 4 is near but no peer.
    const xy = Float32Array.of(0, 0, 10, 1, 0, 10, 50, 0, 5, 0);
    expect(step(network, xy, 0, 'ArrowRight')).toBe(1);
    expect(step(network, xy, 0, 'ArrowUp')).toBe(2);
    expect(step(network, xy, 0, 'ArrowLeft')).toBe(-1);
    expect(step(network, xy, 3, 'ArrowLeft')).toBe(0);
  });
});
