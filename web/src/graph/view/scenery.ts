/** What lies behind the devices: lanes, or the outlines of VLANs. Pure. */
import { hullAround } from '../hull.ts';
import type { Band } from '../layout/layout.ts';
import { LANES, type Lane, type Network } from '../network/network.ts';
import type { Area } from '../render/areas.ts';
import type { Palette } from '../render/palette.ts';
import type { AreaName, AreaPlace } from './overlay.ts';

export interface Scenery {
  readonly areas: readonly Area[];
  readonly names: readonly AreaName[];
}

export const NO_SCENERY: Scenery = { areas: [], names: [] };

export function laneScenery(
  bands: readonly Band[],
  palette: Palette,
  nameOf: (lane: Lane) => string,
): Scenery {
  const areas = bands.map(({ bottom, top, left, right }, rank) => ({
    outline: Float32Array.of(left - 8, bottom, right + 8, bottom, right + 8, top, left - 8, top),
    colour: palette.muted,
    fill: rank % 2 === 0 ? 0.09 : 0.045,
    line: 0,
  }));
  const names = bands.map(({ lane, top, left }) => ({
    text: nameOf(LANES[lane]),
    places: [{ x: left - 8, y: top, anchor: 'inside' as const }],
  }));
  return { areas, names };
}

/** Around each VLAN of two devices or more; devices in several VLANs belong to none. */
export function vlanScenery(
  network: Network,
  xy: Float32Array,
  spacing: number,
  palette: Palette,
  nameOf: (vlan: number) => string,
): Scenery {
  const members = new Map<number, number[]>();
  for (let i = 0; i < network.count; i++) {
    const vlan = network.vlans[i];
    if (vlan < 0) continue;
    const inVlan = members.get(vlan);
    if (inVlan === undefined) members.set(vlan, [i]);
    else inVlan.push(i);
  }
  const vlans = [...members].filter(([, { length }]) => length > 1).sort(([a], [b]) => a - b);
  const sizes = new Map<AreaName, number>();
  const areas: Area[] = [];
  const names: AreaName[] = [];
  vlans.forEach(([vlan, devices], rank) => {
    const outline = hullAround(xy, devices, spacing * 0.8);
    areas.push({ outline, colour: palette.series[rank % palette.series.length], fill: 0.07, line: 0.45 });
    const name: AreaName = { text: nameOf(vlan), places: placesAround(outline) };
    names.push(name);
    sizes.set(name, devices.length);
  });
  // The largest keep their names where there is no room for all.
  names.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  return { areas, names };
}

/** The corners of an outline that lie farthest up, down, left and right. */
function placesAround(outline: Float32Array): readonly AreaPlace[] {
  const farthest = (measure: (x: number, y: number) => number, anchor: AreaPlace['anchor']): AreaPlace => {
    let best = 0;
    for (let at = 2; at < outline.length; at += 2) {
      if (measure(outline[at], outline[at + 1]) > measure(outline[best], outline[best + 1])) best = at;
    }
    return { x: outline[best], y: outline[best + 1], anchor };
  };
  return [
    farthest((_, y) => y, 'above'),
    farthest((_, y) => -y, 'below'),
    farthest((x) => -x, 'left'),
    farthest((x) => x, 'right'),
  ];
}
