import { Grid3x3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Empty } from '../../ui/states/States.tsx';

/** Why the matrix is empty. `outside`: devices that talked, but with no other. */
export function NobodyTalked({ outside }: { readonly outside: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOutside = outside > 0;
  return (
    <Empty
      icon={Grid3x3}
      title={t(isOutside ? 'topology.noneAmong' : 'matrix.none')}
      action={
        <PageLink to={isOutside ? '/flows' : '/captures'} className={buttonClass('primary')}>
          {t(isOutside ? 'topology.flows' : 'topology.openCapture')}
        </PageLink>
      }
    >
      {isOutside
        ? t('topology.noneAmongTodo', { count: outside, shown: format.count(outside) })
        : t('matrix.noneTodo')}
    </Empty>
  );
}
