import { createCircle } from './circle.ts';
import { createForce } from './force.ts';
import { createLanes } from './lanes.ts';
import type { Layout, LayoutInput, LayoutName } from './layout.ts';

/** Every layout that there is. */
export const LAYOUT: Readonly<Record<LayoutName, (input: LayoutInput) => Layout>> = {
  force: createForce,
  lanes: createLanes,
  circle: createCircle,
};
