import { useTranslation } from 'react-i18next';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import type { Network } from '../../graph/network/network.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';

/** What shapes, colours and lines mean; only the types that are there, with their number. */
export function Legend({ network }: { readonly network: Network }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = new Map<number, number>();
  for (const type of network.types) counts.set(type, (counts.get(type) ?? 0) + 1);
  const present = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return (
    <ul
      aria-label={t('topology.legend')}
      className="flex shrink-0 flex-wrap gap-x-4 gap-y-1 border-t px-3 py-1.5 text-xs whitespace-nowrap"
    >
      {present.map(([type, count]) => (
        <li key={type} className="flex items-center gap-1.5">
          <DeviceIcon type={DEVICE_TYPES[type]} size={14} />
          <span>{t(`ui.type.${DEVICE_TYPES[type]}`)}</span>
          <span className="text-muted">{format.count(count)}</span>
        </li>
      ))}
      <li className="flex items-center gap-2 text-muted max-md:hidden md:ml-auto">
        <svg width="36" height="8" aria-hidden="true" className="text-edge">
          <path d="M0 3.7 36 1v6L0 4.3Z" fill="currentColor" />
        </svg>
        {t('topology.legendVolume')}
      </li>
    </ul>
  );
}
