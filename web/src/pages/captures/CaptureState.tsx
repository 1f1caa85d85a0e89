import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { type Import, useLive } from '../../data/live.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Progress } from '../../ui/Progress.tsx';

const TONES: Readonly<Record<Capture['status'], Tone>> = {
  importing: 'accent',
  ready: 'good',
  failed: 'bad',
  interrupted: 'warning',
  deleting: 'neutral',
};

const RUNNING: readonly (Import['status'] | undefined)[] = ['waiting', 'reading', 'writing'];

/**
 * Whether an import waits for this capture or reads it, and how far. A capture that is read again stays `ready` for
 * most of it: what was read before is still there.
 */
export function useRunningImport({ id, status, kind, progress }: Capture) {
  const { imports } = useLive();
  if (kind === 'live' || status === 'deleting') return null;
  const now = imports[id];
  if (now !== undefined && RUNNING.includes(now.status)) {
    return { isWaiting: now.status === 'waiting', progress: now.progress };
  }
  const isRunning = status === 'importing' || (status === 'ready' && progress < 1);
  return isRunning ? { isWaiting: false, progress } : null;
}

/** Nobody counts what goes: only that it goes is shown. */
function Deleting({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex w-full items-center gap-2">
      <Progress label={name} share={null} className="w-12 min-w-2 shrink" />
      <span className="shrink-0 text-xs text-muted">{t('captures.statuses.deleting')}</span>
    </span>
  );
}

/** Its state, or how far it was read: five times a second when live, else as the list was last asked for. */
export function CaptureState({ capture }: { readonly capture: Capture }) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = useRunningImport(capture);
  const { name, status, kind } = capture;
  if (status === 'deleting') return <Deleting name={name} />;
  if (kind === 'live' && status === 'importing') return <Badge tone="good">{t('captures.listening')}</Badge>;
  if (running === null) return <Badge tone={TONES[status]}>{t(`captures.statuses.${status}`)}</Badge>;
  if (running.isWaiting) return <Badge>{t('captures.waiting')}</Badge>;
  return (
    <span className="inline-flex w-full items-center gap-2">
      <Progress label={name} share={running.progress} className="w-20" />
      <span className="text-xs text-muted">{format.percent(running.progress)}</span>
    </span>
  );
}
