import type { Analysis, Device } from '../../../../model/analysis.ts';
import { LOOK_OF, LOOKS } from '../../../../model/device-types.ts';
import type { Lang } from '../text/lang.ts';
import { formatBytes } from '../text/numbers.ts';
import { displayWidth, shorten } from '../text/printable.ts';
import { plural, word } from '../text/words.ts';
import { type DeviceFinder, deviceBytes, deviceLabel } from '../view.ts';
import { type Bilingual, label, say, span } from './bilingual.ts';
import { escapeHtml } from './escape.ts';
import { type FlowGraph, flowGraph } from './graph.ts';
import { layOut, type Point } from './layout.ts';
import { icon } from './symbols.ts';

export const MAX_NODES = 150;
const WIDTH = 1200;
const HEIGHT = 640;
/** Devices that talked to nobody drawn stand below, in rows. */
const QUIET_ROW = 46;
const QUIET_COLUMN = 104;
const ICON_RADIUS = 12;
const LABEL_CHARS = 20;
/** Width of a label character at 11 px, on average. */
const CHAR_WIDTH = 6.1;

interface Placed extends Point {
  readonly node: number;
  readonly device: Device;
  readonly scale: number;
  readonly peers: number;
}

/** 0…1 on a logarithmic scale between the smallest and largest of what is drawn. */
function shares(values: readonly number[]): number[] {
  const logs = values.map((value) => Math.log2(value + 1));
  const low = Math.min(...logs);
  const range = Math.max(...logs) - low;
  return logs.map((log) => (range === 0 ? 0.5 : (log - low) / range));
}

function place(analysis: Analysis, graph: FlowGraph): { placed: Placed[]; height: number } {
  const devices = graph.nodes.flatMap((index) => analysis.devices.at(index) ?? []);
  const sizes = shares(devices.map(deviceBytes));
  const peers = devices.map(() => 0);
  for (const { a, b } of graph.edges) {
    peers[a]++;
    peers[b]++;
  }
  const talking = devices.map((_, node) => node).filter((node) => peers[node] > 0);
  const quiet = devices.map((_, node) => node).filter((node) => peers[node] === 0);
  const slot = new Map(talking.map((node, i) => [node, i]));
  const pulls = shares(graph.edges.map((edge) => edge.bytes));
  // A handful of devices does not need the whole height.
  const height = talking.length === 0 ? 0 : Math.min(HEIGHT, 260 + talking.length * 14);
  const points = layOut({
    radii: talking.map((node) => ICON_RADIUS * scaleOf(sizes[node])),
    edges: graph.edges.map(({ a, b }, i) => ({
      a: slot.get(a) as number,
      b: slot.get(b) as number,
      pull: pulls[i],
    })),
    width: WIDTH,
    height,
  });
  const perRow = Math.floor((WIDTH - 60) / QUIET_COLUMN);
  const placed = [
    ...talking.map((node, i) => ({ node, ...points[i] })),
    ...quiet.map((node, i) => ({
      node,
      x: 30 + QUIET_COLUMN / 2 + (i % perRow) * QUIET_COLUMN,
      y: height + 48 + Math.floor(i / perRow) * QUIET_ROW,
    })),
  ];
  const rows = Math.ceil(quiet.length / perRow);
  return {
    placed: placed
      .map((point) => ({
        ...point,
        device: devices[point.node],
        scale: scaleOf(sizes[point.node]),
        peers: peers[point.node],
      }))
      .sort((p, q) => p.node - q.node),
    height: height + (rows === 0 ? 0 : 40 + rows * QUIET_ROW),
  };
}

const scaleOf = (share: number): number => Math.round((0.72 + share * 0.68) * 100) / 100;

/** The nodes whose name can stand below them without touching another name or node; busiest choose first. */
function namedNodes(placed: readonly Placed[]): Set<number> {
  const boxes = placed.map(({ x, y, scale }) => {
    const r = ICON_RADIUS * scale;
    return { left: x - r, right: x + r, top: y - r, bottom: y + r };
  });
  const named = new Set<number>();
  for (const { node, device, x, y, scale } of placed) {
    const half = (Math.min(LABEL_CHARS, displayWidth(deviceLabel(device))) * CHAR_WIDTH) / 2;
    const top = y + ICON_RADIUS * scale + 2;
    const box = { left: x - half, right: x + half, top, bottom: top + 13 };
    const free = boxes.every(
      (other, i) =>
        i === node ||
        box.left >= other.right ||
        box.right <= other.left ||
        box.top >= other.bottom ||
        box.bottom <= other.top,
    );
    if (!free) continue;
    boxes.push(box);
    named.add(node);
  }
  return named;
}

/** What a screen reader says of a node, and the same facts for those who see. */
function nodeText({ device, peers }: Placed): Bilingual {
  return (lang) => {
    const said = peers === 0 ? word('map.quiet', lang) : plural('map.peers', peers, lang);
    return `${deviceLabel(device)}, ${word(`type.${device.type}`, lang)}, ${formatBytes(deviceBytes(device), lang)}, ${said}`;
  };
}

function nodeSvg(at: Placed, graph: FlowGraph, isNamed: boolean, lang: Lang): string {
  const look = LOOK_OF[at.device.type];
  const name = escapeHtml(shorten(deviceLabel(at.device), LABEL_CHARS));
  const below = Math.round(ICON_RADIUS * at.scale + 12);
  return (
    `<g class="node look-${look}${isNamed ? '' : ' unnamed'}" transform="translate(${at.x} ${at.y})" data-node="${at.node}" data-device="${graph.nodes[at.node]}" role="button" tabindex="${at.node === 0 ? 0 : -1}"${label(nodeText(at), lang)}>` +
    `<circle class="halo" r="${Math.round(ICON_RADIUS * at.scale + 5)}"/>` +
    `<use href="#look-${look}" transform="scale(${at.scale})"/>` +
    `<text y="${below}" aria-hidden="true">${name}</text></g>`
  );
}

function legend(placed: readonly Placed[], lang: Lang): string {
  const present = LOOKS.filter((look) => placed.some(({ device }) => LOOK_OF[device.type] === look));
  const items = present.map((look) => {
    const types = [...new Set(placed.map(({ device }) => device.type))].filter(
      (type) => LOOK_OF[type] === look,
    );
    const text: Bilingual = (each) => types.map((type) => word(`type.${type}`, each)).join(', ');
    return `<li>${icon(`look-${look}`)}${span(text, lang)}</li>`;
  });
  return `<ul class="legend"${label(say('map.legend'), lang)}>${items.join('')}<li class="width"><svg viewBox="0 0 30 12" aria-hidden="true"><path d="M0 6H12" stroke-width="1"/><path d="M15 6H30" stroke-width="5"/></svg>${span(say('map.width'), lang)}</li></ul>`;
}

/** Who talks to whom: a drawing made once, here; the script only moves and highlights. */
export function flowMapSection(analysis: Analysis, finder: DeviceFinder, lang: Lang): string {
  const graph = flowGraph(analysis, finder, MAX_NODES);
  const title = `<h2 id="map-title">${span(say('map.title'), lang)}</h2>`;
  if (graph.nodes.length === 0) {
    return `<section id="map" aria-labelledby="map-title">${title}<p class="empty">${span(say('map.empty'), lang)}</p></section>`;
  }
  const { placed, height } = place(analysis, graph);
  const named = namedNodes(placed);
  const widths = shares(graph.edges.map((edge) => edge.bytes));
  const edges = graph.edges.map(({ a, b }, i) => {
    const width = Math.round((0.6 + widths[i] ** 3 * 4.4) * 10) / 10;
    return `<path d="M${placed[a].x} ${placed[a].y}L${placed[b].x} ${placed[b].y}" stroke-width="${width}" data-a="${a}" data-b="${b}"/>`;
  });
  // The busiest are drawn last, over the others.
  const nodes = placed.map((at) => nodeSvg(at, graph, named.has(at.node), lang)).reverse();
  const buttons = (['zoomIn', 'zoomOut', 'reset'] as const)
    .map(
      (act) =>
        `<button type="button" data-zoom="${act}"${label(say(`map.${act}`), lang)}>${ZOOM_SIGNS[act]}</button>`,
    )
    .join('');
  const left: Bilingual = (each) => plural('map.left', graph.leftOut, each);
  return `<section id="map" aria-labelledby="map-title">
<div class="head">${title}<p class="hint">${span(say('map.hint'), lang)}</p></div>
<div class="map"><div class="pan"><svg class="flows" viewBox="0 0 ${WIDTH} ${height}" role="group"${label(say('map.label'), lang)}>
<g class="view"><g class="edges" aria-hidden="true">${edges.join('')}</g>
<g class="nodes">${nodes.join('\n')}</g></g></svg></div>
<div class="zoom">${buttons}</div><div class="tip" hidden></div></div>
${legend(placed, lang)}${graph.leftOut > 0 ? `<p class="note">${span(left, lang)}</p>` : ''}
</section>`;
}

const ZOOM_SIGNS = {
  zoomIn: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8H13M8 3V13"/></svg>',
  zoomOut: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8H13"/></svg>',
  reset:
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 6V3H6M10 3H13V6M13 10V13H10M6 13H3V10"/></svg>',
} as const;
