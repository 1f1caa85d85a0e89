import { useTranslation } from 'react-i18next';
import { useLive } from '../../data/live.ts';
import { useSites } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { CaptureSite } from '../../nouns/sites/CaptureSite.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Part } from '../../ui/layout/Part.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';
import { InterfaceHistory, InterfaceRate, InterfaceState } from './InterfaceState.tsx';
import { ListenButton } from './ListenButton.tsx';
import type { Interface } from './queries.ts';
import { useListeningSite } from './use-listening-site.ts';

interface InterfacePanelProps {
  readonly row: Interface | undefined;
  readonly onListen: (row: Interface) => void;
}

export function InterfacePanel({ row, onListen }: InterfacePanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { traffic } = useLive();
  const sites = useSites();
  const siteOf = useListeningSite();
  if (row === undefined) return <RowPending />;
  const { listening, mac, mtuBytes } = row;
  const packetsPerSecond = traffic[row.name]?.at(-1)?.packetsPerSecond ?? listening?.packetsPerSecond ?? 0;
  return (
    <div className="flex flex-col gap-5">
      <div>
        <ListenButton row={row} onListen={onListen} />
      </div>
      {listening === null ? null : (
        <Part title={t('interfaces.history')}>
          <InterfaceHistory row={row} wide />
          <Facts
            facts={[
              [
                t('interfaces.rate'),
                <span key="rate">
                  <InterfaceRate row={row} /> ·{' '}
                  {t('interfaces.packetRate', { value: format.count(packetsPerSecond) })}
                </span>,
              ],
              sites.length === 0
                ? null
                : [
                    t('sites.site'),
                    <CaptureSite key="site" id={listening.captureId} siteId={siteOf(listening)} />,
                  ],
              [t('interfaces.packets'), format.count(listening.packets)],
              [t('interfaces.bytes'), format.bytes(listening.bytes)],
              [t('interfaces.received'), format.count(listening.received)],
              [t('interfaces.dropped'), format.count(listening.dropped)],
              [t('interfaces.rowsDropped'), format.count(listening.rowsDropped)],
              [t('interfaces.devices'), format.count(listening.devices)],
              [t('interfaces.conversations'), format.count(listening.conversations)],
              [t('interfaces.cpu'), t('interfaces.cpuShare', { share: format.percent(listening.cpuShare) })],
              [t('interfaces.since'), <Time key="since" at={listening.startedAt} />],
              listening.filter === null
                ? null
                : [t('interfaces.filter'), <code key="filter">{listening.filter}</code>],
            ]}
          />
          {listening.error === null ? null : <p className="text-sm text-critical">{listening.error}</p>}
          <PageLink
            to="/captures"
            search={{ open: listening.captureId }}
            className="text-sm text-accent hover:underline"
          >
            {t('interfaces.openCapture')}
          </PageLink>
        </Part>
      )}
      <Part title={t('interfaces.facts')}>
        <Facts
          facts={[
            [t('interfaces.state'), <InterfaceState key="state" row={row} />],
            mac === null ? null : [t('interfaces.mac'), <Copyable key="mac" text={mac} />],
            mtuBytes === null
              ? null
              : [t('interfaces.mtu'), t('interfaces.octets', { n: format.count(mtuBytes) })],
          ]}
        />
      </Part>
    </div>
  );
}
