import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '../../data/dashboard.ts';
import { useLive } from '../../data/live.ts';
import { statusQuery } from '../../data/status.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { SeverityIcon } from '../../ui/icons/Severity.tsx';
import { PageLink, type PageLinkProps } from '../../ui/PageLink.tsx';
import { Skeleton } from '../../ui/states/Skeleton.tsx';
import { FINDINGS_ID } from './Findings.tsx';

/** The network in six figures; each leads to its page. */
export function Figures({ data }: { readonly data: Dashboard | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const gravest = data?.findings[0]?.severity;
  return (
    <section
      aria-label={t('overview.figures')}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line sm:grid-cols-3 xl:grid-cols-6"
    >
      <Figure to="/devices" label={t('overview.devices')} value={data && format.count(data.devices.total)}>
        {data === undefined
          ? null
          : data.devices.new24h === 0
            ? t('overview.active', { count: data.devices.active })
            : t('overview.newToday', { count: data.devices.new24h })}
      </Figure>
      <Figure to="/protocols" label={t('overview.traffic')} value={data && format.bytes(data.bytes)}>
        {data && t('overview.packets', { count: data.packets, value: format.count(data.packets) })}
      </Figure>
      <Now />
      <Figure to="/flows" label={t('overview.flows')} value={data && format.count(data.flows)}>
        {t('overview.flowsNote')}
      </Figure>
      <Figure to="/vlans" label={t('overview.vlans')} value={data && format.count(data.vlans)}>
        {t('overview.vlansNote')}
      </Figure>
      <Figure
        onClick={showFindings}
        label={t('overview.findings')}
        value={data && format.count(data.findingsTotal)}
      >
        {gravest === undefined ? (
          data && t('overview.findingsNone')
        ) : (
          <span className="inline-flex items-center gap-1">
            <SeverityIcon severity={gravest} size={12} />
            {t('overview.findingsGravest', { severity: t(`ui.severity.${gravest}`) })}
          </span>
        )}
      </Figure>
    </section>
  );
}

/** What the interfaces that are listened on carry in this moment. */
function Now() {
  const { t } = useTranslation();
  const format = useFormat();
  const { traffic } = useLive();
  const { data } = useQuery(statusQuery);
  const listening = data?.listening ?? [];
  const rate = listening.reduce(
    (sum, { interface: name, bitsPerSecond }) =>
      sum + (traffic[name]?.at(-1)?.bitsPerSecond ?? bitsPerSecond),
    0,
  );
  return (
    <Figure
      to="/interfaces"
      label={t('overview.now')}
      value={listening.length === 0 ? '–' : format.rate(rate)}
    >
      {listening.length === 0 ? t('overview.nowQuiet') : t('overview.nowOn', { count: listening.length })}
    </Figure>
  );
}

/** They have no page of their own: further down on this one. */
function showFindings(): void {
  const list = document.getElementById(FINDINGS_ID);
  list?.scrollIntoView({ block: 'start' });
  list?.focus({ preventScroll: true });
}

interface FigureProps {
  readonly to?: PageLinkProps['to'];
  readonly onClick?: () => void;
  readonly label: string;
  /** Absent until it is known. */
  readonly value: string | undefined;
  readonly children: ReactNode;
}

function Figure({ to, onClick, label, value, children }: FigureProps) {
  const inside = (
    <>
      <span className="text-xs text-muted">{label}</span>
      {value === undefined ? (
        <Skeleton className="my-1 h-6 w-20" />
      ) : (
        <span className="truncate text-2xl leading-8 font-semibold tracking-tight tabular-nums">{value}</span>
      )}
      <span className="truncate text-xs text-muted">{children}</span>
    </>
  );
  const look = 'flex min-w-0 flex-col bg-panel px-4 py-3';
  const pointed = `${look} outline-offset-[-2px] hover:bg-raised`;
  if (to === undefined)
    return (
      <button type="button" onClick={onClick} className={`${pointed} text-left`}>
        {inside}
      </button>
    );
  return (
    <PageLink to={to} className={pointed}>
      {inside}
    </PageLink>
  );
}
