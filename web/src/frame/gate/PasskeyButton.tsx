import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import { askPasskey, type CeremonyOptions } from '../../data/session/passkeys.ts';
import { entered, type Session } from '../../data/session/session.ts';
import { Notice } from '../../nouns/accounts/Notice.tsx';
import { useRefusal } from '../../nouns/accounts/use-refusal.ts';
import { Button } from '../../ui/Button.tsx';

/** No email and no password: the passkey says who it is. */
export function PasskeyButton() {
  const { t } = useTranslation();
  const say = useRefusal();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const enter = async () => {
    setBusy(true);
    setError(null);
    try {
      const response = await askPasskey(await post<CeremonyOptions>('/session/passkey/options'));
      if (response === null) setError(t('accounts.entrance.signIn.passkeyFailed'));
      else {
        await post<Session>('/session/passkey', { response });
        await entered();
      }
    } catch (refused) {
      setError(say(refused, t('accounts.entrance.signIn.passkeyWrong')));
    }
    setBusy(false);
  };
  return (
    <>
      <Button icon={Fingerprint} className="h-9" disabled={busy} onClick={() => void enter()}>
        {t(busy ? 'accounts.entrance.signIn.passkeyWaiting' : 'accounts.entrance.signIn.passkey')}
      </Button>
      {error === null ? null : <Notice>{error}</Notice>}
    </>
  );
}
