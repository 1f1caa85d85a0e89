import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { get, type Parameters } from '../../data/api.ts';
import { onNews } from '../../data/news.ts';
import type { Noun } from '../../data/query-client.ts';
import type { Sort } from './column.ts';
import { MOST_ROWS, type RowSource } from './row-source.ts';

const PAGE_ROWS = 100;

interface PageOfRows<Row> {
  readonly items: readonly Row[];
  readonly total: number;
}

interface ServerRows {
  /** Whose news are news of these rows. */
  readonly noun: Noun;
  /** Of the list, after `/api/v1`. */
  readonly path: string;
  /** Filters; a change shows other rows. */
  readonly parameters: Parameters;
  readonly sort: Sort;
}

/**
 * Rows that the server sorts, filters and pages: only the pages that are looked at are asked for. News refresh the
 * table while it shows its top; further down they are counted, and nothing moves.
 */
export function useServerRows<Row>({ noun, path, parameters, sort }: ServerRows): RowSource<Row> {
  const client = useQueryClient();
  const asked: Parameters = { ...parameters, sort: sort.id, order: sort.order };
  const question = JSON.stringify([path, asked]);
  const [pages, setPages] = useState<readonly number[]>([0]);
  const [atTop, setAtTop] = useState(true);
  const key = useMemo(() => [noun, 'table', question], [noun, question]);

  const fetched = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<PageOfRows<Row>>(path, { ...asked, limit: PAGE_ROWS, offset: page * PAGE_ROWS }, signal),
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
    })),
  });

  // How many there are now, when that may have changed.
  const count = useQuery({
    queryKey: [noun, 'table-total', question],
    queryFn: async ({ signal }) => (await get<PageOfRows<Row>>(path, { ...asked, limit: 1 }, signal)).total,
    enabled: false,
    placeholderData: keepPreviousData,
  });
  const [changed, setChanged] = useState(false);
  const refresh = useCallback(() => {
    setChanged(false);
    void client.invalidateQueries({ queryKey: key });
  }, [client, key]);
  const { refetch: countAgain } = count;
  useEffect(
    () =>
      onNews(noun, () => {
        if (atTop) return refresh();
        setChanged(true);
        void countAgain();
      }),
    [noun, atTop, refresh, countAgain],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at the top, without news.
  useEffect(() => {
    setPages([0]);
    setChanged(false);
  }, [question]);

  const rows: Row[] = [];
  const places: number[] = [];
  let total: number | null = null;
  for (const [index, page] of pages.entries()) {
    const data = fetched[index]?.data;
    if (data === undefined) continue;
    total = data.total;
    for (const [at, row] of data.items.entries()) {
      rows.push(row);
      places.push(page * PAGE_ROWS + at);
    }
  }
  const error = fetched.find((it) => it.error !== null)?.error ?? null;
  const here = total === null ? null : { rows, places, total };
  const before = useRef(here);
  const lastTotal = useRef<{ readonly question: string; readonly total: number } | null>(null);
  if (here !== null) {
    before.current = here;
    lastTotal.current = { question, total: here.total };
  }
  // Scrolled to pages that are on their way: the length stays as it was.
  const known = total ?? (lastTotal.current?.question === question ? lastTotal.current.total : null);
  const stale = here === null && known === null && before.current !== null;
  const shown = here ?? (known === null ? before.current : null);

  const onShow = useCallback((first: number, last: number, top: boolean) => {
    setAtTop(top);
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.max(from, Math.floor(last / PAGE_ROWS));
    setPages((now) =>
      now[0] === from && now[now.length - 1] === to
        ? now
        : Array.from({ length: to - from + 1 }, (_, index) => from + index),
    );
  }, []);

  const totalShown = shown?.total ?? known;
  const newRows = count.data !== undefined && totalShown !== null ? count.data - totalShown : 0;
  return {
    total: totalShown,
    reachable: Math.min(totalShown ?? 0, MOST_ROWS),
    rows: shown?.rows ?? rows,
    places: shown?.places ?? places,
    stale,
    error,
    question,
    news: changed ? Math.max(0, newRows) : null,
    onShow,
    refresh,
  };
}
