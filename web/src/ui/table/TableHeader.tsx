import type { ReactTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../class-names.ts';
import { Checkbox } from '../form/Checkbox.tsx';
import type { Column } from './column.ts';
import type { TableFeatures } from './DataTable.tsx';
import type { TableSearch } from './use-table-search.ts';

interface TableHeaderProps<Row> {
  readonly table: ReactTable<TableFeatures, Row & object>;
  readonly shown: readonly Column<Row>[];
  readonly selectable: boolean;
  readonly state: TableSearch;
  readonly template: string;
  readonly height: number;
}

export function TableHeader<Row>({
  table,
  shown,
  selectable,
  state,
  template,
  height,
}: TableHeaderProps<Row>) {
  const { t } = useTranslation();
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <div role="rowgroup" className="sticky top-0 z-10 min-w-min">
      <div
        role="row"
        aria-rowindex={1}
        className="grid border-b bg-raised text-xs text-muted"
        style={{ gridTemplateColumns: template, height }}
      >
        {selectable ? (
          <div role="columnheader" className="flex items-center justify-center">
            <Checkbox
              label={t('table.selectAll')}
              checked={table.getIsAllRowsSelected()}
              mixed={table.getIsSomeRowsSelected()}
              onChange={(checked) => table.toggleAllRowsSelected(checked)}
            />
          </div>
        ) : null}
        {shown.map((column, index) => (
          <HeaderCell
            key={column.id}
            column={column}
            state={state}
            sticky={index === 0 && !selectable}
            onResize={headers[index]?.getResizeHandler()}
          />
        ))}
      </div>
    </div>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly state: TableSearch;
  readonly sticky: boolean;
  readonly onResize: ((event: unknown) => void) | undefined;
}

function HeaderCell<Row>({ column, state, sticky, onResize }: HeaderCellProps<Row>) {
  const sorted = state.sort.id === column.id ? state.sort.order : null;
  const Arrow = sorted === 'asc' ? ArrowUp : ArrowDown;
  const next = sorted === null ? (column.sort ?? 'asc') : sorted === 'asc' ? 'desc' : 'asc';
  const inside = cx(
    'flex h-full w-full min-w-0 items-center gap-1 px-3 font-medium',
    // The arrow stands before the name: names end where their figures do.
    column.align === 'end' && 'flex-row-reverse',
  );
  return (
    <div
      role="columnheader"
      aria-sort={sorted === null ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
      title={column.header}
      className={cx('relative min-w-0', sticky && 'max-md:sticky max-md:left-0 max-md:z-10 max-md:bg-raised')}
    >
      {column.sort === undefined ? (
        <span className={inside}>
          <span className="truncate">{column.header}</span>
        </span>
      ) : (
        <button
          type="button"
          className={cx(inside, 'outline-offset-[-2px] hover:text-ink', sorted !== null && 'text-ink')}
          onClick={() => state.setSort({ id: column.id, order: next })}
        >
          <span className="truncate">{column.header}</span>
          {sorted === null ? null : <Arrow size={12} aria-hidden className="shrink-0" />}
        </button>
      )}
      {onResize === undefined ? null : (
        <span
          aria-hidden
          onPointerDown={(event) => {
            // The library listens to the mouse; a pen or a finger sends the same after this.
            event.stopPropagation();
          }}
          onMouseDown={onResize}
          onTouchStart={onResize}
          className="absolute top-1/4 right-0 h-1/2 w-1.5 cursor-col-resize touch-none border-r border-line hover:border-accent"
        />
      )}
    </div>
  );
}
