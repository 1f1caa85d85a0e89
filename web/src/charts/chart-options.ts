import UPlot from 'uplot';
import { createAxisFormat } from './axis-format.ts';
import { colour, translucent } from './colour.ts';
import type { Series } from './TimeChart.tsx';

interface ChartOptions {
  readonly element: HTMLElement;
  readonly heightPx: number;
  readonly series: readonly Series[];
  readonly language: 'en' | 'fr';
  readonly say: (value: number) => string;
  /** The place of the time under the cursor of any chart of the page. */
  readonly onCursor: (index: number | null) => void;
  readonly onRange: (fromMs: number, toMs: number) => void;
  readonly onReset: () => void;
}

const FONT = '11px "Inter Variable", sans-serif';
const SHARED_CURSOR = 'vigie';
const AXIS_PX = 72;
const TIME_AXIS_PX = 36;
/** Less than this was a click. */
const LEAST_DRAG_PX = 4;
/** Room above the highest point. */
const HEADROOM = 1.08;

export function chartOptions(options: ChartOptions): UPlot.Options {
  const { element, heightPx, series, say, onCursor, onRange, onReset } = options;
  const line = colour('line', element);
  const axis = { stroke: colour('muted', element), font: FONT, ticks: { show: false } };
  /** Other charts get the selection too; only the one under the pointer acts. */
  let isUnder = false;
  return {
    width: element.clientWidth || 300,
    height: heightPx,
    // Half of the last label stands beyond the last time.
    padding: [8, 24, 0, 0],
    legend: { show: false },
    scales: { x: { time: true }, y: { range: (_plot, _min, max) => [0, max > 0 ? max * HEADROOM : 1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 80,
        size: TIME_AXIS_PX,
        values: createAxisFormat(options.language),
      },
      {
        ...axis,
        grid: { stroke: line, width: 1 },
        size: AXIS_PX,
        space: 36,
        values: (_plot, values) => values.map((value) => say(value)),
      },
    ],
    series: [
      {},
      ...series.map((one) => ({
        label: one.label,
        stroke: colour(one.colour, element),
        fill: translucent(one.colour, series.length === 1 ? 0.16 : 0.08, element),
        width: 1.5,
        points: { show: false },
        ...(UPlot.paths.stepped === undefined ? {} : { paths: UPlot.paths.stepped({ align: 1 }) }),
      })),
    ],
    cursor: {
      y: false,
      sync: { key: SHARED_CURSOR, setSeries: false },
      drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG_PX },
      points: { size: 6 },
    },
    hooks: {
      init: [
        (plot) => {
          plot.over.addEventListener('mousedown', () => {
            isUnder = true;
          });
          plot.over.addEventListener('dblclick', onReset);
        },
      ],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (!isUnder) return;
          isUnder = false;
          if (width < LEAST_DRAG_PX) return;
          const from = plot.posToVal(left, 'x') * 1000;
          const to = plot.posToVal(left + width, 'x') * 1000;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onRange(Math.floor(from), Math.ceil(to));
        },
      ],
    },
  };
}
