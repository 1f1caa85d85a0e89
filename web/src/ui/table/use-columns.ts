import { useCallback, useMemo } from 'react';
import { one } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import type { Column } from './column.ts';
import { useChosenColumns } from './preferences.ts';

export interface ShownColumns<Row> {
  /** In the order in which they are shown. */
  readonly shown: readonly Column<Row>[];
  readonly hidden: readonly Column<Row>[];
  /** `null`: as the page has them. */
  readonly choose: (ids: readonly string[] | null) => void;
}

/** Which columns, in which order: the URL (`cols`) says, else this browser remembers, else the page has them so. */
export function useColumns<Row>(table: string, columns: readonly Column<Row>[]): ShownColumns<Row> {
  const asked = one(useSearch(), 'cols');
  const change = useChangeSearch();
  const [remembered, remember] = useChosenColumns(table);
  const { shown, hidden } = useMemo(() => {
    const ids = asked?.split(',') ?? remembered;
    const chosen = ids.flatMap((id) => columns.filter((column) => column.id === id));
    const visible = chosen.length > 0 ? chosen : columns.filter((column) => column.hidden !== true);
    return { shown: visible, hidden: columns.filter((column) => !visible.includes(column)) };
  }, [asked, remembered, columns]);
  const choose = useCallback(
    (ids: readonly string[] | null) => {
      remember(ids ?? undefined);
      change({ cols: ids?.join(',') }, { replace: true });
    },
    [remember, change],
  );
  return { shown, hidden, choose };
}
