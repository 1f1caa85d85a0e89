import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Status, statusQuery } from '../data/status.ts';
import { PageLink } from '../ui/PageLink.tsx';

type Telemetry = Status['stores']['telemetry'];

const hasTrouble = (store: Telemetry): boolean =>
  store.lastError !== null || store.spoolBatches > 0 || store.droppedRows > 0 || store.refusedRows > 0;

/** As Linux and both stores say it. */
const isFull = (error: string): boolean => /no space left|not enough space|ENOSPC/i.test(error);

/** What was refused, waits or was lost, and what to do; nothing when all is well. */
export function StoreTrouble() {
  const { t } = useTranslation();
  const { data, error } = useQuery(statusQuery);
  const store = data?.stores.telemetry;
  const losing = (data?.listening ?? []).filter(({ dropped }) => dropped > 0);
  const sentences: string[] = [];
  if (error !== null) sentences.push(t('frame.trouble.unreachable'));
  else if (store !== undefined && hasTrouble(store)) {
    const { lastError, spoolBatches, droppedRows, refusedRows } = store;
    if (lastError !== null) {
      sentences.push(t('frame.trouble.refusing', { error: lastError.replace(/\.$/, '') }));
      if (isFull(lastError)) sentences.push(t('frame.trouble.full'));
    }
    if (spoolBatches > 0) sentences.push(t('frame.trouble.spool', { count: spoolBatches }));
    if (droppedRows > 0) sentences.push(t('frame.trouble.dropped', { count: droppedRows }));
    if (refusedRows > 0) sentences.push(t('frame.trouble.refused', { count: refusedRows }));
  }
  if (error === null) {
    for (const { interface: name, dropped } of losing) {
      sentences.push(t('frame.trouble.frames', { count: dropped, name }));
    }
  }
  return (
    <div role="status" aria-label={t('frame.trouble.label')}>
      {sentences.length === 0 ? null : (
        <div className="flex items-start gap-3 border-b border-l-4 border-l-medium bg-panel px-4 py-2 text-sm">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-medium" />
          <p className="grow">{sentences.join(' ')}</p>
          <PageLink to="/settings" className="shrink-0 underline underline-offset-2">
            {t('frame.trouble.details')}
          </PageLink>
        </div>
      )}
    </div>
  );
}
