import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';

export default function CapturesPage() {
  const { t } = useTranslation();
  return <Page title={t('frame.captures')} />;
}
