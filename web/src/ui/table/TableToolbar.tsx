import { Download } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { one } from '../../data/search.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { buttonClass } from '../Button.tsx';
import { SearchField } from '../form/Field.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import type { DataTableProps } from './DataTable.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FilterMenu } from './FilterMenu.tsx';
import type { ShownColumns } from './use-columns.ts';
import { ViewsMenu } from './views/ViewsMenu.tsx';

interface TableToolbarProps<Row> extends DataTableProps<Row> {
  readonly chosen: ShownColumns<Row>;
}

/** Above the rows: what is looked for, how many there are, how they are shown. */
export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const { name, source, search: searchLabel, filters = [], counted, csv, chosen, short } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const change = useChangeSearch();
  const setText = useCallback(
    (q: string) => change({ q: q || undefined, open: undefined }, { replace: true }),
    [change],
  );
  const mayExport = useMay('export:read');
  const tooMany = source.total !== null && source.reachable < source.total;
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-t-md border border-b-0 bg-panel px-2 py-1.5">
      {searchLabel === undefined ? null : (
        <SearchField
          label={searchLabel}
          value={one(search, 'q') ?? ''}
          onChange={setText}
          className="w-full sm:w-64"
        />
      )}
      <FilterChips filters={filters} />
      {filters.length > 0 ? <FilterMenu filters={filters} /> : null}
      <span className="grow" />
      <span role="status" className="px-1 text-xs text-muted">
        {source.total !== null ? counted(source.total) : source.error === null ? t('ui.loading') : ''}
        {tooMany ? ` · ${t('table.reachable', { first: format.count(source.reachable) })}` : ''}
      </span>
      {short === true ? null : <ViewsMenu table={name} filters={filters} />}
      <ColumnsMenu chosen={chosen} />
      {csv === undefined || !mayExport ? null : (
        <a href={csv} download className={buttonClass('quiet', 'small')}>
          <Download size={14} aria-hidden />
          CSV
        </a>
      )}
    </div>
  );
}
