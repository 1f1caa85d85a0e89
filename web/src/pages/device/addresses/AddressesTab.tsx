import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Format } from '../../../i18n/format.ts';
import { millis } from '../../../i18n/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { DeviceDetail } from '../../../nouns/devices/device.ts';
import { useVlanNames } from '../../../nouns/vlans.ts';
import { Copyable } from '../../../ui/Copyable.tsx';
import { Card } from '../../../ui/layout/Card.tsx';
import { PageLink } from '../../../ui/PageLink.tsx';
import { Empty } from '../../../ui/states/States.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../../ui/table/use-table-search.ts';
import { AddressTimeline } from './AddressTimeline.tsx';

type Held = DeviceDetail['addresses'][number];

const idOf = ({ ip, vlan }: Held): string => `${ip} ${vlan ?? ''}`;
const firstOf = ({ intervals }: Held): string | null => intervals[0]?.firstSeen ?? null;
const lastOf = ({ intervals }: Held): string | null => intervals[intervals.length - 1]?.lastSeen ?? null;
const secondsOf = ({ intervals }: Held): number =>
  intervals.reduce((sum, { firstSeen, lastSeen }) => sum + (millis(lastSeen) - millis(firstSeen)) / 1000, 0);

/** Which addresses were its own, in which VLAN, and when. */
export function AddressesTab({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const vlanName = useVlanNames();
  const columns = useMemo(() => addressColumns(t, format, vlanName), [t, format, vlanName]);
  const state = useTableSearch({ id: 'lastSeen', order: 'desc' });
  const source = useLocalRows<Held>({ rows: device.addresses, columns, sort: state.sort });
  const { addresses, addressesBehind: behind, macs } = device;
  return (
    <div className="flex flex-col gap-4">
      {addresses.length === 0 ? null : (
        <Card title={t('devices.addresses.timeline')} hint={t('devices.addresses.timelineHint')}>
          <AddressTimeline addresses={addresses} />
        </Card>
      )}
      <DataTable
        name="device-addresses"
        label={t('devices.addresses.label')}
        columns={columns}
        source={source}
        state={state}
        rowId={idOf}
        rowLabel={({ ip }) => ip}
        counted={(count) => t('devices.addresses.counted', { count, n: format.count(count) })}
        empty={<Empty title={t('devices.addresses.empty')}>{t('devices.addresses.emptyHint')}</Empty>}
        short
      />
      {behind === 0 ? null : (
        <p className="text-sm text-muted">
          {t('devices.addresses.behind', { count: behind, n: format.count(behind) })}
        </p>
      )}
      {macs.length === 0 ? null : (
        <Card title={t('devices.addresses.macs')}>
          <ul className="flex flex-wrap gap-x-6 gap-y-1">
            {macs.map((mac) => (
              <li key={mac}>
                <Copyable text={mac} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function addressColumns(
  t: TFunction,
  format: Format,
  vlanName: (id: number) => string | null,
): readonly Column<Held>[] {
  return [
    {
      id: 'ip',
      header: t('devices.addresses.ip'),
      widthPx: 220,
      grow: true,
      sort: 'asc',
      sortValue: (it) => it.ip,
      cell: (it) => <Copyable text={it.ip} />,
    },
    {
      id: 'vlan',
      header: t('devices.addresses.vlan'),
      widthPx: 160,
      sort: 'asc',
      sortValue: (it) => it.vlan,
      cell: ({ vlan }) =>
        vlan === null ? (
          <span className="text-muted">{t('devices.addresses.untagged')}</span>
        ) : (
          <PageLink
            to="/devices"
            search={{ vlan: String(vlan) }}
            title={t('devices.addresses.devicesIn')}
            className="hover:underline"
          >
            {vlan}
            {vlanName(vlan) === null ? null : <span className="text-muted"> · {vlanName(vlan)}</span>}
          </PageLink>
        ),
    },
    {
      id: 'firstSeen',
      header: t('devices.addresses.firstSeen'),
      widthPx: 180,
      leastPx: 174,
      sort: 'asc',
      sortValue: firstOf,
      cell: (it) => <Time at={firstOf(it)} exact />,
    },
    {
      id: 'lastSeen',
      header: t('devices.addresses.lastSeen'),
      widthPx: 180,
      leastPx: 174,
      sort: 'desc',
      sortValue: lastOf,
      cell: (it) => <Time at={lastOf(it)} exact />,
    },
    {
      id: 'span',
      header: t('devices.addresses.span'),
      widthPx: 120,
      align: 'end',
      sort: 'desc',
      sortValue: secondsOf,
      cell: (it) => format.duration(secondsOf(it)),
    },
    {
      id: 'intervals',
      header: t('devices.addresses.intervals'),
      widthPx: 100,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.intervals.length,
      cell: (it) => format.count(it.intervals.length),
    },
  ];
}
