import type { ReactTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { cx } from '../class-names.ts';
import { Problem } from '../states/States.tsx';
import type { Column } from './column.ts';
import type { DataTableProps, TableFeatures } from './DataTable.tsx';
import { NewsPill } from './NewsPill.tsx';
import { ROW_HEIGHT_PX, useDensity } from './preferences.ts';
import { TableHeader } from './TableHeader.tsx';
import { SkeletonRow, TableRow } from './TableRow.tsx';
import { useGridKeys } from './use-grid-keys.ts';

const SELECT_PX = 36;
const OVERSCAN_ROWS = 12;
const SKELETONS = 12;
const SHRINK = 0.8;
const GROWTH = 1.6;

interface TableGridProps<Row> extends DataTableProps<Row> {
  readonly table: ReactTable<TableFeatures, Row & object>;
  readonly shown: readonly Column<Row>[];
  readonly selectable: boolean;
}

/**
 * As wide as somebody made it; else a share of the room, never less than its least, so that all columns are in sight as long as
 * they can. Those that grow get more than their part.
 */
function trackOf<Row>({ widthPx, leastPx, grow }: Column<Row>, sizePx: number): string {
  if (sizePx !== widthPx) return grow === true ? `minmax(${sizePx}px, ${sizePx}fr)` : `${sizePx}px`;
  const least = leastPx ?? Math.round(widthPx * SHRINK);
  return `minmax(${least}px, ${grow === true ? widthPx * GROWTH : widthPx}fr)`;
}

/** The scrolled part: a sticky header, and of the rows only those in sight. */
export function TableGrid<Row>(props: TableGridProps<Row>) {
  const { table, shown, selectable, source, state, label, rowLabel, panel, onOpenPage, empty, short } = props;
  const [density] = useDensity();
  const rowHeight = ROW_HEIGHT_PX[density];
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [active, setActive] = useState(0);
  const count = source.total === null ? SKELETONS : source.reachable;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: rowHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height of every row.
  useEffect(() => virtual.measure(), [rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows begin at the top.
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [source.question]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  const { onShow } = source;
  const top = (virtual.scrollOffset ?? 0) < rowHeight;
  useEffect(() => onShow(first, last, top), [onShow, first, last, top]);

  const rows = table.getRowModel().rows;
  const rowAt = useMemo(() => {
    const map = new Map(source.places.map((place, index) => [place, rows[index]]));
    return (place: number) => map.get(place);
  }, [source.places, rows]);
  const goTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), Math.max(count - 1, 0));
    setActive(next);
    virtual.scrollToIndex(next);
    // The panel follows, as in a mail program.
    const row = rowAt(next);
    if (state.open !== null && panel !== undefined && row !== undefined) state.setOpen(row.id);
  };
  const openPanel =
    panel === undefined ? undefined : (id: string) => state.setOpen(state.open === id ? null : id);
  const onKeyDown = useGridKeys({
    active,
    perPage: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    count,
    goTo,
    onEnter: () => {
      const row = rowAt(active);
      if (row === undefined) return;
      if (openPanel === undefined) onOpenPage?.(row.original);
      else openPanel(row.id);
    },
    onPage: () => {
      const row = rowAt(active);
      if (row !== undefined) onOpenPage?.(row.original);
    },
    onSelect: () => selectable && rowAt(active)?.toggleSelected(),
    onEscape: () => state.open !== null && state.setOpen(null),
  });

  const template = [
    ...(selectable ? [`${SELECT_PX}px`] : []),
    ...shown.map((column) => trackOf(column, table.getColumn(column.id)?.getSize() ?? column.widthPx)),
  ].join(' ');
  const nothing = source.total === 0 && source.error === null;
  return (
    <div className="relative flex min-w-0 grow flex-col rounded-b-md border bg-panel">
      <NewsPill source={source} onShow={() => scroller.current?.scrollTo({ top: 0 })} />
      {source.error === null ? null : (
        <div className="p-3">
          <Problem error={source.error} onRetry={source.refresh} />
        </div>
      )}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={source.total === null ? -1 : source.total + 1}
        aria-colcount={shown.length + (selectable ? 1 : 0)}
        aria-busy={source.total === null || source.stale}
        aria-multiselectable={selectable || undefined}
        aria-activedescendant={rowAt(active) === undefined ? undefined : `${gridId}-${active}`}
        onKeyDown={onKeyDown}
        className={cx(
          'group/grid min-h-0 overflow-auto outline-offset-[-2px]',
          short === true ? 'max-h-[50vh]' : 'grow basis-0',
          source.error !== null && source.rows.length === 0 && 'hidden',
        )}
      >
        <TableHeader {...props} template={template} height={rowHeight} />
        {nothing ? (
          <div role="row">
            <div role="gridcell">{empty}</div>
          </div>
        ) : (
          <div
            role="rowgroup"
            className={cx('relative', source.stale && 'opacity-60')}
            style={{ height: virtual.getTotalSize(), minWidth: 'min-content' }}
          >
            {items.map(({ index, start }) => {
              const row = rowAt(index);
              const place = { template, height: rowHeight, start, index };
              if (row === undefined)
                return <SkeletonRow key={`place ${index}`} {...place} columns={shown.length} />;
              return (
                <TableRow
                  key={row.id}
                  {...place}
                  id={`${gridId}-${index}`}
                  row={row}
                  columns={shown}
                  label={rowLabel(row.original)}
                  active={index === active}
                  open={row.id === state.open}
                  selectable={selectable}
                  {...(openPanel === undefined ? {} : { onOpen: openPanel })}
                  onPoint={() => setActive(index)}
                />
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}
