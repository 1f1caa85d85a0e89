import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TrafficChart } from '../../charts/TrafficChart.tsx';
import { get } from '../../data/api.ts';
import { useScope } from '../../data/scope.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Device } from '../../nouns/devices/device.ts';
import { Fact, Facts, Section } from '../../nouns/Facts.tsx';
import type { Vlan } from '../../nouns/vlans.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { DeviceLink } from '../../ui/network/DeviceLink.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { VlanText } from './VlanText.tsx';

const SHOWN = 10;

/** What a VLAN is called, how much it carries, and who is in it. */
export function VlanPanel({ vlan }: { readonly vlan: Vlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scope = useScope();
  const id = String(vlan.vlan);
  const link = buttonClass('plain', 'small');
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        <Section title={t('vlans.column.name')}>
          <VlanText vlan={vlan} field="name" />
        </Section>
        <Section title={t('vlans.column.description')}>
          <VlanText vlan={vlan} field="description" />
        </Section>
      </div>
      <Section title={`${t('vlans.panel.volume')} · ${t('vlans.panel.overall')}`}>
        <Facts>
          <Fact name={t('vlans.column.packets')}>{format.count(vlan.packets)}</Fact>
          <Fact name={t('vlans.column.bytes')}>
            <span title={format.count(vlan.bytes)}>{format.bytes(vlan.bytes)}</span>
          </Fact>
          {vlan.outerVlan === null ? null : <Fact name={t('vlans.column.outer')}>{vlan.outerVlan}</Fact>}
        </Facts>
      </Section>
      <Section title={t('vlans.panel.bandwidth')}>
        <TrafficChart
          label={t('vlans.panel.bandwidth')}
          path="/stats/bandwidth"
          parameters={{ ...scope, vlan: vlan.vlan }}
          heightPx={140}
        />
      </Section>
      <Members vlan={vlan} />
      <div className="flex flex-wrap gap-2">
        <PageLink to="/devices" search={{ vlan: id }} className={link}>
          {t('vlans.column.devices')}
        </PageLink>
        <PageLink to="/flows" search={{ vlan: id }} className={link}>
          {t('vlans.panel.flows')}
        </PageLink>
        <PageLink to="/topology" search={{ vlan: id }} className={link}>
          {t('vlans.panel.topology')}
        </PageLink>
      </div>
    </div>
  );
}

function Members({ vlan: { vlan } }: { readonly vlan: Vlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { site } = useScope();
  const { data, error, refetch } = useQuery({
    queryKey: ['devices', 'of-vlan', vlan, site],
    queryFn: ({ signal }) =>
      get<{ items: readonly Device[]; total: number }>(
        '/devices',
        { vlan, site, sort: 'bytesSent', order: 'desc', limit: SHOWN },
        signal,
      ),
  });
  return (
    <Section title={t('vlans.panel.devices')}>
      {error !== null && data === undefined ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <SkeletonLines lines={4} />
      ) : data.total === 0 ? (
        <p className="text-sm text-muted">{t('vlans.panel.noDevices')}</p>
      ) : (
        <ul className="flex flex-col">
          {data.items.map((device) => (
            <li key={device.id} className="flex h-8 items-center justify-between gap-3 border-b text-sm">
              <DeviceLink id={device.id} type={device.type} name={device.name} ip={device.ip} />
              <span className="shrink-0 text-muted">{format.bytes(device.bytesSent)}</span>
            </li>
          ))}
          {data.total > data.items.length ? (
            <li className="flex h-8 items-center text-sm">
              <PageLink to="/devices" search={{ vlan: String(vlan) }} className="text-accent hover:underline">
                {t('vlans.panel.more', { n: format.count(data.total) })}
              </PageLink>
            </li>
          ) : null}
        </ul>
      )}
    </Section>
  );
}
