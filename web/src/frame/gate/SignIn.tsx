import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../data/api.ts';
import { hasPasskeys } from '../../data/session/passkeys.ts';
import { sessionQuery } from '../../data/session/session.ts';
import { PasswordForm } from '../../nouns/accounts/PasswordForm.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { BareFrame } from './BareFrame.tsx';
import { PasskeyButton } from './PasskeyButton.tsx';
import { ProviderRefusal } from './ProviderRefusal.tsx';
import { SecondStep } from './SecondStep.tsx';
import { useWanted } from './use-wanted.ts';

/** Where one wanted to go: the page behind it is the one of the URL. With an email, somebody was here a moment ago. */
export default function SignIn({ email = null }: { readonly email?: string | null }) {
  const { t } = useTranslation();
  const { data } = useQuery(sessionQuery);
  const to = useWanted();
  const [isBack, setBack] = useState(false);
  if (data?.secondFactorNeeded === true && !isBack) return <SecondStep onBack={() => setBack(true)} />;
  const providers = data?.providers ?? [];
  const offersPasskeys = data?.passkeys === true && hasPasskeys();
  return (
    <BareFrame
      title={t(email === null ? 'accounts.entrance.signIn.title' : 'accounts.entrance.signIn.again')}
      text={email === null ? t('accounts.entrance.tagline') : t('accounts.entrance.signIn.againText')}
    >
      <ProviderRefusal providers={providers} />
      <PasswordForm known={email} onSecond={() => setBack(false)} />
      {offersPasskeys || providers.length > 0 ? (
        <>
          <p className="flex items-center gap-3 text-xs text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
            {t('accounts.entrance.signIn.or')}
          </p>
          <div className="flex flex-col gap-2">
            {offersPasskeys ? <PasskeyButton /> : null}
            {providers.map(({ id, name }) => (
              <a
                key={id}
                href={apiUrl(`/session/oidc/${encodeURIComponent(id)}`, { to })}
                className={`${buttonClass()} h-9`}
              >
                {t('accounts.entrance.signIn.provider', { name })}
              </a>
            ))}
          </div>
        </>
      ) : null}
      <p className="text-xs text-muted">{t('accounts.entrance.signIn.forgotten')}</p>
    </BareFrame>
  );
}
