import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { NewPerson } from './NewPerson.tsx';
import { type PlatformPerson, usersQuery } from './queries.ts';
import { UserPanel } from './UserPanel.tsx';
import { useUserColumns } from './use-user-columns.tsx';

const textOf = ({ name, email, memberships }: PlatformPerson) =>
  [name, email, ...memberships.map(({ orgName }) => orgName)].join(' ');

export default function UsersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(usersQuery);
  const [making, setMaking] = useState(false);
  const columns = useUserColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const { source } = useSearchedRows({ query, columns, state, textOf });
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
          const row = query.data?.find((each) => each.id === id);
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
