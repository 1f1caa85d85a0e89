/** Devices' looks as the drawing knows them: by number. */
import { DEVICE_TYPES, LOOK_OF, LOOKS } from '../../../../src/model/device-types.ts';

/** By index in `DEVICE_TYPES`, index in `LOOKS`. */
export const LOOK_INDEX: readonly number[] = DEVICE_TYPES.map((type) => LOOKS.indexOf(LOOK_OF[type]));
