import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { statusQuery } from '../../data/status.ts';
import { StoreCounters } from '../../nouns/system/StoreCounters.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { OrganisationCard } from './OrganisationCard.tsx';
import { Preferences } from './Preferences.tsx';
import { ServerFacts } from './ServerFacts.tsx';

const LINKS = [
  ['/api/v1/docs', 'apiDocs'],
  ['/api/v1/openapi.json', 'openApi'],
  ['/metrics', 'metrics'],
] as const;

export default function SettingsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('settings:write');
  const mayMeasure = useMay('settings:read');
  const { data, error, refetch } = useQuery(statusQuery);
  return (
    <Page title={t('settings.title')}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Card title={t('settings.look')}>
            <Preferences />
          </Card>
          {mayChange ? <OrganisationCard /> : null}
          <Card title={t('settings.store')}>
            {data === undefined ? (
              <SkeletonLines lines={7} />
            ) : (
              <StoreCounters store={data.stores.telemetry} />
            )}
          </Card>
        </div>
        <div className="flex flex-col gap-4">
          <Card title={t('settings.server')}>
            {data === undefined ? <SkeletonLines /> : <ServerFacts status={data} />}
          </Card>
          <Card title={t('settings.api')}>
            <p className="text-sm text-muted">{t('settings.apiText')}</p>
            <ul className="mt-2 flex flex-col gap-1 text-sm">
              {LINKS.filter(([, word]) => word !== 'metrics' || mayMeasure).map(([href, word]) => (
                <li key={href}>
                  <a href={href} className="inline-block py-1 text-accent hover:underline">
                    {t(`settings.${word}`)}
                  </a>
                </li>
              ))}
            </ul>
          </Card>
          <Card title={t('settings.about')}>
            <div className="flex flex-col gap-2 text-sm text-muted">
              <p>{t('settings.aboutText')}</p>
              <p>{t('settings.licence')}</p>
              <p>{t('settings.shortcuts')}</p>
            </div>
          </Card>
        </div>
      </div>
    </Page>
  );
}
