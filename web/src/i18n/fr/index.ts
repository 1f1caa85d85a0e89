import type { English, SameKeys } from '../en/index.ts';
import { devices } from './devices.ts';
import { flows } from './flows.ts';
import { frame } from './frame.ts';
import { matrix } from './matrix.ts';
import { topology } from './topology.ts';
import { vlans } from './vlans.ts';

/** Spaces before : ; ? ! % and inside « » are made unbreakable when the words are loaded. */
export const fr: SameKeys<English> = { frame, devices, flows, topology, matrix, vlans };
