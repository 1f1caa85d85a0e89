import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { useLive } from '../../data/live.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Progress } from '../../ui/Progress.tsx';

const TONES: Readonly<Record<Capture['status'], Tone>> = {
  importing: 'accent',
  ready: 'good',
  failed: 'bad',
  interrupted: 'warning',
};

/** Its state, or how far it was read: five times a second when live, else as the list was last asked for. */
export function CaptureState({ capture }: { readonly capture: Capture }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { imports } = useLive();
  const { id, name, status, kind } = capture;
  const now = imports[id];
  if (status !== 'importing' || kind === 'live') {
    return <Badge tone={TONES[status]}>{t(`captures.statuses.${status}`)}</Badge>;
  }
  if (now?.status === 'waiting') return <Badge>{t('captures.waiting')}</Badge>;
  const share = now?.progress ?? capture.progress;
  return (
    <span className="inline-flex w-full items-center gap-2">
      <Progress label={name} share={share} className="w-20" />
      <span className="text-xs text-muted">{format.percent(share)}</span>
    </span>
  );
}
