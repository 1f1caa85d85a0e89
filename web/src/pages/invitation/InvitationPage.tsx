import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { offer } from '../../../../src/api/invitations/schemas.ts';
import { get, post } from '../../data/api.ts';
import { useLinkToken } from '../../data/session/link-token.ts';
import { entered, isSignedIn, sessionQuery, signOut } from '../../data/session/session.ts';
import { BareFrame } from '../../frame/gate/BareFrame.tsx';
import { PasswordForm } from '../../nouns/accounts/PasswordForm.tsx';
import { Button } from '../../ui/Button.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { AcceptForm } from './AcceptForm.tsx';

/** Opened by a link: who is new chooses a password, who has an account signs in, and both accept. */
export default function InvitationPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  if (token === null) {
    return (
      <BareFrame
        title={t('accounts.entrance.invitation.noTokenTitle')}
        text={t('accounts.entrance.invitation.noToken')}
      />
    );
  }
  return <Offer token={token} />;
}

function Offer({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const path = `/invitations/${encodeURIComponent(token)}`;
  const session = useQuery(sessionQuery);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => get<z.input<typeof offer>>(`${path}/offer`, {}, signal),
    // Once accepted it is used up: asked for again, it would be said to have ended on the way in.
    staleTime: 'static',
  });
  const accept = async (body: { readonly name?: string; readonly password?: string }) => {
    await post(`${path}/accept`, body);
    await entered();
    await navigate({ to: '/' });
  };
  if (error !== null) {
    return (
      <BareFrame
        title={t('accounts.entrance.invitation.ended')}
        text={t('accounts.entrance.invitation.endedText')}
      >
        <Problem error={error} />
      </BareFrame>
    );
  }
  if (data === undefined || session.data === undefined) {
    return (
      <BareFrame title="Vigie">
        <div aria-busy="true">
          <SkeletonLines />
        </div>
      </BareFrame>
    );
  }
  const { organisation, role, email, hasAccount } = data;
  const user = isSignedIn(session.data) ? session.data.user : null;
  const isOther = user !== null && user.email !== email;
  const acceptAsMyself = async () => {
    setBusy(true);
    setFailed(null);
    await accept({}).catch(setFailed);
    setBusy(false);
  };
  return (
    <BareFrame
      title={t('accounts.entrance.invitation.title', { organisation })}
      text={t('accounts.entrance.invitation.text', { role: t(`frame.roles.${role}`) })}
    >
      {user !== null && isOther ? (
        <>
          <p className="text-sm">
            {t('accounts.entrance.invitation.otherPerson', { invited: email, email: user.email })}
          </p>
          <Button onClick={() => void signOut()}>{t('frame.account.signOut')}</Button>
        </>
      ) : null}
      {user !== null && !isOther ? (
        <>
          <p className="text-sm">{t('accounts.entrance.invitation.signedInAs', { email })}</p>
          {failed === null ? null : <Problem error={failed} />}
          <Button look="primary" disabled={busy} onClick={() => void acceptAsMyself()}>
            {t('accounts.entrance.invitation.accept')}
          </Button>
        </>
      ) : null}
      {user === null && hasAccount ? (
        <>
          <p className="text-sm">{t('accounts.entrance.invitation.hasAccount', { email })}</p>
          <PasswordForm known={email} onSecond={() => void navigate({ to: '/sign-in' })} />
        </>
      ) : null}
      {user === null && !hasAccount ? <AcceptForm email={email} accept={accept} /> : null}
    </BareFrame>
  );
}
