import { queryOptions, useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { get } from '../../data/api.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { StoreCounters } from '../../nouns/system/StoreCounters.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Page } from '../../ui/Page.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { Time } from '../../ui/Time.tsx';
import { DiskCard } from './DiskCard.tsx';
import { JobsCard } from './JobsCard.tsx';
import { RefusedCard } from './RefusedCard.tsx';
import { type Health, type Trouble, troublesOf } from './troubles.ts';

const EVERY_MS = 10_000;

const healthQuery = queryOptions({
  queryKey: ['platform', 'health'],
  queryFn: ({ signal }) => get<Health>('/platform/health', {}, signal),
  refetchInterval: EVERY_MS,
});

/** How Vigie itself is: what waits, what was lost, how large it has grown, what runs. */
export default function HealthPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(healthQuery);
  return (
    <Page title={t('health.title')}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Card title={t('health.process')}>
            <SkeletonLines lines={8} />
          </Card>
        ) : null
      ) : (
        <>
          <Verdict troubles={troublesOf(data)} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <ProcessCard health={data} />
              <Card title={t('settings.store')}>
                <StoreCounters store={data.stores.telemetry} />
              </Card>
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <JobsCard jobs={data.jobs} />
              <DiskCard health={data} />
              <RefusedCard health={data} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

function Verdict({ troubles }: { readonly troubles: readonly Trouble[] }) {
  const { t } = useTranslation();
  const say = useTroubleText();
  if (troubles.length === 0)
    return (
      <p role="status" className="flex items-center gap-2 text-sm text-good">
        <CircleCheck size={16} aria-hidden className="shrink-0" />
        {t('health.well')}
      </p>
    );
  return (
    <ul role="status" className="flex flex-col gap-2">
      {troubles.map((trouble) => (
        <li
          key={trouble.kind}
          className="flex items-start gap-2 rounded-md border border-medium/50 bg-panel px-3 py-2 text-sm"
        >
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-medium" />
          <span className="min-w-0 wrap-anywhere">{say(trouble)}</span>
        </li>
      ))}
    </ul>
  );
}

function useTroubleText(): (trouble: Trouble) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (trouble) => {
    switch (trouble.kind) {
      case 'state':
      case 'telemetry':
        return t(`health.trouble.${trouble.kind}`, { error: trouble.error });
      case 'disk':
        return t('health.trouble.disk', { free: format.bytes(trouble.freeBytes) });
      case 'slow':
        return t('health.trouble.slow', { time: format.duration(trouble.p99Ms / 1000) });
      default: {
        const { kind, count } = trouble;
        return t(`health.trouble.${kind}`, { count, value: format.count(count) });
      }
    }
  };
}

function ProcessCard({ health }: { readonly health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { loopDelay, memoryBytes, heapBytes } = health.process;
  const { state, telemetry } = health.stores;
  return (
    <Card title={t('health.process')}>
      <Facts
        facts={[
          [t('settings.version'), health.version],
          [
            t('settings.since'),
            <span key="since" className="*:whitespace-normal">
              <Time at={health.startedAt} exact /> ({format.duration(health.uptimeSeconds)})
            </span>,
          ],
          [
            t('settings.memory'),
            t('health.memory', { all: format.bytes(memoryBytes), heap: format.bytes(heapBytes) }),
          ],
          [
            t('health.lag'),
            t('health.lagText', {
              p99: format.duration(loopDelay.p99Ms / 1000),
              max: format.duration(loopDelay.maxMs / 1000),
            }),
          ],
          [t('settings.state'), t(`settings.engine.${state.engine}`)],
          [t('settings.telemetry'), t(`settings.engine.${telemetry.engine}`)],
        ]}
      />
    </Card>
  );
}
