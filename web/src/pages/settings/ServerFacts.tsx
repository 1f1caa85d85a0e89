import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../data/status.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Time } from '../../ui/Time.tsx';

export function ServerFacts({ status }: { readonly status: Status }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stores } = status;
  return (
    <Facts
      facts={[
        [t('settings.version'), status.version],
        [t('settings.organisation'), status.organisation.name],
        [
          t('settings.since'),
          <span key="since" className="*:whitespace-normal">
            <Time at={status.startedAt} exact /> ({format.duration(status.uptimeSeconds)})
          </span>,
        ],
        [t('settings.memory'), format.bytes(status.memoryBytes)],
        [t('settings.limits'), format.bytes(status.limits.uploadBytes)],
        [t('settings.state'), t(`settings.engine.${stores.state.engine}`)],
        [t('settings.telemetry'), t(`settings.engine.${stores.telemetry.engine}`)],
      ]}
    />
  );
}

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
