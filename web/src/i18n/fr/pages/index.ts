import type { SameKeys } from '../../en/index.ts';
import type { pages as english } from '../../en/pages/index.ts';
import { audit } from './audit.ts';
import { captures } from './captures.ts';
import { devices } from './devices.ts';
import { flows } from './flows.ts';
import { health } from './health.ts';
import { interfaces } from './interfaces.ts';
import { matrix } from './matrix.ts';
import { protocols } from './protocols.ts';
import { settings } from './settings.ts';
import { sites } from './sites.ts';
import { topology } from './topology.ts';
import { vlans } from './vlans.ts';

export const pages: SameKeys<typeof english> = {
  captures,
  health,
  interfaces,
  settings,
  sites,
  audit,
  devices,
  flows,
  topology,
  matrix,
  vlans,
  protocols,
};
