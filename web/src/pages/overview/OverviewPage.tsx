import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TrafficChart } from '../../charts/TrafficChart.tsx';
import { capturesQuery } from '../../data/captures.ts';
import { dashboardQuery } from '../../data/dashboard.ts';
import { useScope } from '../../data/scope.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { Figures } from './Figures.tsx';
import { Findings } from './Findings.tsx';
import { NewestDevices } from './NewestDevices.tsx';
import { Protocols } from './Protocols.tsx';
import { TopTalkers } from './TopTalkers.tsx';
import { Welcome } from './Welcome.tsx';

export default function OverviewPage() {
  const { t } = useTranslation();
  const scope = useScope();
  const captures = useQuery(capturesQuery);
  const { data, error, refetch } = useQuery(dashboardQuery(scope));
  // What is listened on shows itself as it comes.
  const isNew =
    captures.data?.every(
      ({ status, kind }) => kind !== 'live' && status !== 'ready' && status !== 'interrupted',
    ) === true;
  if (isNew && data?.devices.total === 0) {
    return (
      <Page title={t('overview.title')}>
        <Welcome captures={captures.data ?? []} />
      </Page>
    );
  }
  // Once is enough: the other parts ask the same server.
  if (error !== null && data === undefined) {
    return (
      <Page title={t('overview.title')}>
        <Problem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page title={t('overview.title')}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      <Figures data={data} />
      <Card title={t('overview.bandwidth')}>
        <TrafficChart label={t('overview.bandwidth')} path="/stats/bandwidth" parameters={{ ...scope }} />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <TopTalkers />
        <Protocols />
        <Findings findings={data?.findings} />
        <NewestDevices devices={data?.newestDevices} />
      </div>
    </Page>
  );
}
