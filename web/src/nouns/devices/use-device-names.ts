import { useQueries } from '@tanstack/react-query';
import { useCallback } from 'react';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { readDevice } from './device.ts';

/** What these devices are called, for chips that name them: the identifier until it is known. */
export function useDeviceNames(ids: readonly string[]): (id: string) => string {
  const names = useQueries({
    queries: [...new Set(ids)].map((id) => ({
      queryKey: ['devices', 'one', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => readDevice(id, signal),
      retry: false,
    })),
    // As text: the same names are the same answer, and nothing is drawn again for them.
    combine: (results) =>
      JSON.stringify(
        Object.fromEntries(
          results.flatMap(({ data }) => (data === undefined ? [] : [[data.id, deviceLabel(data)]])),
        ),
      ),
  });
  return useCallback(
    (id: string) => {
      const known: Readonly<Record<string, string | undefined>> = JSON.parse(names);
      return known[id] ?? deviceLabel({ id, name: null, ip: null });
    },
    [names],
  );
}
