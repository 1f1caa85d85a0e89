import { ArrowDown, ArrowUp, Columns3, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../Button.tsx';
import { Checkbox } from '../form/Checkbox.tsx';
import { Segmented } from '../form/Segmented.tsx';
import { Popover } from '../Popover.tsx';
import { type Density, useDensity } from './preferences.ts';
import type { ShownColumns } from './use-columns.ts';

/** Which columns, in which order, how dense. */
export function ColumnsMenu<Row>({ chosen }: { readonly chosen: ShownColumns<Row> }) {
  const { t } = useTranslation();
  const { shown, hidden, choose } = chosen;
  const ids = shown.map(({ id }) => id);
  const move = (index: number, by: number) => {
    const next = [...ids];
    const [moved] = next.splice(index, 1);
    next.splice(index + by, 0, moved);
    choose(next);
  };
  return (
    <Popover
      label={t('table.columns')}
      align="end"
      className="w-64"
      trigger={<IconButton icon={Columns3} label={t('table.columns')} size="small" />}
    >
      <p className="px-3 pt-1 pb-1 text-xs font-medium text-muted">{t('table.columns')}</p>
      <ul className="max-h-[50vh] overflow-y-auto">
        {shown.map(({ id, header }, index) => (
          <li key={id} className="flex h-8 items-center gap-2 pr-2 pl-3">
            <Checkbox
              label={header}
              checked
              onChange={() => (ids.length > 1 ? choose(ids.filter((other) => other !== id)) : undefined)}
            />
            <span className="min-w-0 grow truncate">{header}</span>
            <IconButton
              icon={ArrowUp}
              size="small"
              label={t('table.columnEarlier', { column: header })}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            />
            <IconButton
              icon={ArrowDown}
              size="small"
              label={t('table.columnLater', { column: header })}
              disabled={index === shown.length - 1}
              onClick={() => move(index, 1)}
            />
          </li>
        ))}
        {hidden.map(({ id, header }) => (
          <li key={id} className="flex h-8 items-center gap-2 pr-2 pl-3 text-muted">
            <Checkbox label={header} checked={false} onChange={() => choose([...ids, id])} />
            <span className="min-w-0 grow truncate">{header}</span>
          </li>
        ))}
      </ul>
      <div className="mt-1 flex items-center justify-between gap-2 border-t px-2 pt-2 pb-1">
        <DensitySwitch />
        <Button size="small" look="quiet" icon={RotateCcw} onClick={() => choose(null)}>
          {t('table.resetColumns')}
        </Button>
      </div>
    </Popover>
  );
}

function DensitySwitch() {
  const { t } = useTranslation();
  const [density, setDensity] = useDensity();
  const choices: readonly Density[] = ['usual', 'compact'];
  return (
    <Segmented
      label={t('table.density')}
      value={density}
      onChange={setDensity}
      choices={choices.map((value) => ({ value, label: t(`table.densities.${value}`) }))}
    />
  );
}
