import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import type { Format } from '../../i18n/format.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useCaptures } from '../../nouns/captures.ts';
import type { DeviceDetail } from '../../nouns/devices/device.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';

/** Which captures speak of it. */
export function CapturesTab({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const captures = useCaptures();
  const rows = useMemo(
    () => device.captures.flatMap((id) => captures.get(id) ?? []),
    [device.captures, captures],
  );
  const columns = useMemo(() => captureColumns(t, format, device.id), [t, format, device.id]);
  const state = useTableSearch({ id: 'lastSeen', order: 'desc' });
  const source = useLocalRows<Capture>({ rows, columns, sort: state.sort });
  return (
    <DataTable
      name="device-captures"
      label={t('devices.captures.label')}
      columns={columns}
      source={source}
      state={state}
      rowId={({ id }) => id}
      rowLabel={({ name }) => name}
      counted={(count) => t('devices.captures.counted', { count, n: format.count(count) })}
      empty={<Empty title={t('devices.captures.empty')} />}
      short
    />
  );
}

function captureColumns(t: TFunction, format: Format, device: string): readonly Column<Capture>[] {
  return [
    {
      id: 'name',
      header: t('devices.captures.name'),
      widthPx: 260,
      grow: true,
      sort: 'asc',
      sortValue: (it) => it.name,
      cell: (it) => (
        <PageLink
          to="/devices/$id"
          params={{ id: device }}
          search={{ tab: 'activity', capture: it.id }}
          title={t('devices.captures.only')}
          className="font-medium hover:underline"
        >
          {it.name}
        </PageLink>
      ),
    },
    {
      id: 'kind',
      header: t('devices.captures.kind'),
      widthPx: 120,
      sort: 'asc',
      sortValue: (it) => it.kind,
      cell: (it) => t(`devices.captures.kinds.${it.kind}`),
    },
    {
      id: 'packets',
      header: t('devices.captures.packets'),
      widthPx: 120,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.packets,
      cell: (it) => format.count(it.packets),
    },
    {
      id: 'firstSeen',
      header: t('devices.captures.firstSeen'),
      widthPx: 190,
      leastPx: 174,
      sort: 'asc',
      sortValue: (it) => it.firstSeen,
      cell: (it) => <Time at={it.firstSeen} exact />,
    },
    {
      id: 'lastSeen',
      header: t('devices.captures.lastSeen'),
      widthPx: 190,
      leastPx: 174,
      sort: 'desc',
      sortValue: (it) => it.lastSeen,
      cell: (it) => <Time at={it.lastSeen} exact />,
    },
  ];
}
