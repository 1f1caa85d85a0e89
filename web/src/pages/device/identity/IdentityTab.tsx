import type { DeviceDetail } from '../../../nouns/devices/device.ts';
import { Attributes } from './Attributes.tsx';
import { People } from './People.tsx';
import { Why } from './Why.tsx';

/** Who it is, why we think so, and what people say. */
export function IdentityTab({ device }: { readonly device: DeviceDetail }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Why device={device} />
        <Attributes device={device} />
      </div>
      <People device={device} />
    </div>
  );
}
