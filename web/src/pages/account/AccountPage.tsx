import { useTranslation } from 'react-i18next';
import { useSession } from '../../data/session/use-session.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Page } from '../../ui/Page.tsx';

export default function AccountPage() {
  const { t } = useTranslation();
  const { user, organisations } = useSession();
  return (
    <Page title={t('frame.yourAccount')}>
      <Card title={user.name}>
        <Facts
          facts={[
            [t('accounts.entrance.signIn.email'), user.email],
            [t('frame.organisation'), organisations.map(({ name }) => name).join(', ')],
          ]}
        />
      </Card>
    </Page>
  );
}
