import { queryOptions } from '@tanstack/react-query';
import { get, type Parameters } from '../data/api.ts';
import { type AskBandwidth, type Bandwidth, type Busy, closer, isSparse } from './busy-spans.ts';

const POINTS = 300;

/** How the server is asked for the volume of a range. */
export const askBandwidth =
  (path: string, parameters: Parameters, signal?: AbortSignal): AskBandwidth =>
  ({ fromMs, toMs }) => {
    const { from: _, to: __, ...rest } = parameters;
    const at = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
    return get<Bandwidth>(path, { ...rest, from: at(fromMs), to: at(toMs), maxPoints: POINTS }, signal);
  };

interface Traffic {
  /** Somebody asked for a range. */
  readonly isRanged: boolean;
  readonly whole: Bandwidth;
  /** Its newest part, where nobody asked for a range and most of the whole is silence. */
  readonly newest: Busy | null;
}

export const trafficQuery = (path: string, parameters: Parameters) =>
  queryOptions({
    queryKey: ['stats', 'bandwidth', path, parameters],
    queryFn: async ({ signal }): Promise<Traffic> => {
      const whole = await get<Bandwidth>(path, { ...parameters, maxPoints: POINTS }, signal);
      const isRanged = parameters.from !== undefined || parameters.to !== undefined;
      if (isRanged || !isSparse(whole)) return { isRanged, whole, newest: null };
      return {
        isRanged,
        whole,
        newest: await closer(askBandwidth(path, parameters, signal), whole, 'newest'),
      };
    },
  });
