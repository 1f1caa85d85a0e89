import { useQuery } from '@tanstack/react-query';
import { Cable } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { InterfacePanel } from './InterfacePanel.tsx';
import { ListenDialog } from './ListenDialog.tsx';
import { type Interface, interfacesQuery } from './queries.ts';
import { useInterfaceColumns } from './use-interface-columns.tsx';

export default function InterfacesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(interfacesQuery);
  const [asked, setAsked] = useState<Interface | null>(null);
  const columns = useInterfaceColumns(setAsked);
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const source = useLocalRows({
    rows: data,
    columns,
    sort: state.sort,
    error,
    refresh: () => void refetch(),
  });
  return (
    <Page
      fill
      title={t('interfaces.title')}
      actions={<span className="text-xs text-muted">{t('interfaces.passive')}</span>}
    >
      <DataTable
        name="interfaces"
        label={t('interfaces.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ name }) => name}
        rowLabel={({ name }) => name}
        counted={(total) => t('interfaces.counted', { count: total, value: format.count(total) })}
        empty={<Empty icon={Cable} title={t('interfaces.empty')} />}
        panel={(name, row) => ({
          title: name,
          label: t('interfaces.name'),
          content: <InterfacePanel row={row} onListen={setAsked} />,
        })}
      />
      {asked === null ? null : <ListenDialog name={asked.name} onClose={() => setAsked(null)} />}
    </Page>
  );
}
