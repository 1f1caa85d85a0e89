import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { capturesQuery } from '../../data/captures.ts';
import type { Listening } from './queries.ts';

/** Where an interface listens: its site is that of the capture that it fills. */
export function useListeningSite(): (listening: Listening | null) => string | null {
  const { data } = useQuery(capturesQuery);
  return useCallback(
    (listening) => data?.find(({ id }) => id === listening?.captureId)?.siteId ?? null,
    [data],
  );
}
