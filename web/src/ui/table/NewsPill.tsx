import { ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button.tsx';
import type { RowSource } from './row-source.ts';

/** Rows came while somebody reads further down: how many, and the way to them. */
export function NewsPill<Row>({ source, onShow }: { source: RowSource<Row>; onShow: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      aria-live="polite"
      className="pointer-events-none absolute inset-x-0 top-10 z-20 flex justify-center"
    >
      {source.news === null ? null : (
        <Button
          size="small"
          look="primary"
          icon={ArrowUp}
          className="appear pointer-events-auto rounded-full"
          onClick={() => {
            source.refresh();
            onShow();
          }}
        >
          {source.news === 0 ? t('table.changed') : t('table.news', { count: source.news })}
        </Button>
      )}
    </div>
  );
}
