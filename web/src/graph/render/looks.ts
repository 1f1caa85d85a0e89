/** Devices' shapes as the drawing knows them: by number. */

import { LOOK_OF } from '../../ui/icons/DeviceIcon.tsx';
import { DEVICE_SHAPES, type DeviceLook } from '../../ui/icons/shapes.ts';
import { DEVICE_TYPES } from '../network/network.ts';

export const LOOKS = Object.keys(DEVICE_SHAPES) as readonly DeviceLook[];

/** By index in `DEVICE_TYPES`, index in `LOOKS`. */
export const LOOK_INDEX: readonly number[] = DEVICE_TYPES.map((type) => LOOKS.indexOf(LOOK_OF[type]));
