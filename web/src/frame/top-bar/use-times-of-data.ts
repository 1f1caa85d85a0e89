import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { dashboard } from '../../../../src/api/stats/schemas.ts';
import { get } from '../../data/api.ts';
import { useScope } from '../../data/scope.ts';
import { millis } from '../../i18n/format.ts';

const HOUR_MS = 3_600_000;

/** Between which times there is traffic at all, in milliseconds: captures may be years old. Hours, rounded outwards. */
export function useTimesOfData(): { readonly first: number | null; readonly last: number | null } {
  const { capture, site } = useScope();
  const { data } = useQuery({
    queryKey: ['stats', 'dashboard', { capture, site }],
    queryFn: ({ signal }) => get<z.input<typeof dashboard>>('/stats/dashboard', { capture, site }, signal),
  });
  return {
    first: data?.firstHour == null ? null : millis(data.firstHour),
    last: data?.lastHour == null ? null : millis(data.lastHour) + HOUR_MS,
  };
}
