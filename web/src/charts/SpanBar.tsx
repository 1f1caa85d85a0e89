import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parameters } from '../data/api.ts';
import { useChangeSearch } from '../data/use-search.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { useAct } from '../ui/use-act.ts';
import { neighbour, type Span } from './busy-spans.ts';
import { askBandwidth } from './traffic-query.ts';

const NOTHING = { before: 'charts.nothingBefore', after: 'charts.nothingAfter' } as const;

interface SpanBarProps {
  readonly path: string;
  readonly parameters: Parameters;
  readonly span: Span | null;
  readonly stepSeconds: number;
  /** Why this span: the newest traffic, all of it in spite of the silence, what the page asks for, or there is no other. */
  readonly state: 'newest' | 'all' | 'asked' | 'whole';
  readonly disabled: boolean;
}

/** Which time the chart shows, what one step of it is, and the way to the traffic before and after. */
export function SpanBar({ path, parameters, span, stepSeconds, state, disabled }: SpanBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChangeSearch();
  const act = useAct();
  /** Where nothing more is; of another span it is not known yet. */
  const [ends, setEnds] = useState<readonly string[]>([]);
  const [looking, setLooking] = useState(false);
  if (span === null) return null;
  const keyOf = (end: 'before' | 'after') => `${end} ${span.fromMs} ${span.toMs}`;
  const go = async (end: 'before' | 'after') => {
    setLooking(true);
    await act(async () => {
      const found = await neighbour(askBandwidth(path, parameters), span, end);
      if (found === null) return setEnds((known) => [...known, keyOf(end)]);
      const { fromMs, toMs } = found.span;
      change({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), span: undefined });
    });
    setLooking(false);
  };
  const step = (end: 'before' | 'after', isEnd: boolean) => {
    const nothing = isEnd || ends.includes(keyOf(end));
    return (
      <IconButton
        size="small"
        icon={end === 'before' ? ChevronLeft : ChevronRight}
        label={t(nothing ? NOTHING[end] : `charts.${end}`)}
        aria-disabled={nothing || looking || disabled}
        className="aria-disabled:cursor-not-allowed aria-disabled:opacity-50"
        onClick={() => (nothing || looking || disabled ? undefined : void go(end))}
      />
    );
  };
  return (
    <div className="mb-1 flex min-h-7 flex-wrap items-center gap-x-2 text-xs text-muted">
      <span className="min-w-0 grow basis-64" role="status">
        {state === 'newest' ? <span className="font-medium text-ink">{t('charts.newest')} </span> : null}
        {format.span(span.fromMs, span.toMs)} · {t('charts.step', { step: format.step(stepSeconds) })}
      </span>
      <span className="inline-flex">
        {state === 'newest' ? (
          <Button size="small" look="quiet" onClick={() => change({ span: 'all' })}>
            {t('charts.showAll')}
          </Button>
        ) : null}
        {state === 'all' ? (
          <Button size="small" look="quiet" onClick={() => change({ span: undefined })}>
            {t('charts.showNewest')}
          </Button>
        ) : null}
        {state === 'newest' || state === 'asked' ? (
          <>
            {step('before', false)}
            {step('after', state === 'newest')}
          </>
        ) : null}
      </span>
    </div>
  );
}
