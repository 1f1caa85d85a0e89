import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parameters } from '../data/api.ts';
import { one } from '../data/search.ts';
import { useSearch } from '../data/use-search.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Skeleton } from '../ui/states/Skeleton.tsx';
import { Problem } from '../ui/states/States.tsx';
import { type Bandwidth, isSparse, spanOf } from './busy-spans.ts';
import { SpanBar } from './SpanBar.tsx';
import { type Series, TimeChart } from './TimeChart.tsx';
import { trafficQuery } from './traffic-query.ts';

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

const BITS = 8;
/** Of the legend, and of what tells the range. */
const LEGEND_PX = 24;
const BAR_PX = 32;

/**
 * Bits a second over time, of everybody, a device, a VLAN or a protocol. Where nobody asked for a range and traffic is moments
 * in years of silence, it shows the newest of them (`span=all` in the URL: all on one axis) and leads to the others.
 */
export function TrafficChart({ label, path, parameters, directions, heightPx = 220 }: TrafficChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const showsAll = one(useSearch(), 'span') === 'all';
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...trafficQuery(path, parameters),
    placeholderData: keepPreviousData,
  });
  const [out, back] = directions ?? [t('charts.traffic'), undefined];
  const newest = showsAll ? null : (data?.newest ?? null);
  const shown = newest?.data ?? data?.whole;
  const { times, series } = useMemo(() => linesOf(shown, out, back), [shown, out, back]);
  // As high as the chart with its legend: nothing moves when it comes.
  const height = { height: heightPx + LEGEND_PX + BAR_PX };
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined || shown === undefined) {
    return (
      <div style={height}>
        <Skeleton className="h-full w-full" />
      </div>
    );
  }
  const { isRanged } = data;
  const span = spanOf(shown);
  const bar = (
    <SpanBar
      path={path}
      parameters={parameters}
      span={span}
      stepSeconds={shown.stepSeconds}
      state={newest !== null ? 'newest' : isRanged ? 'asked' : isSparse(data.whole) ? 'all' : 'whole'}
      disabled={isPlaceholderData}
    />
  );
  if (series.every(({ values }) => values.every((value) => value === 0))) {
    return (
      <div style={height} className="flex flex-col">
        {span === null ? null : bar}
        <p className="flex grow items-center justify-center text-sm text-muted">
          {t(isRanged ? 'charts.nothing' : 'charts.none')}
        </p>
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-col">
      {bar}
      <TimeChart label={label} times={times} series={series} say={format.rate} heightPx={heightPx} />
    </div>
  );
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
