import { useQuery } from '@tanstack/react-query';
import { Fingerprint, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { ProviderForm } from './ProviderForm.tsx';
import { ProviderPanel } from './ProviderPanel.tsx';
import { type Provider, providersQuery } from './queries.ts';
import { useProviderColumns } from './use-provider-columns.tsx';

const textOf = ({ name, issuer, id }: Provider) => `${name} ${issuer} ${id}`;

/** Where else people can prove who they are. */
export default function ProvidersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(providersQuery);
  const [adding, setAdding] = useState(false);
  const columns = useProviderColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const { source, isSearched } = useSearchedRows({ query, columns, state, textOf });
  const add = (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t('accounts.providers.new')}
    </Button>
  );
  return (
    <Page
      fill
      title={t('accounts.providers.title')}
      actions={
        <>
          <span className="text-xs text-muted max-lg:hidden">{t('accounts.people.platform.above')}</span>
          {query.data?.length === 0 ? null : add}
        </>
      }
    >
      <DataTable
        name="providers"
        label={t('accounts.providers.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        counted={(count) => t('accounts.providers.counted', { count, value: format.count(count) })}
        search={t('accounts.providers.find')}
        empty={
          isSearched ? (
            <Empty icon={Fingerprint} title={t('table.noMatch')} />
          ) : (
            <Empty icon={Fingerprint} title={t('accounts.providers.empty')} action={add}>
              {t('accounts.providers.emptyHint')}
            </Empty>
          )
        }
        panel={(id) => {
          const provider = query.data?.find((each) => each.id === id);
          return {
            title: provider?.name ?? id,
            label: t('accounts.providers.panel'),
            content: <ProviderPanel key={id} provider={provider} onGone={() => state.setOpen(null)} />,
          };
        }}
      />
      {adding ? (
        <ProviderForm provider={null} onClose={() => setAdding(false)} onAdded={state.setOpen} />
      ) : null}
    </Page>
  );
}
