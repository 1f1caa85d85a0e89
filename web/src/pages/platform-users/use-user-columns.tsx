import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../data/session/use-session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { nameColumn, secondFactorColumn } from '../../nouns/accounts/person-columns.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { type PlatformPerson, stateOf } from './queries.ts';

const TONES = { active: 'good', disabled: 'bad', locked: 'warning' } as const;

export function PersonState({ person }: { readonly person: PlatformPerson }) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = stateOf(person);
  const when = person.lockedUntil === null ? '' : format.instant(person.lockedUntil);
  return <Badge tone={TONES[state]}>{t(`accounts.people.platform.states.${state}`, { when })}</Badge>;
}

export function useUserColumns(): readonly Column<PlatformPerson>[] {
  const { t } = useTranslation();
  const { user } = useSession();
  return useMemo(
    () => [
      nameColumn(t, ({ id }) => id === user.id),
      {
        id: 'email',
        header: t('accounts.people.platform.email'),
        widthPx: 240,
        sort: 'asc',
        sortValue: ({ email }) => email,
        cell: ({ email }) => email,
      },
      {
        id: 'memberships',
        header: t('accounts.people.platform.memberships'),
        widthPx: 260,
        grow: true,
        sort: 'desc',
        sortValue: ({ memberships }) => memberships.length,
        cell: ({ memberships }) =>
          memberships.length === 0 ? (
            <span className="text-muted">{t('accounts.people.platform.none')}</span>
          ) : (
            memberships.map(({ orgName }) => orgName).join(', ')
          ),
      },
      {
        id: 'admin',
        header: t('accounts.people.platform.adminShort'),
        widthPx: 130,
        sort: 'desc',
        sortValue: ({ isPlatformAdmin }) => Number(isPlatformAdmin),
        cell: ({ isPlatformAdmin }) =>
          isPlatformAdmin ? (
            <Badge tone="accent">{t('ui.yes')}</Badge>
          ) : (
            <span className="text-muted">–</span>
          ),
      },
      secondFactorColumn(t),
      {
        id: 'state',
        header: t('accounts.people.platform.state'),
        widthPx: 110,
        sort: 'asc',
        sortValue: stateOf,
        cell: (person) => <PersonState person={person} />,
      },
      {
        id: 'created',
        header: t('accounts.people.tokens.created'),
        widthPx: 130,
        hidden: true,
        sort: 'desc',
        sortValue: ({ createdAt }) => Date.parse(createdAt),
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, user.id],
  );
}
