import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { useLinkToken } from '../../data/session/link-token.ts';
import { isSignedIn, sessionQuery } from '../../data/session/session.ts';
import { SessionContext } from '../../data/session/use-session.ts';
import { BareFrame } from '../../frame/gate/BareFrame.tsx';
import { Toasts } from '../../frame/Toasts.tsx';
import { Ways } from '../../nouns/ways/Ways.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { Steps } from './Steps.tsx';
import { Wizard } from './Wizard.tsx';

const SetUpNeeded = lazy(() => import('../../frame/gate/SetUpNeeded.tsx'));

/** Opened by the link that the server printed: the first administrator and organisation, then what to do next. */
export default function SetUpPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(sessionQuery);
  if (data === undefined) {
    return (
      <BareFrame title={t('accounts.entrance.setup.title')}>
        {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      </BareFrame>
    );
  }
  if (data.setUpNeeded) {
    if (token === null) return <SetUpNeeded onLook={() => void refetch()} />;
    return <Wizard token={token} />;
  }
  if (token === null || !isSignedIn(data) || data.organisation === null) {
    return (
      <BareFrame title={t('accounts.entrance.needed.done')} text={t('accounts.entrance.needed.doneText')}>
        <div>
          <PageLink to="/" className={buttonClass('primary')}>
            {t('accounts.entrance.needed.toSignIn')}
          </PageLink>
        </div>
      </BareFrame>
    );
  }
  const { user, organisation } = data;
  return (
    <SessionContext value={data}>
      <BareFrame
        wide
        title={t('accounts.entrance.setup.doneTitle', { name: user.name })}
        text={t('accounts.entrance.setup.doneText', { organisation: organisation.name })}
      >
        <Steps current="next" />
        <Ways onGo={() => void navigate({ to: '/' })} />
        <div>
          <PageLink to="/" className="text-sm text-accent hover:underline">
            {t('accounts.entrance.setup.overview')}
          </PageLink>
        </div>
      </BareFrame>
      <Toasts />
    </SessionContext>
  );
}
