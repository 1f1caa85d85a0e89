import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import UPlot from 'uplot';
import { useChangeSearch } from '../data/use-search.ts';
import { useFormat } from '../i18n/use-format.ts';
import { cx } from '../ui/class-names.ts';
import { useIsDark } from '../ui/theme.ts';
import { chartOptions } from './chart-options.ts';

export interface Series {
  readonly label: string;
  /** As many as there are times; `null` where nothing is known. */
  readonly values: readonly (number | null)[];
  readonly colour: keyof typeof SWATCH;
}

export interface TimeChartProps {
  /** What it shows, read aloud with a summary. */
  readonly label: string;
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  /** Of a value, with its unit. */
  readonly say: (value: number) => string;
  readonly heightPx?: number;
  /** Without it a drag over the chart sets the time range of the page. */
  readonly onRange?: (fromMs: number, toMs: number) => void;
}

const SWATCH = {
  'series-1': 'bg-series-1',
  'series-2': 'bg-series-2',
  'series-3': 'bg-series-3',
  'series-4': 'bg-series-4',
  'series-5': 'bg-series-5',
  'series-6': 'bg-series-6',
} as const;

/**
 * Values over time. All charts of a page share one cursor; dragging sets the time range of every page, a double click
 * takes it away. Read aloud: what each line reaches.
 */
export function TimeChart({ label, times, series, say, heightPx = 220, onRange }: TimeChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const dark = useIsDark();
  const change = useChangeSearch();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const current = useRef({ onRange, change, say });
  current.current = { onRange, change, say };
  const shape = series.map((one) => `${one.label} ${one.colour}`).join('|');

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines, theme or language make another chart; data are set below.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const options = chartOptions({
      element,
      heightPx,
      series,
      language: format.language,
      say: (value) => current.current.say(value),
      onCursor: setAt,
      onRange(from, to) {
        const { onRange: handle, change: changeSearch } = current.current;
        if (handle !== undefined) handle(from, to);
        else changeSearch({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      },
      onReset: () => current.current.change({ from: undefined, to: undefined }),
    });
    const made = new UPlot(options, dataOf(times, series), element);
    plot.current = made;
    const observer = new ResizeObserver(([{ contentRect }]) =>
      made.setSize({ width: contentRect.width, height: heightPx }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, [shape, dark, format.language, heightPx]);
  useEffect(() => plot.current?.setData(dataOf(times, series)), [times, series]);

  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="sr-only">
        {label}.{' '}
        {series.map((one) => t('charts.summary', { line: one.label, most: say(most(one.values)) })).join(' ')}
      </figcaption>
      <div className="flex min-h-5 flex-wrap items-center gap-x-4 text-xs" aria-hidden>
        {series.map((one) => (
          <span key={one.label} className="inline-flex items-center gap-1.5">
            <span className={cx('h-0.5 w-3 rounded-full', SWATCH[one.colour])} />
            <span className="text-muted">{one.label}</span>
            <span className="font-medium">{at === null ? '' : sayAt(one.values[at], say)}</span>
          </span>
        ))}
        <span className="ml-auto text-muted">
          {at === null || times[at] === undefined ? '' : format.instant(times[at])}
        </span>
      </div>
      <div ref={box} aria-hidden style={{ height: heightPx }} />
    </figure>
  );
}

const most = (values: readonly (number | null)[]): number =>
  values.reduce<number>((highest, value) => Math.max(highest, value ?? 0), 0);
const sayAt = (value: number | null | undefined, say: (value: number) => string): string =>
  value === null || value === undefined ? '–' : say(value);

function dataOf(times: readonly number[], series: readonly Series[]): UPlot.AlignedData {
  return [times.map((ms) => ms / 1000), ...series.map(({ values }) => [...values])];
}
