import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../data/scope.ts';
import { one } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useVlans, type Vlan, vlanId } from '../../nouns/vlans.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { VlanPanel } from './VlanPanel.tsx';
import { vlanColumns } from './vlan-columns.tsx';

export default function VlansPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { site } = useScope();
  const q = (one(useSearch(), 'q') ?? '').trim().toLowerCase();
  const { data, error, refetch } = useVlans(site);
  const most = useMemo(() => Math.max(0, ...(data ?? []).map(({ bytes }) => bytes)), [data]);
  const columns = useMemo(() => vlanColumns(t, format, most), [t, format, most]);
  const state = useTableSearch({ id: 'vlan', order: 'asc' });
  const filter = useMemo(() => (q === '' ? undefined : (row: Vlan) => isAskedFor(row, q)), [q]);
  const source = useLocalRows<Vlan>({
    rows: data,
    columns,
    sort: state.sort,
    filterKey: q,
    error,
    refresh: () => void refetch(),
    ...(filter === undefined ? {} : { filter }),
  });
  return (
    <Page title={t('vlans.title')} fill>
      <DataTable
        name="vlans"
        label={t('vlans.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={vlanId}
        rowLabel={(row) => t('vlans.row', { vlan: vlanId(row) })}
        counted={(count) => t('vlans.counted', { count, n: format.count(count) })}
        empty={<VlansEmpty filtered={q !== '' || site !== undefined} />}
        search={t('vlans.search')}
        panel={(id, row) => ({
          title: t('vlans.row', { vlan: id }),
          label: t('vlans.panel.label'),
          content: row === undefined ? <RowPending lines={8} /> : <VlanPanel key={id} vlan={row} />,
        })}
      />
    </Page>
  );
}

const isAskedFor = (row: Vlan, q: string): boolean =>
  [vlanId(row), row.name ?? '', row.description].some((text) => text.toLowerCase().includes(q));

function VlansEmpty({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation();
  const change = useChangeSearch();
  if (filtered) {
    return (
      <Empty
        icon={Layers}
        title={t('vlans.noMatch')}
        action={
          <Button onClick={() => change({ q: undefined, site: undefined })}>{t('table.clearFilters')}</Button>
        }
      />
    );
  }
  return (
    <Empty
      icon={Layers}
      title={t('vlans.empty')}
      action={
        <PageLink to="/captures" className={buttonClass('primary')}>
          {t('vlans.openCapture')}
        </PageLink>
      }
    >
      {t('vlans.emptyHint')}
    </Empty>
  );
}
