import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button.tsx';

/** Something that is done to all selected rows. */
export interface BulkAction<Row> {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly danger?: boolean;
  readonly run: (rows: readonly Row[]) => void;
}

interface SelectionBarProps<Row> {
  readonly rows: readonly Row[];
  readonly actions: readonly BulkAction<Row>[];
  readonly onClear: () => void;
}

export function SelectionBar<Row>({ rows, actions, onClear }: SelectionBarProps<Row>) {
  const { t } = useTranslation();
  return (
    <div
      role="toolbar"
      aria-label={t('table.selection')}
      className="flex flex-wrap items-center gap-2 border-x border-t bg-wash px-3 py-1.5 text-sm"
    >
      <span className="mr-2 font-medium" aria-live="polite">
        {t('table.selected', { count: rows.length })}
      </span>
      {actions.map(({ label, icon, danger, run }) => (
        <Button
          key={label}
          size="small"
          look={danger === true ? 'danger' : 'plain'}
          {...(icon === undefined ? {} : { icon })}
          onClick={() => run(rows)}
        >
          {label}
        </Button>
      ))}
      <Button size="small" look="quiet" onClick={onClear}>
        {t('table.clearSelection')}
      </Button>
    </div>
  );
}
