import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { one } from '../../data/search.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { Invite, PendingInvitations } from './Invite.tsx';
import { MemberPanel } from './MemberPanel.tsx';
import { type Member, membersQuery } from './queries.ts';
import { useMemberColumns } from './use-member-columns.tsx';

export default function MembersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMay('members:write');
  const { data, error, refetch } = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  const columns = useMemberColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const text = (one(useSearch(), 'q') ?? '').toLowerCase();
  const filter = useCallback(
    ({ name, email }: Member) => `${name} ${email}`.toLowerCase().includes(text),
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
  const byId = useMemo(() => new Map(data?.map((each) => [each.userId, each])), [data]);
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
          <Empty icon={Users} title={text === '' ? t('accounts.people.members.empty') : t('table.noMatch')} />
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
