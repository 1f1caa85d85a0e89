import { Network as NetworkIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SCOPE } from '../../data/scope.ts';
import type { Search } from '../../data/search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Empty } from '../../ui/states/States.tsx';

const AMONG_THEM = ['vlan', 'type', 'around'] as const;
const FILTERS = [...AMONG_THEM, ...SCOPE] as const;

interface NoDevicesProps {
  readonly search: Search;
  /** Devices that talked with no other. */
  readonly outside: number;
  readonly set: (changes: Search) => void;
}

/** Why the picture is empty: of filters, of devices that talked only with others than devices, or of nothing. */
export function NoDevices({ search, outside, set }: NoDevicesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isGiven = (name: string) => search[name] !== undefined;
  const words =
    outside > 0 && !AMONG_THEM.some(isGiven) ? 'noneAmong' : FILTERS.some(isGiven) ? 'noneHere' : 'none';
  const action = {
    noneAmong: (
      <PageLink to="/flows" className={buttonClass('primary')}>
        {t('topology.flows')}
      </PageLink>
    ),
    noneHere: (
      <Button onClick={() => set(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}>
        {t('topology.showAll')}
      </Button>
    ),
    none: (
      <PageLink to="/captures" className={buttonClass('primary')}>
        {t('topology.openCapture')}
      </PageLink>
    ),
  }[words];
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center [&_a]:pointer-events-auto [&_button]:pointer-events-auto">
      <Empty icon={NetworkIcon} title={t(`topology.${words}`)} action={action}>
        {t(`topology.${words}Todo`, { count: outside, shown: format.count(outside) })}
      </Empty>
    </div>
  );
}
