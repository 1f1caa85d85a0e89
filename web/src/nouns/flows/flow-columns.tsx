import type { TFunction } from 'i18next';
import type { Capture } from '../../data/captures.ts';
import type { Format } from '../../i18n/format.ts';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { EndpointCell } from './EndpointCell.tsx';
import { durationSeconds, type Flow, vlanText } from './flow.ts';
import { flagNames, tcpEnd } from './tcp.ts';

const nothing = <span className="text-muted">–</span>;

/** Identifiers are what the API sorts by. */
export function flowColumns(
  t: TFunction,
  format: Format,
  captures: ReadonlyMap<string, Capture>,
): readonly Column<Flow>[] {
  const figure = { align: 'end', sort: 'desc' } as const;
  return [
    {
      id: 'srcIp',
      header: t('flows.column.initiator'),
      widthPx: 244,
      leastPx: 166,
      grow: true,
      sort: 'asc',
      cell: (it) => (
        <EndpointCell end={it.src} device={it.srcDevice} label={it.srcLabel} routed={it.srcRouted} />
      ),
    },
    {
      id: 'dstIp',
      header: t('flows.column.responder'),
      widthPx: 244,
      leastPx: 166,
      grow: true,
      sort: 'asc',
      cell: (it) => (
        <EndpointCell end={it.dst} device={it.dstDevice} label={it.dstLabel} routed={it.dstRouted} />
      ),
    },
    {
      id: 'appProtocol',
      header: t('flows.column.protocol'),
      widthPx: 112,
      leastPx: 104,
      sort: 'asc',
      cell: (it) => <ProtocolCell protocol={it.protocol} app={it.appProtocol} />,
    },
    {
      id: 'serverName',
      header: t('flows.column.serverName'),
      widthPx: 160,
      leastPx: 90,
      grow: true,
      sort: 'asc',
      cell: (it) => (it.serverName === null ? nothing : <span title={it.serverName}>{it.serverName}</span>),
    },
    {
      id: 'vlan',
      header: t('flows.column.vlan'),
      widthPx: 82,
      leastPx: 58,
      align: 'end',
      sort: 'asc',
      cell: (it) => vlanText(it) ?? nothing,
    },
    {
      id: 'bytesOut',
      header: t('flows.column.bytesOut'),
      widthPx: 92,
      leastPx: 80,
      ...figure,
      cell: (it) => format.bytes(it.bytes),
    },
    {
      id: 'bytesBack',
      header: t('flows.column.bytesBack'),
      widthPx: 92,
      leastPx: 80,
      ...figure,
      cell: (it) => format.bytes(it.bytesBack),
    },
    {
      id: 'packetsOut',
      header: t('flows.column.packetsOut'),
      widthPx: 92,
      leastPx: 80,
      ...figure,
      hidden: true,
      cell: (it) => format.count(it.packets),
    },
    {
      id: 'packetsBack',
      header: t('flows.column.packetsBack'),
      widthPx: 92,
      leastPx: 80,
      ...figure,
      hidden: true,
      cell: (it) => format.count(it.packetsBack),
    },
    {
      id: 'firstSeen',
      header: t('flows.column.start'),
      widthPx: 174,
      leastPx: 174,
      sort: 'desc',
      cell: (it) => <Time at={it.firstSeen} exact />,
    },
    {
      id: 'duration',
      header: t('flows.column.duration'),
      widthPx: 96,
      leastPx: 96,
      ...figure,
      cell: (it) => format.duration(durationSeconds(it)),
    },
    {
      id: 'handshakeRtt',
      header: t('flows.column.rtt'),
      widthPx: 80,
      ...figure,
      hidden: true,
      cell: (it) => (it.handshakeRttMs === null ? nothing : format.duration(it.handshakeRttMs / 1000)),
    },
    {
      id: 'tcpFlags',
      header: t('flows.column.flags'),
      widthPx: 150,
      sort: 'asc',
      hidden: true,
      cell: (it) => <FlagsCell flow={it} t={t} />,
    },
    {
      id: 'retransmissions',
      header: t('flows.column.retransmissions'),
      widthPx: 84,
      ...figure,
      hidden: true,
      cell: (it) => (it.tcp === null ? nothing : format.count(it.tcp.retransmissions)),
    },
    {
      id: 'lastSeen',
      header: t('flows.column.end'),
      widthPx: 176,
      sort: 'desc',
      hidden: true,
      cell: (it) => <Time at={it.lastSeen} exact />,
    },
    {
      id: 'tunnel',
      header: t('flows.column.tunnel'),
      widthPx: 84,
      hidden: true,
      cell: (it) => it.tunnel ?? nothing,
    },
    {
      id: 'capture',
      header: t('flows.column.capture'),
      widthPx: 160,
      hidden: true,
      cell: (it) => captures.get(it.capture)?.name ?? nothing,
    },
  ];
}

function ProtocolCell({ protocol, app }: { readonly protocol: string; readonly app: string | null }) {
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <span className="font-medium">{app ?? protocol}</span>
      {app === null ? null : <span className="text-xs text-muted">{protocol}</span>}
    </span>
  );
}

function FlagsCell({ flow, t }: { readonly flow: Flow; readonly t: TFunction }) {
  const end = tcpEnd(flow);
  if (end === null) return nothing;
  const isTrouble = end === 'unanswered' || end === 'refused' || end === 'reset';
  const names = flagNames(flow.tcpFlags ?? 0).join(' ');
  return (
    <span className="inline-flex items-baseline gap-2" title={`${names} · ${t(`flows.endSentence.${end}`)}`}>
      <span className={isTrouble ? 'text-medium' : ''}>{t(`flows.end.${end}`)}</span>
      <span className="text-[11px] text-muted">{names}</span>
    </span>
  );
}
