import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Download, ExternalLink, Flag, FlagOff, MapPin, MonitorSmartphone, Shapes, Tag } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkUrl } from '../../data/api.ts';
import { SCOPE, scopeOf, useScope } from '../../data/scope.ts';
import { one } from '../../data/search.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useSites } from '../../data/sites.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { type Device, useFacets } from '../../nouns/devices/device.ts';
import { useVlanNames } from '../../nouns/vlans.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { Page } from '../../ui/Page.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { BulkAction } from '../../ui/table/SelectionBar.tsx';
import { useServerRows } from '../../ui/table/use-server-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { BulkDialog, type BulkRequest } from './bulk/BulkDialog.tsx';
import { DevicePanel } from './DevicePanel.tsx';
import { deviceColumns } from './device-columns.tsx';
import { deviceFilters } from './device-filters.tsx';
import { deviceParameters, FILTERS, isFiltered } from './device-parameters.ts';

export default function DevicesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const scope = useScope();
  const navigate = useNavigate();
  const mayChange = useMay('inventory:write');
  const mayExport = useMay('export:read');
  const hasSites = useSites().length > 0;
  const [bulk, setBulk] = useState<BulkRequest | null>(null);
  const vlanName = useVlanNames();
  const facets = useFacets(scope.site);
  const state = useTableSearch({ id: 'lastSeen', order: 'desc' });
  // "The last hour" is counted from when it was asked for: the list does not jump back to its top each minute.
  const since = one(search, 'activeSince');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is counted from another now.
  const now = useMemo(() => Date.now(), [since]);
  const parameters = deviceParameters(search, scope, now);
  const source = useServerRows<Device>({ noun: 'devices', path: '/devices', parameters, sort: state.sort });
  const hasTags = (facets?.tags.length ?? 0) > 0;
  const columns = useMemo(() => deviceColumns(t, format, hasTags), [t, format, hasTags]);
  const filters = useMemo(() => deviceFilters(t, facets, vlanName), [t, facets, vlanName]);
  const open = (id: string) =>
    void navigate({ to: '/devices/$id', params: { id }, search: scopeOf(search) as never });
  return (
    <Page
      title={t('devices.title')}
      fill
      actions={
        mayExport ? (
          <a
            href={linkUrl('/export/cmdb', { ...parameters, format: 'json' })}
            download
            title={t('devices.jsonHint')}
            className={buttonClass('quiet', 'small')}
          >
            <Download size={14} aria-hidden />
            {t('devices.json')}
          </a>
        ) : null
      }
    >
      <DataTable
        name="devices"
        label={t('devices.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={deviceLabel}
        counted={(count) => t('devices.counted', { count, n: format.count(count) })}
        empty={<DevicesEmpty filtered={isFiltered(search)} />}
        search={t('devices.search')}
        filters={filters}
        actions={mayChange ? bulkActions(t, hasSites, setBulk) : []}
        csv={linkUrl('/export/cmdb', { ...parameters, format: 'csv' })}
        onOpenPage={({ id }) => open(id)}
        panel={(id, row) => ({
          title: row === undefined ? t('devices.panel.label') : deviceLabel(row),
          label: t('devices.panel.label'),
          actions: <PageButton id={id} name={row === undefined ? id : deviceLabel(row)} />,
          content: <DevicePanel key={id} id={id} />,
        })}
      />
      {bulk === null ? null : <BulkDialog request={bulk} onClose={() => setBulk(null)} />}
    </Page>
  );
}

function bulkActions(
  t: TFunction,
  hasSites: boolean,
  ask: (request: BulkRequest) => void,
): readonly BulkAction<Device>[] {
  const place = (devices: readonly Device[]) => ask({ kind: 'site', devices });
  return [
    { label: t('devices.bulk.flag'), icon: Flag, run: (devices) => ask({ kind: 'flag', devices }) },
    { label: t('devices.bulk.unflag'), icon: FlagOff, run: (devices) => ask({ kind: 'unflag', devices }) },
    { label: t('devices.bulk.tag'), icon: Tag, run: (devices) => ask({ kind: 'tag', devices }) },
    { label: t('devices.bulk.type'), icon: Shapes, run: (devices) => ask({ kind: 'type', devices }) },
    ...(hasSites ? [{ label: t('sites.assign'), icon: MapPin, run: place }] : []),
  ];
}

function PageButton({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation();
  return (
    <PageLink
      to="/devices/$id"
      params={{ id }}
      title={t('devices.openPage', { name })}
      className={buttonClass('quiet', 'small')}
    >
      <ExternalLink size={14} aria-hidden />
      {t('devices.panel.page')}
    </PageLink>
  );
}

function DevicesEmpty({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation();
  const change = useChangeSearch();
  if (filtered) {
    return (
      <Empty
        icon={MonitorSmartphone}
        title={t('devices.noMatch')}
        action={
          <Button
            onClick={() =>
              change(Object.fromEntries([...FILTERS, ...SCOPE].map((name) => [name, undefined])))
            }
          >
            {t('devices.clear')}
          </Button>
        }
      >
        {t('devices.noMatchHint')}
      </Empty>
    );
  }
  return (
    <Empty
      icon={MonitorSmartphone}
      title={t('devices.empty')}
      action={
        <>
          <PageLink to="/captures" className={buttonClass('primary')}>
            {t('devices.openCapture')}
          </PageLink>
          <PageLink to="/interfaces" className={buttonClass('plain')}>
            {t('devices.listen')}
          </PageLink>
        </>
      }
    >
      {t('devices.emptyHint')}
    </Empty>
  );
}
