import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { Invite, PendingInvitations } from './Invite.tsx';
import { MemberPanel } from './MemberPanel.tsx';
import { type Member, membersQuery } from './queries.ts';
import { useMemberColumns } from './use-member-columns.tsx';

const textOf = ({ name, email }: Member) => `${name} ${email}`;

export default function MembersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMay('members:write');
  const query = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  const columns = useMemberColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const { source, isSearched } = useSearchedRows({ query, columns, state, textOf });
  const byId = useMemo(() => new Map(query.data?.map((each) => [each.userId, each])), [query.data]);
  return (
    <Page
      fill
      title={t('accounts.people.members.title')}
      actions={
        mayChange ? (
          <Button look="primary" icon={UserPlus} onClick={() => setInviting(true)}>
            {t('accounts.people.invitations.invite')}
          </Button>
        ) : (
          <span className="text-xs text-muted">{t('accounts.people.members.readOnly')}</span>
        )
      }
    >
      <PendingInvitations />
      <DataTable
        name="members"
        label={t('accounts.people.members.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ userId }) => userId}
        rowLabel={({ name }) => name}
        counted={(count) => t('accounts.people.members.counted', { count, value: format.count(count) })}
        search={t('accounts.people.members.find')}
        empty={
          <Empty icon={Users} title={isSearched ? t('table.noMatch') : t('accounts.people.members.empty')} />
        }
        panel={(id) => ({
          title: byId.get(id)?.name ?? id,
          label: t('accounts.people.members.panel'),
          content: <MemberPanel key={id} member={byId.get(id)} onGone={() => state.setOpen(null)} />,
        })}
      />
      {inviting ? <Invite onClose={() => setInviting(false)} /> : null}
    </Page>
  );
}
