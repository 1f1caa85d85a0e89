import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../data/status.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Facts } from '../../ui/layout/Facts.tsx';

/** Everything that is on its way into the store, or did not get there. */
export function StoreCounters({ store }: { readonly store: Status['stores']['telemetry'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = (count: number): string => t('settings.rows', { count, value: format.count(count) });
  const batches = (count: number): string => t('settings.batches', { count, value: format.count(count) });
  const both = (count: number, bytes: number): string => `${batches(count)} · ${format.bytes(bytes)}`;
  return (
    <div className="flex flex-col gap-3">
      {store.lastError === null ? (
        <p className="flex items-center gap-2 text-sm text-good">
          <CircleCheck size={16} aria-hidden />
          {t('settings.well')}
        </p>
      ) : (
        <p className="text-sm text-critical">
          {t('ui.pair', { name: t('settings.error'), value: store.lastError })}
        </p>
      )}
      <Facts
        facts={[
          [t('settings.queued'), both(store.queuedBatches, store.queuedBytes)],
          [t('settings.written'), rows(store.writtenRows)],
          [t('settings.spooled'), rows(store.spooledRows)],
          [t('settings.spool'), both(store.spoolBatches, store.spoolBytes)],
          [t('settings.dropped'), rows(store.droppedRows)],
          [t('settings.refused'), rows(store.refusedRows)],
          [t('settings.damaged'), format.bytes(store.spoolDamagedBytes)],
          [t('settings.failures'), format.count(store.failures)],
        ]}
      />
    </div>
  );
}
