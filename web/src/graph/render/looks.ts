/** Devices' shapes as the drawing knows them: by number. */
import { DEVICE_TYPES } from '../../../../src/model/analysis.ts';
import { LOOK_OF } from '../../ui/icons/DeviceIcon.tsx';
import { DEVICE_SHAPES, type DeviceLook } from '../../ui/icons/shapes.ts';

export const LOOKS = Object.keys(DEVICE_SHAPES) as readonly DeviceLook[];

/** By index in `DEVICE_TYPES`, index in `LOOKS`. */
export const LOOK_INDEX: readonly number[] = DEVICE_TYPES.map((type) => LOOKS.indexOf(LOOK_OF[type]));
