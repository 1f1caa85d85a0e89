import { useTranslation } from 'react-i18next';
import { PageLink, type PageLinkProps } from '../../ui/PageLink.tsx';

export function SeeAll(props: Pick<PageLinkProps, 'to' | 'search'>) {
  const { t } = useTranslation();
  return (
    <PageLink {...props} className="shrink-0 text-xs text-accent hover:underline">
      {t('overview.all')}
    </PageLink>
  );
}
