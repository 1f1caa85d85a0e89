import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../data/scope.ts';
import { one } from '../../data/search.ts';
import { useSearch } from '../../data/use-search.ts';
import type { Format } from '../../i18n/format.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { type DeviceDetail, type DeviceServices, useServices } from '../../nouns/devices/device.ts';
import { protocolName } from '../../nouns/devices/evidence-words.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Filter } from '../../ui/table/filter.ts';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { Claim } from './identity/Claim.tsx';

type Service = DeviceServices['offered']['services'][number] & { readonly role: 'offered' | 'used' };

const idOf = ({ role, protocol, port, appProtocol }: Service): string =>
  `${role} ${protocol}/${port} ${appProtocol ?? ''}`;
const nameOf = ({ appProtocol, protocol, port }: Service): string =>
  appProtocol === null ? `${protocol}/${port}` : protocolName(appProtocol);

/** What it offers and uses, from its conversations in the time range; and what the engine said of it. */
export function ServicesTab({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const { data, error, refetch } = useServices(device.id, useScope());
  const rows = useMemo(() => data && rowsOf(data), [data]);
  const columns = useMemo(() => serviceColumns(t, format, device.id), [t, format, device.id]);
  const filters = useMemo(() => serviceFilters(t), [t]);
  const state = useTableSearch({ id: 'role', order: 'asc' });
  const role = one(search, 'role');
  const source = useLocalRows<Service>({
    rows,
    columns,
    sort: state.sort,
    filterKey: role ?? '',
    error,
    refresh: () => void refetch(),
    ...(role === undefined ? {} : { filter: (row: Service) => row.role === role }),
  });
  const leftOut = (data?.offered.leftOut ?? 0) + (data?.used.leftOut ?? 0);
  const claims = (['services', 'servicesUsed'] as const).filter(
    (name) => device.attributes[name] !== undefined,
  );
  return (
    <div className="flex flex-col gap-4">
      <DataTable
        name="device-services"
        label={t('devices.services.label')}
        columns={columns}
        source={source}
        state={state}
        rowId={idOf}
        rowLabel={nameOf}
        counted={(count) => t('devices.services.counted', { count, n: format.count(count) })}
        empty={<Empty title={t('devices.services.empty')}>{t('devices.services.emptyHint')}</Empty>}
        filters={filters}
        short
      />
      {leftOut === 0 ? null : (
        <p className="text-xs text-muted">
          {t('devices.services.leftOut', { count: leftOut, n: format.count(leftOut) })}
        </p>
      )}
      {claims.length === 0 ? null : (
        <Card title={t('devices.services.evidence')} hint={t('devices.services.evidenceHint')}>
          {claims.map((name) => (
            <Claim
              key={name}
              name={t(`devices.attribute.${name}`)}
              value={device.attributes[name][0]?.value}
              said={device.attributes[name]}
              sayValue={(value) => value}
            />
          ))}
        </Card>
      )}
    </div>
  );
}

function rowsOf({ offered, used }: DeviceServices): readonly Service[] {
  return [
    ...offered.services.map((service) => ({ ...service, role: 'offered' as const })),
    ...used.services.map((service) => ({ ...service, role: 'used' as const })),
  ];
}

function serviceFilters(t: TFunction): readonly Filter[] {
  const choice = (value: Service['role']) => ({ value, label: t(`devices.services.${value}`) });
  return [
    {
      kind: 'choice',
      name: 'role',
      label: t('devices.services.role'),
      choices: [choice('offered'), choice('used')],
    },
  ];
}

function serviceColumns(t: TFunction, format: Format, device: string): readonly Column<Service>[] {
  const figure = { align: 'end', sort: 'desc' } as const;
  return [
    {
      id: 'service',
      header: t('devices.services.service'),
      widthPx: 170,
      grow: true,
      sort: 'asc',
      sortValue: nameOf,
      cell: (it) => (
        <PageLink
          to="/flows"
          search={{
            device,
            port: String(it.port),
            ...(it.appProtocol === null ? { protocol: it.protocol } : { app: it.appProtocol }),
          }}
          title={t('devices.services.show')}
          className="font-medium hover:underline"
        >
          {nameOf(it)}
        </PageLink>
      ),
    },
    {
      id: 'role',
      header: t('devices.services.role'),
      widthPx: 110,
      sort: 'asc',
      sortValue: (it) => it.role,
      cell: (it) => t(`devices.services.${it.role}`),
    },
    {
      id: 'port',
      header: t('devices.services.port'),
      widthPx: 110,
      align: 'end',
      sort: 'asc',
      sortValue: (it) => it.port,
      cell: (it) => `${it.protocol}/${it.port}`,
    },
    {
      id: 'answered',
      header: t('devices.services.answered'),
      widthPx: 140,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.answered,
      cell: (it) =>
        it.answered === 0 ? (
          <span className="text-medium">{t('devices.services.unanswered')}</span>
        ) : (
          `${format.count(it.answered)} / ${format.count(it.flows)}`
        ),
    },
    {
      id: 'peers',
      header: t('devices.services.peers'),
      widthPx: 100,
      ...figure,
      sortValue: (it) => it.peers,
      cell: (it) => format.count(it.peers),
    },
    {
      id: 'bytesSent',
      header: t('devices.services.sent'),
      widthPx: 100,
      ...figure,
      sortValue: (it) => it.bytesSent,
      cell: (it) => format.bytes(it.bytesSent),
    },
    {
      id: 'bytesReceived',
      header: t('devices.services.received'),
      widthPx: 100,
      ...figure,
      sortValue: (it) => it.bytesReceived,
      cell: (it) => format.bytes(it.bytesReceived),
    },
    {
      id: 'firstSeen',
      header: t('devices.services.firstSeen'),
      widthPx: 130,
      sort: 'desc',
      sortValue: (it) => it.firstSeen,
      hidden: true,
      cell: (it) => <Time at={it.firstSeen} />,
    },
    {
      id: 'lastSeen',
      header: t('devices.services.lastSeen'),
      widthPx: 140,
      sort: 'desc',
      sortValue: (it) => it.lastSeen,
      cell: (it) => <Time at={it.lastSeen} />,
    },
  ];
}
