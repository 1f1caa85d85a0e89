import { type Save, useSave } from '../edit/use-save.ts';
import { type DeviceDetail, type DevicePatch, usePatchDevice, useReload } from './device.ts';

/** Saves one field of what people say of a device, if nobody else changed it since it was read. */
export function useDeviceSave<Value>(
  device: DeviceDetail,
  patchOf: (value: Value) => DevicePatch,
): Save<DeviceDetail, Value> {
  const { mutateAsync } = usePatchDevice(device.id);
  const reload = useReload(device.id);
  return useSave<DeviceDetail, Value>({
    version: device.version,
    patch: (value, version) => mutateAsync({ change: patchOf(value), version }),
    reload,
  });
}
