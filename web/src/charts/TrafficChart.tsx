import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { bandwidth } from '../../../src/api/stats/schemas.ts';
import { get, type Parameters } from '../data/api.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Skeleton } from '../ui/states/Skeleton.tsx';
import { Problem } from '../ui/states/States.tsx';
import { type Series, TimeChart } from './TimeChart.tsx';

type Bandwidth = z.input<typeof bandwidth>;

interface TrafficChartProps {
  readonly label: string;
  /** `/stats/bandwidth`, or that of a device. */
  readonly path: string;
  /** Time range, capture, and whose traffic. */
  readonly parameters: Parameters;
  /** What the two directions are called; without it they are one line. */
  readonly directions?: readonly [out: string, back: string];
  readonly heightPx?: number;
}

const POINTS = 300;
const BITS = 8;

/** Bits a second over time, of everybody, a device, a VLAN or a protocol. */
export function TrafficChart({ label, path, parameters, directions, heightPx = 220 }: TrafficChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['stats', 'bandwidth', path, parameters],
    queryFn: ({ signal }) => get<Bandwidth>(path, { ...parameters, maxPoints: POINTS }, signal),
    placeholderData: keepPreviousData,
  });
  const [out, back] = directions ?? [t('charts.traffic'), undefined];
  const { times, series } = useMemo(() => linesOf(data, out, back), [data, out, back]);
  // As high as the chart with its legend: nothing moves when it comes.
  const height = { height: heightPx + 24 };
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <div style={height}>
        <Skeleton className="h-full w-full" />
      </div>
    );
  }
  if (series.every(({ values }) => values.every((value) => value === 0))) {
    return (
      <p className="flex items-center justify-center text-sm text-muted" style={height}>
        {t('charts.nothing')}
      </p>
    );
  }
  return <TimeChart label={label} times={times} series={series} say={format.rate} heightPx={heightPx} />;
}

function linesOf(data: Bandwidth | undefined, out: string, back: string | undefined) {
  const points = data?.points ?? [];
  const stepSeconds = data?.stepSeconds ?? 60;
  const times = points.map(({ at }) => Date.parse(at));
  // The last step lasts as long as the others.
  if (times.length > 0) times.push(times[times.length - 1] + stepSeconds * 1000);
  const line = (
    label: string,
    colour: Series['colour'],
    bytesOf: (point: Bandwidth['points'][number]) => number,
  ): Series => {
    const values = points.map((point) => (bytesOf(point) * BITS) / stepSeconds);
    return { label, colour, values: [...values, ...values.slice(-1)] };
  };
  const series =
    back === undefined
      ? [line(out, 'series-1', ({ bytes, bytesBack }) => bytes + bytesBack)]
      : [line(out, 'series-1', ({ bytes }) => bytes), line(back, 'series-2', ({ bytesBack }) => bytesBack)];
  return { times, series };
}
