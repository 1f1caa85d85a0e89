import { useQuery } from '@tanstack/react-query';
import { MapPin, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { useScope } from '../../data/scope.ts';
import { useMay } from '../../data/session/use-session.ts';
import { type Site, sitesQuery } from '../../data/sites.ts';
import { toast } from '../../data/toasts.ts';
import { useChangeSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ConfirmDialog } from '../../nouns/accounts/ConfirmDialog.tsx';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { SiteForm } from './SiteForm.tsx';
import { SitePanel } from './SitePanel.tsx';
import { useSiteColumns } from './use-site-columns.tsx';

const textOf = ({ name, note }: Site) => `${name} ${note}`;

export default function SitesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(sitesQuery);
  const mayChange = useMay('settings:write');
  const [edited, setEdited] = useState<'new' | Site | null>(null);
  const [deleted, setDeleted] = useState<Site | null>(null);
  const columns = useSiteColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const { source, isSearched } = useSearchedRows({ query, columns, state, textOf });
  const add = mayChange ? (
    <Button look="primary" icon={Plus} onClick={() => setEdited('new')}>
      {t('sites.new')}
    </Button>
  ) : null;
  return (
    <Page
      fill
      title={t('sites.title')}
      actions={
        <>
          <span className="text-xs text-muted max-lg:hidden">{t('sites.about')}</span>
          {add}
        </>
      }
    >
      <DataTable
        name="sites"
        label={t('sites.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        counted={(count) => t('sites.counted', { count, value: format.count(count) })}
        search={t('sites.find')}
        empty={
          isSearched ? (
            <Empty title={t('table.noMatch')} />
          ) : (
            <Empty icon={MapPin} title={t('sites.empty')} action={add}>
              {t(mayChange ? 'sites.emptyHint' : 'sites.emptyOthers')}
            </Empty>
          )
        }
        panel={(id) => {
          const site = query.data?.find((it) => it.id === id);
          return {
            title: site?.name ?? id,
            label: t('sites.site'),
            content: <SitePanel site={site} onEdit={setEdited} onDelete={setDeleted} />,
          };
        }}
      />
      {edited === null ? null : (
        <SiteForm site={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
      {deleted === null ? null : <DeleteSite site={deleted} onClose={() => setDeleted(null)} />}
    </Page>
  );
}

/** Asks first; the server refuses while something belongs to it, and says what. */
function DeleteSite({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeSearch();
  const shown = useScope().site;
  return (
    <ConfirmDialog
      danger
      title={t('sites.removeTitle', { name: site.name })}
      text={t('sites.removeText')}
      confirm={t('ui.delete')}
      run={async () => {
        await remove(`/sites/${encodeURIComponent(site.id)}`);
        change({ open: undefined, ...(shown === site.id ? { site: undefined } : {}) });
        await queryClient.invalidateQueries();
        toast(t('sites.removed', { name: site.name }));
      }}
      onClose={onClose}
    />
  );
}
