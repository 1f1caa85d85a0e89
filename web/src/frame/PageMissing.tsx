import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { PageLink } from '../ui/PageLink.tsx';
import { Empty } from '../ui/states/States.tsx';

export function PageMissing() {
  const { t } = useTranslation();
  return (
    <Page title={t('frame.missing.title')}>
      <Empty
        icon={Compass}
        title={t('frame.missing.text')}
        action={
          <PageLink to="/" className={buttonClass('primary')}>
            {t('frame.missing.back')}
          </PageLink>
        }
      />
    </Page>
  );
}
