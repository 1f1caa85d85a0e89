import { useTranslation } from 'react-i18next';
import { Sparkline } from '../../charts/Sparkline.tsx';
import { useLive } from '../../data/live.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import type { Interface, Listening } from './queries.ts';

const TONES: Readonly<Record<Listening['state'], Tone>> = {
  starting: 'accent',
  up: 'good',
  down: 'warning',
  gone: 'warning',
  stopping: 'neutral',
  ended: 'neutral',
  failed: 'bad',
};

export function InterfaceState({ row }: { readonly row: Interface }) {
  const { t } = useTranslation();
  const { listening, up } = row;
  if (listening !== null) {
    return <Badge tone={TONES[listening.state]}>{t(`interfaces.states.${listening.state}`)}</Badge>;
  }
  return <Badge>{t(up ? 'interfaces.up' : 'interfaces.down')}</Badge>;
}

/** What it carries now: told each second when live, else as it was last asked for. */
export function InterfaceRate({ row }: { readonly row: Interface }) {
  const format = useFormat();
  const { traffic } = useLive();
  if (row.listening === null) return <span className="text-muted">–</span>;
  return <>{format.rate(traffic[row.name]?.at(-1)?.bitsPerSecond ?? row.listening.bitsPerSecond)}</>;
}

export function InterfaceHistory({
  row,
  wide = false,
}: {
  readonly row: Interface;
  readonly wide?: boolean;
}) {
  const { t } = useTranslation();
  const { traffic } = useLive();
  const points = traffic[row.name] ?? [];
  if (row.listening === null || points.length < 2) return <span className="text-muted">–</span>;
  return (
    <Sparkline
      label={t('interfaces.history')}
      values={points.map(({ bitsPerSecond }) => bitsPerSecond)}
      {...(wide ? { width: 360, height: 64 } : {})}
    />
  );
}
