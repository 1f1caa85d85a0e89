import { describe, expect, it } from 'vitest';
import { sampleAnalysis } from '../../../../../test/fixtures/analysis.ts';
import type { Analysis } from '../../../../model/analysis.ts';
import type { Lang } from '../text/lang.ts';
import { conversationBytes, deviceBytes, deviceFinder } from '../view.ts';
import { flowMapSection, MAX_NODES } from './flow-map.ts';
import { flowGraph } from './graph.ts';
import { layOut } from './layout.ts';

const graphOf = (analysis: Analysis, maxNodes: number) =>
  flowGraph(analysis, deviceFinder(analysis.devices), maxNodes);
const mapOf = (analysis: Analysis, lang: Lang) =>
  flowMapSection(analysis, deviceFinder(analysis.devices), lang);

const nodesOf = (svg: string): { x: number; y: number }[] =>
  [...svg.matchAll(/class="node[^"]*" transform="translate\((-?[\d.]+) (-?[\d.]+)\)"/g)].map((match) => ({
    x: Number(match[1]),
    y: Number(match[2]),
  }));

describe('the graph of flows', () => {
  it('joins both directions and all conversations of a pair', () => {
    const analysis = sampleAnalysis({ devices: 2, conversations: 12 });
    const { nodes, edges } = graphOf(analysis, 10);
    expect(nodes).toHaveLength(2);
    const between = analysis.conversations.reduce((sum, c) => sum + conversationBytes(c), 0);
    expect(edges).toEqual([{ a: 0, b: 1, bytes: between }]);
  });

  it('keeps the busiest devices and counts the others', () => {
    const analysis = sampleAnalysis({ devices: 400, conversations: 2000 });
    const { nodes, leftOut, edges } = graphOf(analysis, MAX_NODES);
    expect([nodes.length, leftOut]).toEqual([150, 250]);
    const least = Math.min(...nodes.map((i) => deviceBytes(analysis.devices[i])));
    const kept = new Set(nodes);
    const most = Math.max(...analysis.devices.filter((_, i) => !kept.has(i)).map(deviceBytes));
    expect(least).toBeGreaterThanOrEqual(most);
    for (const { a, b } of edges) expect(a < b && b < 150).toBe(true);
  });
});

describe('the layout', () => {
  it('gives finite places inside the frame, the same each time', () => {
    const radii = Array.from({ length: 150 }, (_, i) => 9 + (i % 8));
    const edges = Array.from({ length: 149 }, (_, i) => ({ a: i % 7, b: i + 1, pull: (i % 10) / 10 }));
    const input = { radii, edges: edges.filter(({ a, b }) => a !== b), width: 1200, height: 640 };
    const points = layOut(input);
    expect(layOut(input)).toEqual(points);
    for (const { x, y } of points) {
      expect(x >= 0 && x <= 1200 && y >= 0 && y <= 640).toBe(true);
    }
    let touching = 0;
    for (let i = 0; i < points.length; i++) {
      for (let j = 0; j < i; j++) {
        const distance = Math.hypot(points[i].x - points[j].x, points[i].y - points[j].y);
        if (distance < radii[i] + radii[j]) touching++;
      }
    }
    expect(touching).toBe(0);
  });

  it('takes one node, two nodes on one spot, and none', () => {
    expect(layOut({ radii: [], edges: [], width: 100, height: 100 })).toEqual([]);
    expect(layOut({ radii: [10], edges: [], width: 100, height: 100 })).toHaveLength(1);
    expect(
      layOut({ radii: [10, 10], edges: [{ a: 0, b: 1, pull: 1 }], width: 400, height: 300 }),
    ).toHaveLength(2);
  });
});

describe('the flow map', () => {
  it('draws every device within the drawing and says how many are left out', () => {
    const svg = mapOf(sampleAnalysis({ devices: 400, conversations: 900 }), 'en');
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)" role="group"/.exec(svg)!.map(Number);
    const nodes = nodesOf(svg);
    expect(nodes).toHaveLength(150);
    for (const { x, y } of nodes) expect(x > 0 && x < width && y > 0 && y < height).toBe(true);
    expect(svg).toContain('250 less busy devices are not drawn');
  });

  it('stands devices without a peer below, in rows', () => {
    const svg = mapOf(sampleAnalysis({ devices: 30, conversations: 0 }), 'fr');
    expect(new Set(nodesOf(svg).map(({ y }) => y)).size).toBe(3);
    expect(svg).toContain('Aucune conversation avec un autre appareil');
  });

  it('has one stop for the keyboard and a label for each device', () => {
    const svg = mapOf(sampleAnalysis(), 'en');
    expect(svg.match(/tabindex="0"/g)).toHaveLength(1);
    expect(svg).toMatch(/aria-label="gw-nord, router, [\d.]+\u00a0MiB, \d+ peers"/);
  });
});
