import { ChevronDown, Clock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRelative, useScope } from '../../data/scope.ts';
import { one } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Field } from '../../ui/form/Field.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { RANGE_PRESETS } from './range-presets.ts';
import { useTimesOfData } from './use-times-of-data.ts';

const HOUR_MS = 3_600_000;
const OF_DATA = [
  ['lastHour', HOUR_MS],
  ['lastDay', 24 * HOUR_MS],
] as const;

/** What `<input type="datetime-local">` shows: the reader's own zone, without one. */
function toLocal(iso: string | undefined): string {
  if (iso === undefined) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The range of every page: relative, the newest part of the data, exact, or everything. */
export function TimeRange() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const change = useChangeSearch();
  const { first, last } = useTimesOfData();
  const set = (from: string | undefined, to: string | undefined) => {
    change({ from, to });
    setOpen(false);
  };
  return (
    <Popover
      label={t('frame.range.label')}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="flex w-[min(92vw,33rem)] flex-col py-2 sm:flex-row"
      trigger={
        <Button
          look="plain"
          icon={Clock}
          aria-label={t('ui.pair', { name: t('frame.range.label'), value: useRangeLabel() })}
        >
          <span className="max-w-56 truncate max-sm:hidden">{useRangeLabel()}</span>
          <ChevronDown size={14} aria-hidden className="text-muted max-sm:hidden" />
        </Button>
      }
    >
      <Presets set={set} />
      <Exact key={`${first} ${last}`} set={set} />
    </Popover>
  );
}

type SetRange = (from: string | undefined, to: string | undefined) => void;

function useRangeLabel(): string {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = one(useSearch(), 'from');
  const { from, to } = useScope();
  if (isRelative(asked) && to === undefined) {
    const preset = RANGE_PRESETS.find((name) => asked === `now-${name}`);
    return preset === undefined ? (asked ?? '') : t(`frame.range.presets.${preset}`);
  }
  if (from !== undefined && to !== undefined) return format.span(from, to);
  if (from !== undefined) return t('frame.range.since', { at: format.instant(from) });
  if (to !== undefined) return t('frame.range.until', { at: format.instant(to) });
  return t('frame.range.all');
}

function Presets({ set }: { readonly set: SetRange }) {
  const { t } = useTranslation();
  const asked = one(useSearch(), 'from');
  const { to } = useScope();
  const { last } = useTimesOfData();
  const item = (chosen: boolean) =>
    cx(
      'flex min-h-8 w-full items-center px-3 py-1 text-left leading-4 hover:bg-raised',
      chosen && 'bg-wash font-medium text-accent',
    );
  return (
    <ul className="grid shrink-0 grid-cols-2 sm:block sm:w-64 sm:border-r">
      <li>
        <button
          type="button"
          className={item(asked === undefined && to === undefined)}
          onClick={() => set(undefined, undefined)}
        >
          {t('frame.range.all')}
        </button>
      </li>
      {RANGE_PRESETS.map((preset) => (
        <li key={preset}>
          <button
            type="button"
            className={item(asked === `now-${preset}`)}
            onClick={() => set(`now-${preset}`, undefined)}
          >
            {t(`frame.range.presets.${preset}`)}
          </button>
        </li>
      ))}
      {last === null
        ? null
        : OF_DATA.map(([name, ms]) => (
            <li key={name}>
              <button
                type="button"
                className={item(false)}
                onClick={() => set(new Date(last - ms).toISOString(), new Date(last).toISOString())}
              >
                {t(`frame.range.${name}`)}
              </button>
            </li>
          ))}
    </ul>
  );
}

function Exact({ set }: { readonly set: SetRange }) {
  const { t } = useTranslation();
  const scope = useScope();
  const { first, last } = useTimesOfData();
  const [from, setFrom] = useState(
    toLocal(scope.from ?? (first === null ? undefined : new Date(first).toISOString())),
  );
  const [to, setTo] = useState(
    toLocal(scope.to ?? (last === null ? undefined : new Date(last).toISOString())),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const start = from === '' ? undefined : new Date(from);
    const end = to === '' ? undefined : new Date(to);
    if (start !== undefined && end !== undefined && start > end) return setProblem(t('frame.range.order'));
    setProblem(null);
    set(start?.toISOString(), end?.toISOString());
  };
  return (
    <form onSubmit={submit} className="flex grow flex-col gap-3 px-4 py-2">
      <Field
        label={t('frame.range.from')}
        type="datetime-local"
        step={1}
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <Field
        label={t('frame.range.to')}
        type="datetime-local"
        step={1}
        value={to}
        problem={problem}
        onChange={(event) => setTo(event.target.value)}
      />
      <p className="text-xs text-muted">{t('frame.range.hint')}</p>
      <Button type="submit" look="primary">
        {t('table.apply')}
      </Button>
    </form>
  );
}
