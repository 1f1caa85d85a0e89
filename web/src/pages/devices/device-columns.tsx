import type { TFunction } from 'i18next';
import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { English } from '../../i18n/en/index.ts';
import type { Format } from '../../i18n/format.ts';
import type { Device } from '../../nouns/devices/device.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { Address } from '../../ui/network/Address.tsx';
import { DeviceLink } from '../../ui/network/DeviceLink.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';

const nothing = <span className="text-muted">–</span>;
const SHOWN_TAGS = 2;
const SHOWN_VLANS = 3;

/** Identifiers are what the API sorts by. Tags have a column once somebody has given one. */
export function deviceColumns(t: TFunction, format: Format, hasTags: boolean): readonly Column<Device>[] {
  const header = (name: keyof English['devices']['column']) => t(`devices.column.${name}`);
  const bytes = (id: 'bytesSent' | 'bytesReceived'): Column<Device> => ({
    id,
    header: header(id),
    widthPx: 92,
    leastPx: 80,
    align: 'end',
    sort: 'desc',
    cell: (it) => format.bytes(it[id]),
  });
  const packets = (id: 'packetsSent' | 'packetsReceived'): Column<Device> => ({
    id,
    header: header(id),
    widthPx: 120,
    align: 'end',
    sort: 'desc',
    hidden: true,
    cell: (it) => format.count(it[id]),
  });
  return [
    {
      id: 'name',
      header: header('name'),
      widthPx: 200,
      leastPx: 124,
      grow: true,
      sort: 'asc',
      cell: (it) => <Name device={it} t={t} />,
    },
    {
      id: 'type',
      header: header('type'),
      widthPx: 126,
      leastPx: 94,
      sort: 'asc',
      cell: (it) => (
        <span className={it.type === 'unknown' ? 'text-muted' : ''}>{t(`ui.type.${it.type}`)}</span>
      ),
    },
    {
      id: 'ip',
      header: header('ip'),
      // An IPv4 address is whole.
      widthPx: 150,
      leastPx: 138,
      sort: 'asc',
      cell: (it) =>
        it.ip === null ? (
          nothing
        ) : (
          <More text={<Address text={it.ip} device={it.id} />} n={it.ipCount - 1} t={t} />
        ),
    },
    {
      id: 'mac',
      header: header('mac'),
      // So is a MAC.
      widthPx: 160,
      leastPx: 156,
      sort: 'asc',
      cell: (it) =>
        it.macs.length === 0 ? (
          nothing
        ) : (
          <More text={<Copyable text={it.macs[0]} />} n={it.macs.length - 1} t={t} />
        ),
    },
    {
      id: 'vendor',
      header: header('vendor'),
      widthPx: 136,
      leastPx: 70,
      sort: 'asc',
      cell: (it) => (it.vendor === null ? nothing : <span title={it.vendor}>{it.vendor}</span>),
    },
    {
      id: 'model',
      header: header('model'),
      widthPx: 160,
      leastPx: 70,
      sort: 'asc',
      cell: (it) => <Model model={it.model} os={it.os} />,
    },
    {
      id: 'vlan',
      header: header('vlan'),
      widthPx: 84,
      leastPx: 60,
      align: 'end',
      sort: 'asc',
      cell: (it) => <Vlans vlans={it.vlans} t={t} />,
    },
    {
      id: 'firstSeen',
      header: header('firstSeen'),
      widthPx: 116,
      sort: 'desc',
      hidden: true,
      cell: (it) => <Time at={it.firstSeen} />,
    },
    {
      id: 'lastSeen',
      header: header('lastSeen'),
      widthPx: 112,
      leastPx: 106,
      sort: 'desc',
      cell: (it) => <Time at={it.lastSeen} />,
    },
    {
      id: 'flagged',
      header: header('flagged'),
      widthPx: 96,
      sort: 'desc',
      hidden: true,
      cell: (it) => (it.flagged ? t('ui.yes') : nothing),
    },
    bytes('bytesSent'),
    bytes('bytesReceived'),
    packets('packetsSent'),
    packets('packetsReceived'),
    {
      id: 'tags',
      header: header('tags'),
      widthPx: 150,
      leastPx: 104,
      sort: 'asc',
      ...(hasTags ? {} : { hidden: true }),
      cell: (it) => <Tags tags={it.tags} t={t} />,
    },
    {
      id: 'gateway',
      header: header('gateway'),
      widthPx: 96,
      sort: 'desc',
      hidden: true,
      cell: (it) => (it.isGateway ? t('ui.yes') : nothing),
    },
    {
      id: 'captures',
      header: header('captures'),
      widthPx: 90,
      align: 'end',
      sort: 'desc',
      hidden: true,
      cell: (it) => format.count(it.captures),
    },
  ];
}

function Name({ device, t }: { readonly device: Device; readonly t: TFunction }) {
  const { id, type, name, ip, flagged } = device;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <DeviceLink id={id} type={type} name={name} ip={ip} />
      {flagged ? (
        <span className="shrink-0 text-critical" title={t('devices.flagged')}>
          <Flag size={14} className="fill-current" aria-hidden />
          <span className="sr-only">{t('devices.flagged')}</span>
        </span>
      ) : null}
    </span>
  );
}

/** The first of several, and how many more there are. */
function More({ text, n, t }: { readonly text: ReactNode; readonly n: number; readonly t: TFunction }) {
  if (n <= 0) return text;
  return (
    <span className="inline-flex items-baseline gap-1.5">
      {text}
      <span className="text-xs text-muted" title={t('devices.more', { n })}>
        +{n}
      </span>
    </span>
  );
}

function Model({ model, os }: { readonly model: string | null; readonly os: string | null }) {
  if (model === null && os === null) return nothing;
  return (
    <span title={[model, os].filter(Boolean).join(' · ')}>
      {model}
      {model === null || os === null ? null : ' · '}
      {os === null ? null : <span className={model === null ? '' : 'text-muted'}>{os}</span>}
    </span>
  );
}

function Vlans({ vlans, t }: { readonly vlans: readonly number[]; readonly t: TFunction }) {
  if (vlans.length === 0) return nothing;
  const shown = vlans.slice(0, SHOWN_VLANS);
  return (
    <span title={vlans.join(', ')}>
      {shown.map((vlan, index) => (
        <span key={vlan}>
          {index === 0 ? '' : ', '}
          <PageLink to="/devices" search={{ vlan: String(vlan) }} className="hover:underline">
            {vlan}
          </PageLink>
        </span>
      ))}
      {vlans.length > shown.length ? (
        <span className="text-xs text-muted" title={t('devices.more', { n: vlans.length - shown.length })}>
          {' '}
          +{vlans.length - shown.length}
        </span>
      ) : null}
    </span>
  );
}

function Tags({ tags, t }: { readonly tags: readonly string[]; readonly t: TFunction }) {
  if (tags.length === 0) return null;
  const more = tags.length - SHOWN_TAGS;
  return (
    <span className="inline-flex items-center gap-1" title={tags.join(', ')}>
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {more > 0 ? <span className="text-xs text-muted">{t('devices.more', { n: more })}</span> : null}
    </span>
  );
}
