import { useTranslation } from 'react-i18next';
import { type SignedIn, signOut } from '../../data/session/session.ts';
import { Button } from '../../ui/Button.tsx';
import { BareFrame } from './BareFrame.tsx';

/** Signed in, and a member of nothing: there is no page to show. */
export default function Nowhere({ session }: { readonly session: SignedIn }) {
  const { t } = useTranslation();
  return (
    <BareFrame
      title={t('accounts.entrance.nowhere.title')}
      text={t('accounts.entrance.nowhere.text', { email: session.user.email })}
    >
      <div>
        <Button onClick={() => void signOut()}>{t('accounts.entrance.nowhere.signOut')}</Button>
      </div>
    </BareFrame>
  );
}
