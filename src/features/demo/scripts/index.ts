import type { Script } from '../stage.ts';
import { announcingScripts } from './announcing.ts';
import { incidentScripts } from './incidents.ts';
import { linkScripts } from './link.ts';
import { officeScripts } from './office.ts';
import { plantScripts } from './plant.ts';
import { serverScripts } from './servers.ts';
import { voiceScripts } from './voice.ts';

/** Everything that happens. The order only breaks ties of time. */
export const SCRIPTS: readonly Script[] = [
  ...linkScripts,
  ...announcingScripts,
  ...officeScripts,
  ...serverScripts,
  ...voiceScripts,
  ...plantScripts,
  ...incidentScripts,
];
