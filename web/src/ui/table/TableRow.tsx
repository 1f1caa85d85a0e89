import type { Row as TableRowModel } from '@tanstack/react-table';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../class-names.ts';
import { Checkbox } from '../form/Checkbox.tsx';
import { Skeleton } from '../states/Skeleton.tsx';
import type { Column } from './column.ts';
import type { TableFeatures } from './DataTable.tsx';

interface Place {
  readonly template: string;
  readonly height: number;
  readonly start: number;
  /** In the whole list. */
  readonly index: number;
}

interface TableRowProps<Row> extends Place {
  readonly id: string;
  readonly row: TableRowModel<TableFeatures, Row & object>;
  readonly columns: readonly Column<Row>[];
  readonly label: string;
  readonly active: boolean;
  readonly open: boolean;
  readonly selectable: boolean;
  readonly onOpen?: (id: string) => void;
  readonly onPoint: () => void;
}

const at = ({ template, height, start }: Place) => ({
  gridTemplateColumns: template,
  height,
  transform: `translateY(${start}px)`,
});
const LOOK = 'absolute top-0 left-0 grid w-full min-w-min items-center border-b text-sm';

/** A click on a link, button or field in the row is for that; so is the end of marking text. */
function isForTheRow(event: MouseEvent<HTMLElement>): boolean {
  if (event.target instanceof Element && event.target.closest('a, button, input, label') !== null)
    return false;
  return getSelection()?.isCollapsed !== false;
}

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { id, row, columns, label, active, open, selectable, onOpen, onPoint, index } = props;
  const { t } = useTranslation();
  const selected = row.getIsSelected();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys, for the row that is active.
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      aria-current={open || undefined}
      onClick={(event) => {
        if (!isForTheRow(event)) return;
        onPoint();
        onOpen?.(row.id);
      }}
      className={cx(
        LOOK,
        'group/row bg-panel outline-none hover:bg-raised',
        onOpen !== undefined && 'cursor-default',
        selected && 'bg-wash',
        open && 'bg-wash shadow-[inset_2px_0_0_var(--color-accent)]',
        active && 'group-focus-visible/grid:shadow-[inset_0_0_0_1.5px_var(--color-accent)]',
      )}
      style={at(props)}
    >
      {selectable ? (
        <div role="gridcell" className="flex items-center justify-center">
          <Checkbox
            label={t('table.selectRow', { row: label })}
            checked={selected}
            onChange={() => row.toggleSelected()}
          />
        </div>
      ) : null}
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(
            'flex h-full min-w-0 items-center overflow-hidden px-3 whitespace-nowrap',
            column.align === 'end' && 'justify-end text-right tabular-nums',
            place === 0 && !selectable && 'max-md:sticky max-md:left-0 max-md:bg-inherit',
          )}
        >
          <span className="min-w-0 truncate *:align-middle">{column.cell(row.original)}</span>
        </div>
      ))}
    </div>
  );
}

/** A row that is on its way. */
export function SkeletonRow({ columns, ...place }: Place & { readonly columns: number }) {
  return (
    <div role="row" aria-rowindex={place.index + 2} className={LOOK} style={at(place)}>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells without content are all alike.
        <div key={column} role="gridcell" className="px-3">
          <Skeleton className={column % 3 === 1 ? 'h-3 w-1/2' : 'h-3 w-3/4'} />
        </div>
      ))}
    </div>
  );
}
