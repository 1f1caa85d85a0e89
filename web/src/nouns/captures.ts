import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Capture, capturesQuery } from '../data/captures.ts';

/** Every capture by its id; empty until they are here. */
export function useCaptures(): ReadonlyMap<string, Capture> {
  const { data } = useQuery(capturesQuery);
  return useMemo(() => new Map(data?.map((it) => [it.id, it])), [data]);
}
