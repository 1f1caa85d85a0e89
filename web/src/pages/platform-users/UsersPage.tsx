import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { one } from '../../data/search.ts';
import { useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { NewPerson } from './NewPerson.tsx';
import { type PlatformPerson, usersQuery } from './queries.ts';
import { UserPanel } from './UserPanel.tsx';
import { useUserColumns } from './use-user-columns.tsx';

export default function UsersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(usersQuery);
  const [making, setMaking] = useState(false);
  const columns = useUserColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const text = (one(useSearch(), 'q') ?? '').toLowerCase();
  const filter = useCallback(
    ({ name, email, memberships }: PlatformPerson) =>
      [name, email, ...memberships.map(({ orgName }) => orgName)].join(' ').toLowerCase().includes(text),
    [text],
  );
  const source = useLocalRows({
    rows: data,
    columns,
    sort: state.sort,
    filter,
    filterKey: text,
    error,
    refresh: () => void refetch(),
  });
  return (
    <Page
      fill
      title={t('accounts.people.platform.users')}
      actions={
        <>
          <span className="text-xs text-muted max-lg:hidden">{t('accounts.people.platform.above')}</span>
          <Button look="primary" icon={UserPlus} onClick={() => setMaking(true)}>
            {t('accounts.people.platform.newPerson')}
          </Button>
        </>
      }
    >
      <DataTable
        name="users"
        label={t('accounts.people.platform.users')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        counted={(count) => t('accounts.people.platform.countedUsers', { count, value: format.count(count) })}
        search={t('accounts.people.platform.find')}
        empty={<Empty icon={Users} title={t('table.noMatch')} />}
        panel={(id) => {
          const row = data?.find((each) => each.id === id);
          return {
            title: row?.name ?? id,
            label: t('accounts.people.platform.person'),
            content: <UserPanel key={id} person={row} />,
          };
        }}
      />
      {making ? <NewPerson onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}
