import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iterationsFor } from './force.ts';
import { LAYOUT } from './index.ts';
import { LAYOUTS, type Layout, type LayoutInput, spacingOf } from './layout.ts';
import { QuadTree } from './quadtree.ts';
import { fraction, hashOf, seedsOf } from './seed.ts';

function input(
  count: number,
  links: readonly (readonly [number, number])[],
  more: Partial<LayoutInput> = {},
): LayoutInput {
  return {
    count,
    sources: Uint32Array.from(links, ([a]) => a),
    targets: Uint32Array.from(links, ([, b]) => b),
    weights: new Float32Array(links.length).fill(1),
    seeds: seedsOf(Array.from({ length: count }, (_, i) => `mac-${i}`)),
    groups: new Int32Array(count).fill(-1),
    lanes: Uint8Array.from({ length: count }, (_, i) => i % 3),
    sizes: new Float32Array(count).fill(1),
    start: new Float32Array(2 * count).fill(Number.NaN),
    pinned: new Uint8Array(count),
    ...more,
  };
}

function finish(layout: Layout): Float32Array {
  for (let steps = 0; !layout.step(); steps++) expect(steps).toBeLessThan(2000);
  return layout.xy.slice();
}

const apart = (xy: Float32Array, a: number, b: number) =>
  Math.hypot(xy[2 * a] - xy[2 * b], xy[2 * a + 1] - xy[2 * b + 1]);

const star = (leaves: number) => Array.from({ length: leaves }, (_, i) => [0, i + 1] as const);
const networks = fc.integer({ min: 0, max: 40 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    links:
      count === 0
        ? fc.constant([])
        : fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 80 }),
    groups: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: count, maxLength: count }),
  }),
);

describe.each(LAYOUTS)('layout %s', (name) => {
  it('gives every device a finite place, the same every time, and ends', () => {
    fc.assert(
      fc.property(networks, ({ count, links, groups }) => {
        const made = () => LAYOUT[name](input(count, links, { groups: Int32Array.from(groups) }));
        const xy = finish(made());
        expect(xy.every(Number.isFinite)).toBe(true);
        expect(xy).toEqual(finish(made()));
      }),
      { numRuns: 25 },
    );
  });

  it('never puts two devices at one place', () => {
    const xy = finish(LAYOUT[name](input(60, star(59))));
    for (let a = 0; a < 60; a++) for (let b = 0; b < a; b++) expect(apart(xy, a, b)).toBeGreaterThan(0);
  });

  it('leaves a device where a person put it', () => {
    const start = new Float32Array(20).fill(Number.NaN);
    start.set([777, -55], 6);
    const pinned = new Uint8Array(10);
    pinned[3] = 1;
    const layout = LAYOUT[name](input(10, star(9), { start, pinned }));
    expect([...finish(layout).subarray(6, 8)]).toEqual([777, -55]);
    layout.hold(4, 12, 13);
    layout.step();
    expect([...layout.xy.subarray(8, 10)]).toEqual([12, 13]);
  });

  it('tells how far it is', () => {
    const layout = LAYOUT[name](input(30, star(29)));
    const before = layout.progress();
    layout.step();
    expect(layout.progress()).toBeGreaterThan(before);
    finish(layout);
    expect(layout.progress()).toBe(1);
  });
});

describe('forces', () => {
  const TWO_CLIQUES = [0, 6].flatMap((from) =>
    Array.from({ length: 36 }, (_, i) => [from + Math.floor(i / 6), from + (i % 6)] as const).filter(
      ([a, b]) => a < b,
    ),
  );

  it('draw together who talks', () => {
    const xy = finish(LAYOUT.force(input(12, [...TWO_CLIQUES, [0, 6]])));
    expect(apart(xy, 1, 2)).toBeLessThan(apart(xy, 1, 8));
  });

  it('draw together a VLAN', () => {
    const links = Array.from({ length: 40 }, (_, i) => [i, (i + 7) % 40] as const);
    const spread = (groups: Int32Array) => {
      const xy = finish(LAYOUT.force(input(40, links, { groups })));
      const pairs = Array.from({ length: 190 }, (_, i) => [i % 20, (i * 3 + 1) % 20] as const);
      return pairs.reduce((sum, [a, b]) => sum + apart(xy, a, b), 0) / spacingOf(xy, 40);
    };
    const vlans = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
    expect(spread(vlans)).toBeLessThan(0.9 * spread(new Int32Array(40).fill(-1)));
  });

  it('leave a remembered network as it was, and put newcomers beside whom they know', () => {
    const before = finish(LAYOUT.force(input(20, star(19))));
    const all = LAYOUT.force(input(20, star(19), { start: before.slice() }));
    expect(all.step()).toBe(true);
    expect(all.xy).toEqual(before);
    const start = new Float32Array(42).fill(Number.NaN);
    start.set(before);
    const grown = finish(LAYOUT.force(input(21, [...star(19), [5, 20]], { start })));
    expect(grown.subarray(0, 40)).toEqual(before);
    expect(apart(grown, 20, 5)).toBeLessThan(4 * spacingOf(grown, 21));
  });

  it('leave room between large devices', () => {
    const sizes = new Float32Array(30).fill(2.1);
    const xy = finish(LAYOUT.force(input(30, star(29), { sizes })));
    const spacing = spacingOf(xy, 30);
    let touching = 0;
    for (let a = 0; a < 30; a++)
      for (let b = 0; b < a; b++) if (apart(xy, a, b) < 4.2 * 0.34 * spacing) touching += 1;
    expect(touching).toBeLessThan(5);
  });

  it('take fewer steps the more devices there are', () => {
    expect(iterationsFor(10)).toBe(600);
    expect(iterationsFor(10_000)).toBeLessThan(300);
    expect(iterationsFor(1_000_000)).toBe(160);
  });
});

describe('lanes', () => {
  it('stand over each other in their order and hold their devices', () => {
    const layout = LAYOUT.lanes(input(200, star(199)));
    const xy = finish(layout);
    expect(layout.bands.map(({ lane }) => lane)).toEqual([0, 1, 2]);
    layout.bands.forEach((band, i) => {
      if (i > 0) expect(band.bottom).toBeGreaterThanOrEqual(layout.bands[i - 1].top);
    });
    for (let i = 0; i < 200; i++) {
      const band = layout.bands[i % 3];
      expect(xy[2 * i + 1]).toBeGreaterThan(band.bottom);
      expect(xy[2 * i + 1]).toBeLessThan(band.top);
    }
  });

  it.each([500, 10_000])('are together about twice as wide as high, with %i devices', (count) => {
    const { bands } = LAYOUT.lanes(input(count, []));
    const height = bands[bands.length - 1].top - bands[0].bottom;
    const ratio = (bands[0].right - bands[0].left) / height;
    expect(ratio).toBeGreaterThan(1.6);
    expect(ratio).toBeLessThan(2.6);
  });

  it('cross fewer lines than in the order in which devices came', () => {
    // Two lanes; each device talks with its opposite, in an order that is turned round.
    const links = Array.from({ length: 8 }, (_, i) => [2 * i, 2 * (7 - i) + 1] as const);
    const lanes = Uint8Array.from({ length: 16 }, (_, i) => i % 2);
    const layout = LAYOUT.lanes(input(16, links, { lanes }));
    const crossings = (xy: Float32Array) =>
      links.flatMap(([a, b], i) =>
        links.slice(i + 1).filter(([c, d]) => (xy[2 * a] - xy[2 * c]) * (xy[2 * b] - xy[2 * d]) < 0),
      ).length;
    const before = crossings(layout.xy);
    expect(crossings(finish(layout))).toBeLessThan(before);
  });
});

describe('the circle', () => {
  it('keeps groups together', () => {
    const groups = Int32Array.from({ length: 30 }, (_, i) => i % 3);
    const xy = finish(LAYOUT.circle(input(30, star(29), { groups })));
    const around = Array.from({ length: 30 }, (_, i) => i).sort(
      (a, b) => Math.atan2(xy[2 * a + 1], xy[2 * a]) - Math.atan2(xy[2 * b + 1], xy[2 * b]),
    );
    const changes = around.filter((device, i) => groups[device] !== groups[around[(i + 1) % 30]]);
    expect(changes.length).toBeLessThanOrEqual(4);
  });
});

describe('Barnes-Hut', () => {
  const bodies = fc.uniqueArray(
    fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 })),
    {
      minLength: 1,
      maxLength: 60,
      selector: String,
    },
  );

  it('with nothing taken together is the sum over all pairs', () => {
    fc.assert(
      fc.property(bodies, (places) => {
        const xy = Float64Array.from(places.flat());
        const mass = Float64Array.from(places, (_, i) => 1 + (i % 3));
        const tree = new QuadTree();
        tree.build(xy, mass, places.length);
        for (let i = 0; i < places.length; i++) {
          let x = 0;
          let y = 0;
          let largest = 0;
          for (let j = 0; j < places.length; j++) {
            const dx = xy[2 * i] - xy[2 * j];
            const dy = xy[2 * i + 1] - xy[2 * j + 1];
            const squared = dx * dx + dy * dy;
            if (i === j) continue;
            x += (dx * mass[i] * mass[j]) / squared;
            y += (dy * mass[i] * mass[j]) / squared;
            largest = Math.max(largest, (mass[i] * mass[j]) / Math.sqrt(squared));
          }
          tree.push(xy, mass, i, 0);
          expect(Math.abs(tree.force[0] - x)).toBeLessThanOrEqual(1e-6 * (1 + largest));
          expect(Math.abs(tree.force[1] - y)).toBeLessThanOrEqual(1e-6 * (1 + largest));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('seeds', () => {
  it('come from the id alone and are spread evenly', () => {
    expect(hashOf('mac-00005e005301')).toBe(hashOf('mac-00005e005301'));
    const fractions = Array.from({ length: 4000 }, (_, i) => fraction(hashOf(`mac-${i}`)));
    const mean = fractions.reduce((sum, value) => sum + value, 0) / 4000;
    expect(mean).toBeGreaterThan(0.47);
    expect(mean).toBeLessThan(0.53);
    expect(new Set(fractions).size).toBe(4000);
  });
});

describe('parts of a network that nothing connects', () => {
  it('stand near each other, and not on each other', () => {
    const links = [...star(30), [31, 32], [32, 33], [34, 35]] as const;
    const xy = finish(LAYOUT.force(input(37, links)));
    const boxOf = (members: readonly number[]) => {
      const x = members.map((i) => xy[2 * i]);
      const y = members.map((i) => xy[2 * i + 1]);
      return { left: Math.min(...x), right: Math.max(...x), bottom: Math.min(...y), top: Math.max(...y) };
    };
    const large = boxOf(Array.from({ length: 31 }, (_, i) => i));
    const others = [boxOf([31, 32, 33]), boxOf([34, 35]), boxOf([36])];
    const all = boxOf(Array.from({ length: 37 }, (_, i) => i));
    const areaOf = (it: typeof all) => (it.right - it.left) * (it.top - it.bottom);
    expect(areaOf(all)).toBeLessThan(2.5 * areaOf(large));
    // As wide as a window: what is small stands beside the large one, not only below it.
    expect(all.right - all.left).toBeGreaterThan(all.top - all.bottom);
    const boxes = [large, ...others];
    for (const a of boxes) {
      for (const b of boxes) {
        if (a === b) continue;
        expect(a.right < b.left || b.right < a.left || a.top < b.bottom || b.top < a.bottom).toBe(true);
      }
    }
  });
});
