import {
  columnResizingFeature,
  columnSizingFeature,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import { SidePanel } from '../SidePanel.tsx';
import { ListLoaded } from '../states/RowPending.tsx';
import type { Column } from './column.ts';
import type { Filter } from './filter.ts';
import { useWidths } from './preferences.ts';
import type { RowSource } from './row-source.ts';
import { type BulkAction, SelectionBar } from './SelectionBar.tsx';
import { TableGrid } from './TableGrid.tsx';
import { TableToolbar } from './TableToolbar.tsx';
import { useColumns } from './use-columns.ts';
import type { TableSearch } from './use-table-search.ts';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, rowSelectionFeature });
export type TableFeatures = typeof features;
const LEAST_WIDTH_PX = 48;

export interface DataTableProps<Row> {
  /** Of its remembered columns, widths and views. */
  readonly name: string;
  /** What it lists, read aloud. */
  readonly label: string;
  /** The same array until the language changes. */
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly state: TableSearch;
  readonly rowId: (row: Row) => string;
  /** What a row is called, read aloud. */
  readonly rowLabel: (row: Row) => string;
  /** The words of the count: "1,204 devices". */
  readonly counted: (total: number) => string;
  /** Instead of rows when there are none at all. */
  readonly empty: ReactNode;
  /** A field for free text, the parameter `q`; this is its label. */
  readonly search?: string;
  readonly filters?: readonly Filter[];
  /** Beside the table for the row that is open; it may not be among those that are here. */
  readonly panel?: (id: string, row: Row | undefined) => PanelParts;
  /** Opens the page of a row, for the keyboard; the panel and cells have a link. */
  readonly onOpenPage?: (row: Row) => void;
  readonly actions?: readonly BulkAction<Row>[];
  /** Where the same rows are had as CSV. */
  readonly csv?: string;
  /** As high as its rows, at most half a window, instead of all the room there is. */
  readonly short?: boolean;
}

export interface PanelParts {
  readonly title: ReactNode;
  readonly label: string;
  readonly actions?: ReactNode;
  readonly content: ReactNode;
}

/**
 * The one table: rows come from a source, the URL says how they are sorted and filtered and which is open. Up, down,
 * j and k move; Enter opens the panel, Shift+Enter the page; Space selects.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, columns, source, state, rowId, panel, actions = [], short = false } = props;
  const chosen = useColumns(name, columns);
  const [widths, setWidths] = useWidths(name);
  const [selected, setSelected] = useState<RowSelectionState>({});
  const defs = useMemo(
    () =>
      chosen.shown.map((column) => ({
        id: column.id,
        header: column.header,
        size: column.widthPx,
        minSize: LEAST_WIDTH_PX,
        cell: ({ row }: { row: { original: Row } }) => column.cell(row.original),
      })),
    [chosen.shown],
  );
  const table = useTable<TableFeatures, Row & object>({
    features,
    data: source.rows as readonly (Row & object)[],
    columns: defs as never,
    getRowId: (row) => rowId(row),
    state: { columnSizing: widths, rowSelection: selected },
    columnResizeMode: 'onChange',
    onColumnSizingChange: (next) => setWidths(typeof next === 'function' ? next(widths) : next),
    onRowSelectionChange: (next) => setSelected((now) => (typeof next === 'function' ? next(now) : next)),
  });
  const openRow = state.open === null ? undefined : source.rows.find((row) => rowId(row) === state.open);
  const parts = state.open === null ? undefined : panel?.(state.open, openRow);
  const picked = source.rows.filter((row) => selected[rowId(row)] === true);

  return (
    <div className={short ? 'flex flex-col' : 'flex min-h-0 grow flex-col'}>
      <TableToolbar {...props} chosen={chosen} />
      {picked.length > 0 ? (
        <SelectionBar rows={picked} actions={actions} onClear={() => setSelected({})} />
      ) : null}
      <div className={short ? 'flex' : 'flex min-h-0 grow'}>
        <TableGrid {...props} table={table} shown={chosen.shown} selectable={actions.length > 0} />
        {parts === undefined ? null : (
          <SidePanel
            title={parts.title}
            label={parts.label}
            actions={parts.actions}
            onClose={() => state.setOpen(null)}
          >
            <ListLoaded value={source.total !== null}>{parts.content}</ListLoaded>
          </SidePanel>
        )}
      </div>
    </div>
  );
}
