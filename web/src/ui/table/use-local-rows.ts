import { useMemo } from 'react';
import type { Column, Sort } from './column.ts';
import type { RowSource } from './row-source.ts';

interface LocalRows<Row> {
  /** Absent until they are here. */
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort;
  /** Rows that do not pass are left out. */
  readonly filter?: (row: Row) => boolean;
  /** Of the question: another one goes back to the top. */
  readonly filterKey?: string;
  readonly error?: unknown;
  readonly refresh?: () => void;
}

const nothing = () => undefined;
const compareText = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/** Ascending; absent values last in either order. */
export function compareValues(
  a: string | number | null,
  b: string | number | null,
  descending: boolean,
): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b));
  return descending ? -order : order;
}

/** A short list that is here as a whole, sorted and filtered in the browser. */
export function useLocalRows<Row>(options: LocalRows<Row>): RowSource<Row> {
  const { rows, columns, sort, filter, filterKey = '', error = null, refresh = nothing } = options;
  const value = columns.find(({ id }) => id === sort.id)?.sortValue;
  const sorted = useMemo(() => {
    const passing = filter === undefined ? [...(rows ?? [])] : (rows ?? []).filter(filter);
    if (value === undefined) return passing;
    return passing.sort((a, b) => compareValues(value(a), value(b), sort.order === 'desc'));
  }, [rows, filter, value, sort.order]);
  const places = useMemo(() => sorted.map((_, index) => index), [sorted]);
  const total = rows === undefined ? null : sorted.length;
  return {
    total,
    reachable: sorted.length,
    rows: sorted,
    places,
    stale: false,
    error,
    question: `${sort.id} ${sort.order} ${filterKey}`,
    news: null,
    onShow: nothing,
    refresh,
  };
}
