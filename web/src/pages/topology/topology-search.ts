/** What the URL says of the topology: which devices, in which layout, which one is chosen. */

import { DEVICE_TYPES, type DeviceType } from '../../../../src/model/device-types.ts';
import { one, type Search, several } from '../../data/search.ts';
import { LAYOUTS, type LayoutName } from '../../graph/layout/layout.ts';
import { GROUPINGS, type Grouping } from '../../graph/network/layout-input.ts';

/** Devices asked for at first, and the steps of "show more"; connections are five times as many. */
export const STEPS = [500, 2000, 5000, 10_000, 20_000] as const;
export const EDGES_PER_DEVICE = 5;
export const MOST_HOPS = 3;

export interface TopologySearch {
  readonly layout: LayoutName;
  readonly grouping: Grouping;
  /** `null`: all. A VLAN id, or `none` for untagged frames. */
  readonly vlan: string | null;
  /** Empty: all. */
  readonly types: readonly DeviceType[];
  readonly devices: number;
  readonly text: string;
  /** Id of the chosen device. */
  readonly open: string | null;
  /** Id of the device whose surroundings are shown. */
  readonly around: string | null;
  readonly hops: number;
  readonly hulls: boolean;
  readonly list: boolean;
}

/** What is no valid value counts as absent. */
export function readTopologySearch(search: Search): TopologySearch {
  const devices = Number(one(search, 'devices'));
  const hops = Number(one(search, 'hops') ?? 1);
  const vlan = one(search, 'vlan') ?? '';
  return {
    layout: LAYOUTS.find((name) => name === one(search, 'layout')) ?? 'force',
    grouping: GROUPINGS.find((name) => name === one(search, 'group')) ?? 'vlan',
    vlan: vlan === 'none' || (/^\d{1,4}$/.test(vlan) && Number(vlan) < 4096) ? vlan : null,
    types: DEVICE_TYPES.filter((type) => several(search, 'type').includes(type)),
    devices: Number.isInteger(devices) && devices >= 1 && devices <= 20_000 ? devices : STEPS[0],
    text: one(search, 'q') ?? '',
    open: one(search, 'open') ?? null,
    around: one(search, 'around') ?? null,
    hops: Number.isInteger(hops) && hops >= 1 && hops <= MOST_HOPS ? hops : 1,
    hulls: one(search, 'hulls') !== 'no',
    list: one(search, 'view') === 'list',
  };
}

/** The next larger number of devices; `null` when there is none. */
export function nextStep(devices: number): number | null {
  return STEPS.find((step) => step > devices) ?? null;
}
