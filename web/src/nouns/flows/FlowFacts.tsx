import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Fact, Facts, Section } from '../Facts.tsx';
import { durationSeconds, type Flow } from './flow.ts';
import { preciseInstant } from './precise.ts';
import { flagNames, tcpEnd } from './tcp.ts';

interface FlowProps {
  readonly flow: Flow;
}

/** What it is: protocol, names, VLAN, and what became of the connection. */
export function FlowWhat({ flow }: FlowProps) {
  const { t } = useTranslation();
  const { protocol, appProtocol, serverName, vlan, outerVlan, tunnel } = flow;
  return (
    <Section title={t('flows.panel.what')}>
      <Facts>
        <Fact name={t('flows.panel.protocol')}>{protocol}</Fact>
        <Fact name={t('flows.panel.application')}>
          {appProtocol ?? <span className="text-muted">{t('flows.panel.applicationNone')}</span>}
        </Fact>
        {serverName === null ? null : <Fact name={t('flows.panel.serverName')}>{serverName}</Fact>}
        <Fact name={t('flows.panel.vlan')}>
          {vlan === null
            ? t('flows.panel.untagged')
            : outerVlan === null
              ? vlan
              : t('flows.panel.outer', { outer: outerVlan, inner: vlan })}
        </Fact>
        {tunnel === null ? null : <Fact name={t('flows.panel.tunnel')}>{tunnel}</Fact>}
      </Facts>
    </Section>
  );
}

/** Packets and bytes of each direction, and of both. */
export function FlowVolume({ flow }: FlowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = [
    [t('flows.panel.forward'), flow.packets, flow.bytes],
    [t('flows.panel.back'), flow.packetsBack, flow.bytesBack],
    [t('flows.panel.total'), flow.packets + flow.packetsBack, flow.bytes + flow.bytesBack],
  ] as const;
  return (
    <Section title={t('flows.panel.volume')}>
      <table className="w-full text-sm">
        <thead>
          <tr className="text-xs text-muted">
            <td />
            <th scope="col" className="pb-1 pl-3 text-right font-normal">
              {t('flows.panel.packets')}
            </th>
            <th scope="col" className="pb-1 pl-3 text-right font-normal">
              {t('flows.panel.bytes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, packets, bytes], index) => (
            <tr key={name} className={index === 2 ? 'border-t font-medium' : ''}>
              <th scope="row" className="py-0.5 text-left font-normal">
                {name}
              </th>
              <td className="pl-3 text-right">{format.count(packets)}</td>
              <td className="pl-3 text-right whitespace-nowrap" title={format.count(bytes)}>
                {format.bytes(bytes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts>
        <Fact name={t('flows.panel.packetSizes')}>
          {t('flows.panel.packetSizesValue', {
            least: format.bytes(flow.minBytes),
            most: format.bytes(flow.maxBytes),
          })}
        </Fact>
      </Facts>
    </Section>
  );
}

/** When, and what TCP tells of it. */
export function FlowTime({ flow }: FlowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = durationSeconds(flow);
  const bits = (flow.bytes + flow.bytesBack) * 8;
  const end = tcpEnd(flow);
  return (
    <>
      <Section title={t('flows.panel.time')}>
        <Facts>
          <Fact name={t('flows.panel.first')}>{preciseInstant(flow.firstSeen, format)}</Fact>
          <Fact name={t('flows.panel.last')}>{preciseInstant(flow.lastSeen, format)}</Fact>
          <Fact name={t('flows.panel.duration')}>{format.duration(seconds)}</Fact>
          {seconds === 0 ? null : <Fact name={t('flows.panel.rate')}>{format.rate(bits / seconds)}</Fact>}
        </Facts>
      </Section>
      {flow.tcp === null || end === null ? null : (
        <Section title={t('flows.panel.connection')}>
          <p className="text-sm">{t(`flows.endSentence.${end}`)}</p>
          <Facts>
            <Fact name={t('flows.panel.forward')}>
              <Flags flags={flow.tcp.flags} />
            </Fact>
            <Fact name={t('flows.panel.back')}>
              <Flags flags={flow.tcp.flagsBack} />
            </Fact>
            <Fact name={t('flows.panel.flagCounts')}>
              {t('flows.panel.flagCountsValue', {
                syn: format.count(flow.tcp.syn),
                rst: format.count(flow.tcp.rst),
                fin: format.count(flow.tcp.fin),
              })}
            </Fact>
            <Fact name={t('flows.panel.retransmissions')}>{format.count(flow.tcp.retransmissions)}</Fact>
            <Fact name={t('flows.panel.rtt')}>
              {flow.handshakeRttMs === null ? (
                <span className="text-muted">{t('flows.panel.rttNone')}</span>
              ) : (
                format.duration(flow.handshakeRttMs / 1000)
              )}
            </Fact>
          </Facts>
        </Section>
      )}
    </>
  );
}

function Flags({ flags }: { readonly flags: number }) {
  const { t } = useTranslation();
  const names = flagNames(flags);
  if (names.length === 0) return <span className="text-muted">{t('flows.flagNone')}</span>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {names.map((name) => (
        <span key={name} className="rounded-sm border px-1 font-mono text-[11px] leading-4">
          {name}
        </span>
      ))}
    </span>
  );
}
