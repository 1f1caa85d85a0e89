/** What the URL says of a table: `sort`, `order`, `cols`, and `open`, the row whose panel is beside it. */
import { useCallback } from 'react';
import { one } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import type { Sort } from './column.ts';

export interface TableSearch {
  readonly sort: Sort;
  readonly open: string | null;
  readonly setSort: (sort: Sort) => void;
  readonly setOpen: (id: string | null) => void;
}

/** `initial` is the order without any in the URL, and then not repeated there. */
export function useTableSearch(initial: Sort): TableSearch {
  const search = useSearch();
  const change = useChangeSearch();
  const id = one(search, 'sort') ?? initial.id;
  const order = one(search, 'order');
  const usual = id === initial.id ? initial.order : 'asc';
  const open = one(search, 'open') ?? null;
  const setSort = useCallback(
    (sort: Sort) => {
      const same = sort.id === initial.id && sort.order === initial.order;
      change({ sort: same ? undefined : sort.id, order: same ? undefined : sort.order }, { replace: true });
    },
    [change, initial.id, initial.order],
  );
  // The first panel is a step back; others replace it.
  const setOpen = useCallback(
    (row: string | null) => change({ open: row ?? undefined }, { replace: open !== null }),
    [change, open],
  );
  return { sort: { id, order: order === 'asc' || order === 'desc' ? order : usual }, open, setSort, setOpen };
}
