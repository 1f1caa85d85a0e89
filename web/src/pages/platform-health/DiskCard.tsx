import { useTranslation } from 'react-i18next';
import { ShareBar } from '../../charts/ShareBar.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { Card } from '../../ui/layout/Card.tsx';
import type { Health } from './troubles.ts';

const PARTS = ['telemetry', 'state', 'captures', 'backups', 'spool'] as const;

/** What the data folder takes, and what is left on its disk. */
export function DiskCard({ health: { disk, stores } }: { readonly health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (disk === null)
    return (
      <Card title={t('health.disk')}>
        <p className="text-sm text-muted">{t('health.diskUnknown')}</p>
      </Card>
    );
  const most = Math.max(1, ...PARTS.map((part) => disk.parts[part]));
  const isElsewhere = (part: (typeof PARTS)[number]) =>
    (part === 'state' || part === 'telemetry') && stores[part].engine === 'server';
  return (
    <Card title={t('health.disk')}>
      <ul className="flex flex-col gap-2.5">
        {PARTS.map((part) => (
          <li key={part} className="flex flex-col gap-1">
            <span className="flex items-baseline justify-between gap-3 text-sm">
              {t(`health.parts.${part}`)}
              <span className="shrink-0 text-xs text-muted tabular-nums">
                {isElsewhere(part) ? t('health.elsewhere') : format.bytes(disk.parts[part])}
              </span>
            </span>
            <ShareBar share={disk.parts[part] / most} />
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-muted">
        {t('health.free', {
          free: format.bytes(disk.freeBytes),
          total: format.bytes(disk.totalBytes),
          share: format.percent(disk.freeBytes / Math.max(1, disk.totalBytes)),
        })}
      </p>
    </Card>
  );
}
