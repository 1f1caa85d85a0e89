import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../data/session/use-session.ts';
import { nameColumn, secondFactorColumn } from '../../nouns/accounts/person-columns.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import type { Member } from './queries.ts';

export function useMemberColumns(): readonly Column<Member>[] {
  const { t } = useTranslation();
  const { user } = useSession();
  return useMemo(
    () => [
      nameColumn(t, ({ userId }) => userId === user.id),
      {
        id: 'email',
        header: t('accounts.people.members.email'),
        widthPx: 260,
        grow: true,
        sort: 'asc',
        sortValue: ({ email }) => email,
        cell: ({ email }) => email,
      },
      {
        id: 'role',
        header: t('accounts.people.members.role'),
        widthPx: 140,
        sort: 'asc',
        sortValue: ({ role }) => t(`frame.roles.${role}`),
        cell: ({ role }) => t(`frame.roles.${role}`),
      },
      secondFactorColumn(t),
      {
        id: 'state',
        header: t('accounts.people.members.state'),
        widthPx: 110,
        sort: 'desc',
        sortValue: ({ isDisabled }) => Number(isDisabled),
        cell: ({ isDisabled }) =>
          isDisabled ? (
            <Badge tone="bad">{t('accounts.people.members.disabled')}</Badge>
          ) : (
            <Badge tone="good">{t('accounts.people.members.active')}</Badge>
          ),
      },
      {
        id: 'since',
        header: t('accounts.people.members.since'),
        widthPx: 150,
        sort: 'desc',
        sortValue: ({ createdAt }) => Date.parse(createdAt),
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, user.id],
  );
}
