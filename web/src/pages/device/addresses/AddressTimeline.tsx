import { useFormat } from '../../../i18n/use-format.ts';
import type { DeviceDetail } from '../../../nouns/devices/device.ts';
import { placesOf } from './places-of.ts';

const SHOWN = 12;

/** A line for each address, a bar for each interval in which it was its own. */
export function AddressTimeline({ addresses }: Pick<DeviceDetail, 'addresses'>) {
  const format = useFormat();
  const { from, to, lines } = placesOf(addresses.slice(0, SHOWN));
  return (
    <div className="flex flex-col gap-1 text-xs">
      <ul className="flex flex-col gap-1">
        {lines.map(({ ip, vlan, bars }) => (
          <li key={`${ip} ${vlan}`} className="grid items-center gap-x-3 sm:grid-cols-[16rem_minmax(0,1fr)]">
            <span className="truncate font-mono">
              {ip}
              {vlan === null ? null : <span className="font-sans text-muted"> · VLAN {vlan}</span>}
            </span>
            <span className="relative block h-3 rounded-sm bg-raised">
              {bars.map(({ left, width, firstSeen, lastSeen }) => (
                <span
                  key={firstSeen}
                  title={`${format.instant(firstSeen)} – ${format.instant(lastSeen)}`}
                  className="absolute inset-y-0 min-w-1 rounded-sm bg-series-1"
                  style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
      <div className="grid gap-x-3 text-muted sm:grid-cols-[16rem_minmax(0,1fr)]">
        <span />
        <span className="flex justify-between gap-4">
          <span>{format.instant(from)}</span>
          <span>{format.instant(to)}</span>
        </span>
      </div>
    </div>
  );
}
