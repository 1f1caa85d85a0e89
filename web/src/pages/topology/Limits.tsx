import { useTranslation } from 'react-i18next';
import type { Search } from '../../data/search.ts';
import type { Loaded } from '../../graph/worker/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { nextStep, type TopologySearch } from './topology-search.ts';

interface LimitsProps {
  readonly loaded: Loaded;
  /** Devices in the picture. */
  readonly shown: number;
  /** Devices that talked with no other. */
  readonly outside: number;
  readonly asked: TopologySearch;
  readonly set: (changes: Search) => void;
}

/** How much of the network is here, and how to see the rest. */
export function Limits({ loaded, shown, outside, asked, set }: LimitsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { totals, devices } = loaded;
  const more = devices < totals.nodes ? nextStep(asked.devices) : null;
  return (
    <p className="-mt-2 flex min-h-7 flex-wrap items-center gap-x-3 text-xs text-muted" role="status">
      <span>
        {devices < totals.nodes
          ? t('topology.limited', { devices: format.count(devices), all: format.count(totals.nodes) })
          : t('topology.complete', { count: devices, shown: format.count(devices) })}
        {shown < devices ? ` · ${t('topology.ofThose', { count: shown, shown: format.count(shown) })}` : ''}
        {totals.bytesLeftOut > 0
          ? ` · ${t('topology.leftOut', { bytes: format.bytes(totals.bytesLeftOut) })}`
          : ''}
        {outside > 0 ? ` · ${t('topology.outside', { count: outside, shown: format.count(outside) })}` : ''}
      </span>
      {more === null ? null : (
        <Button size="small" look="quiet" onClick={() => set({ devices: String(more) })}>
          {t('topology.showMore', { shown: format.count(Math.min(more, totals.nodes)) })}
        </Button>
      )}
    </p>
  );
}
