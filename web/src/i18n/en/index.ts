import type { accounts } from './accounts/index.ts';
import { audit } from './audit.ts';
import { captures } from './captures.ts';
import { charts } from './charts.ts';
import { devices } from './devices.ts';
import { findings } from './findings.ts';
import { flows } from './flows.ts';
import { frame } from './frame.ts';
import { interfaces } from './interfaces.ts';
import { matrix } from './matrix.ts';
import { overview } from './overview.ts';
import { problems } from './problems.ts';
import { protocols } from './protocols.ts';
import { settings } from './settings.ts';
import { table } from './table.ts';
import { topology } from './topology.ts';
import { ui } from './ui.ts';
import { vlans } from './vlans.ts';

/** Every word that the console says, by page. */
export const en = {
  frame,
  ui,
  problems,
  table,
  charts,
  findings,
  overview,
  protocols,
  captures,
  interfaces,
  settings,
  audit,
  devices,
  flows,
  topology,
  matrix,
  vlans,
} as const;

/** With the words that come later. */
export type English = typeof en & { readonly accounts: typeof accounts };

/** The keys of the English words, with other words. */
export type SameKeys<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : SameKeys<Source[Key]>;
};
