import { useNavigate, useSearch as useRouterSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from './search.ts';

/** Everything after the `?` of the page that is open. */
export function useSearch(): Search {
  return useRouterSearch({ strict: false }) as Search;
}

/** Changes some parameters of this page's URL and keeps the others; `undefined` takes one away. */
export function useChangeSearch(): (changes: Search, how?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (changes, how) => {
      void navigate({
        to: '.',
        search: (before: Search) => ({ ...before, ...changes }),
        replace: how?.replace ?? false,
        resetScroll: false,
      } as Parameters<typeof navigate>[0]);
    },
    [navigate],
  );
}
