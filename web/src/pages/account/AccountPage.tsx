import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/layout/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { PasskeysCard } from './PasskeysCard.tsx';
import { PasswordCard } from './PasswordCard.tsx';
import { ProfileCard } from './ProfileCard.tsx';
import { accountQuery } from './queries.ts';
import { SecondFactorCard } from './SecondFactorCard.tsx';
import { SessionsCard } from './SessionsCard.tsx';

/** Who one is here, and how one comes in. */
export default function AccountPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(accountQuery);
  return (
    <Page title={t('frame.yourAccount')}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Card title={t('accounts.own.you')}>
            <div aria-busy="true">
              <SkeletonLines lines={6} />
            </div>
          </Card>
        ) : null
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <ProfileCard account={data} />
            <PasswordCard account={data} />
            <PasskeysCard account={data} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <SecondFactorCard account={data} />
            <SessionsCard account={data} />
          </div>
        </div>
      )}
    </Page>
  );
}
