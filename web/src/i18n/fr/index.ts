import type { English, SameKeys } from '../en/index.ts';
import { devices } from './devices.ts';
import { flows } from './flows.ts';
import { frame } from './frame.ts';
import { matrix } from './matrix.ts';
import { problems } from './problems.ts';
import { table } from './table.ts';
import { topology } from './topology.ts';
import { ui } from './ui.ts';
import { vlans } from './vlans.ts';

/** Spaces before : ; ? ! % and inside « » are made unbreakable when the words are loaded. */
export const fr: SameKeys<English> = { frame, ui, problems, table, devices, flows, topology, matrix, vlans };
