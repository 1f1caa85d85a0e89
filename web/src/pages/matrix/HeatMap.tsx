import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CellAt, cellAt, drawMatrix, type MatrixView, reveal } from '../../graph/matrix/draw-matrix.ts';
import type { Matrix } from '../../graph/matrix/matrix-model.ts';
import { readPalette } from '../../graph/render/palette.ts';
import { colouredSprites } from '../../graph/render/sprites.ts';
import { useTheme } from './use-theme.ts';

interface HeatMapProps {
  readonly matrix: Matrix;
  readonly order: readonly number[];
  readonly label: string;
  /** One sentence about a cell, shown and read aloud. */
  readonly say: (row: number, column: number) => string;
  readonly onOpen: (row: number, column: number) => void;
}

const CELL_PX = { handful: 34, few: 22, many: 14, most: 9 } as const;

/** Cells on a canvas; a cursor goes from cell to cell with the arrow keys and its value is read aloud. */
export function HeatMap({ matrix, order, label, say, onOpen }: HeatMapProps) {
  const { t } = useTranslation();
  const help = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [scroll, setScroll] = useState({ left: 0, top: 0 });
  const [cursor, setCursor] = useState<CellAt | null>(null);
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const theme = useTheme();
  const count = order.length;
  const cell =
    count <= 12 ? CELL_PX.handful : count <= 30 ? CELL_PX.few : count <= 150 ? CELL_PX.many : CELL_PX.most;
  const narrow = size.width < 640;
  const view: MatrixView = {
    ...size,
    ...scroll,
    cell,
    rowHead: narrow ? 96 : 168,
    columnHead: narrow ? 84 : 132,
  };

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colours that are read.
  const look = useMemo(() => {
    const palette = readPalette(scroller.current ?? document.body);
    return { palette, sprites: colouredSprites(palette) };
  }, [theme]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || size.width === 0) return;
    const pixels = Math.min(2, devicePixelRatio);
    element.width = Math.round(size.width * pixels);
    element.height = Math.round(size.height * pixels);
    context.setTransform(pixels, 0, 0, pixels, 0, 0);
    drawMatrix(context, { matrix, order, view, ...look, cursor, hovered });
  });

  const at = ({ clientX, clientY }: PointerEvent): CellAt | null => {
    const box = scroller.current?.getBoundingClientRect();
    return box === undefined ? null : cellAt(view, count, clientX - box.left, clientY - box.top);
  };
  const move = (next: CellAt) => {
    setCursor(next);
    setHovered(null);
    const to = reveal(view, next);
    scroller.current?.scrollTo(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const now = cursor ?? { row: 0, column: 0 };
    const within = (place: number) => Math.max(0, Math.min(count - 1, place));
    const page = 10;
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      PageUp: [-page, 0],
      PageDown: [page, 0],
      Home: [0, -count],
      End: [0, count],
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = { row: within(now.row + step[0]), column: within(now.column + step[1]) };
      move(cursor === null ? now : next);
    } else if ((event.key === 'Enter' || event.key === ' ') && cursor !== null) {
      onOpen(order[cursor.row], order[cursor.column]);
    } else if (event.key === 'Escape' && cursor !== null) setCursor(null);
    else return;
    event.preventDefault();
  };
  const shown = hovered ?? cursor;
  const sentence = shown === null ? '' : say(order[shown.row], order[shown.column]);
  return (
    <div className="flex min-h-0 grow flex-col">
      <div
        ref={scroller}
        role="application"
        aria-label={label}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys lead from cell to cell in here.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) =>
          setScroll({ left: event.currentTarget.scrollLeft, top: event.currentTarget.scrollTop })
        }
        onPointerMove={(event) => setHovered(event.pointerType === 'touch' ? null : at(event))}
        onPointerLeave={() => setHovered(null)}
        onClick={(event) => {
          const clicked = at(event as unknown as PointerEvent);
          if (clicked === null) return;
          setCursor(clicked);
          onOpen(order[clicked.row], order[clicked.column]);
        }}
        className="relative min-h-0 grow overflow-auto"
      >
        <canvas
          ref={canvas}
          className="pointer-events-none sticky top-0 left-0 block"
          style={{ width: size.width, height: size.height }}
        />
        {/* As large as all cells, so that the box scrolls over them. */}
        <div
          aria-hidden="true"
          style={{
            width: view.rowHead + count * cell + 8,
            height: Math.max(0, view.columnHead + count * cell + 8 - size.height),
          }}
        />
      </div>
      <p className="flex min-h-8 items-center border-t px-3 py-1.5 text-xs" role="status">
        {sentence === '' ? <span className="text-muted">{t('matrix.hint')}</span> : sentence}
      </p>
      <p id={help} className="sr-only">
        {t('matrix.keys')}
      </p>
    </div>
  );
}
