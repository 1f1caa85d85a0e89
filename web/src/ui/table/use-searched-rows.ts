import { useCallback } from 'react';
import { one } from '../../data/search.ts';
import { useSearch } from '../../data/use-search.ts';
import type { Column } from './column.ts';
import type { RowSource } from './row-source.ts';
import { useLocalRows } from './use-local-rows.ts';
import type { TableSearch } from './use-table-search.ts';

interface SearchedRows<Row> {
  /** Of TanStack Query. */
  readonly query: {
    readonly data: readonly Row[] | undefined;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
  };
  readonly columns: readonly Column<Row>[];
  readonly state: TableSearch;
  /** What the table's field looks in. The same function each time: one of the module, not of the component. */
  readonly textOf: (row: Row) => string;
}

/** A short list that is here as a whole, narrowed by the table's field (`q` of the URL). `isSearched`: something is in it. */
export function useSearchedRows<Row>({ query, columns, state, textOf }: SearchedRows<Row>): {
  readonly source: RowSource<Row>;
  readonly isSearched: boolean;
} {
  const { data, error, refetch } = query;
  const text = (one(useSearch(), 'q') ?? '').toLowerCase();
  const filter = useCallback((row: Row) => textOf(row).toLowerCase().includes(text), [text, textOf]);
  const source = useLocalRows({
    rows: data,
    columns,
    sort: state.sort,
    filter,
    filterKey: text,
    error,
    refresh: () => void refetch(),
  });
  return { source, isSearched: text !== '' };
}
