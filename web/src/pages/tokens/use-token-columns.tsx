import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { stateOf, type Token } from './queries.ts';

const TONES = { active: 'good', expired: 'warning', revoked: 'neutral' } as const;
const ms = (at: string | null): number | null => (at === null ? null : Date.parse(at));

export function TokenStateBadge({ token }: { readonly token: Token }) {
  const { t } = useTranslation();
  const state = stateOf(token, Date.now());
  return <Badge tone={TONES[state]}>{t(`accounts.people.tokens.states.${state}`)}</Badge>;
}

export function useTokenColumns(): readonly Column<Token>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('accounts.people.tokens.name'),
        widthPx: 220,
        grow: true,
        sort: 'asc',
        sortValue: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        id: 'prefix',
        header: t('accounts.people.tokens.prefix'),
        widthPx: 140,
        cell: ({ prefix }) => <code className="font-mono text-xs">{prefix}…</code>,
      },
      {
        id: 'role',
        header: t('accounts.people.tokens.role'),
        widthPx: 130,
        sort: 'asc',
        sortValue: ({ role }) => t(`frame.roles.${role}`),
        cell: ({ role }) => t(`frame.roles.${role}`),
      },
      {
        id: 'state',
        header: t('accounts.people.tokens.state'),
        widthPx: 100,
        sort: 'asc',
        sortValue: (token) => stateOf(token, Date.now()),
        cell: (token) => <TokenStateBadge token={token} />,
      },
      {
        id: 'used',
        header: t('accounts.people.tokens.used'),
        widthPx: 150,
        sort: 'desc',
        sortValue: ({ lastUsedAt }) => ms(lastUsedAt),
        cell: ({ lastUsedAt }) =>
          lastUsedAt === null ? (
            <span className="text-muted">{t('accounts.people.tokens.unused')}</span>
          ) : (
            <Time at={lastUsedAt} />
          ),
      },
      {
        id: 'expires',
        header: t('accounts.people.tokens.expires'),
        widthPx: 140,
        sort: 'asc',
        sortValue: ({ expiresAt }) => ms(expiresAt),
        cell: ({ expiresAt }) =>
          expiresAt === null ? (
            <span className="text-muted">{t('accounts.people.tokens.never')}</span>
          ) : (
            <Time at={expiresAt} />
          ),
      },
      {
        id: 'by',
        header: t('accounts.people.tokens.by'),
        widthPx: 180,
        sort: 'asc',
        sortValue: ({ createdBy }) => createdBy,
        cell: ({ createdBy }) => createdBy,
      },
      {
        id: 'created',
        header: t('accounts.people.tokens.created'),
        widthPx: 140,
        sort: 'desc',
        sortValue: ({ createdAt }) => Date.parse(createdAt),
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t],
  );
}
