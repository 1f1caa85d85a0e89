import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { organisationsQuery } from '../../nouns/accounts/organisations.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import type { Provider } from './queries.ts';

export function ProviderState({ provider: { isEnabled } }: { readonly provider: Provider }) {
  const { t } = useTranslation();
  return (
    <Badge tone={isEnabled ? 'good' : 'neutral'}>
      {t(isEnabled ? 'accounts.providers.states.offered' : 'accounts.providers.states.off')}
    </Badge>
  );
}

/** What becomes of people who are new, in words. */
export function useNewcomers(): (provider: Provider) => string {
  const { t } = useTranslation();
  const { data } = useQuery(organisationsQuery);
  return useCallback(
    ({ orgId, role }) => {
      if (orgId === null || role === null) return t('accounts.providers.nobody');
      const name = data?.find(({ id }) => id === orgId)?.name ?? orgId;
      return t('ui.pair', { name, value: t(`frame.roles.${role}`) });
    },
    [t, data],
  );
}

export function useProviderColumns(): readonly Column<Provider>[] {
  const { t } = useTranslation();
  const newcomers = useNewcomers();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('accounts.providers.name'),
        widthPx: 200,
        sort: 'asc',
        sortValue: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        id: 'issuer',
        header: t('accounts.providers.issuer'),
        widthPx: 300,
        grow: true,
        sort: 'asc',
        sortValue: ({ issuer }) => issuer,
        cell: ({ issuer }) => (
          <code title={issuer} className="font-mono text-xs">
            {issuer}
          </code>
        ),
      },
      {
        id: 'newcomers',
        header: t('accounts.providers.newcomers'),
        widthPx: 240,
        cell: (provider) => {
          const text = newcomers(provider);
          return <span className={provider.orgId === null ? 'text-muted' : ''}>{text}</span>;
        },
      },
      {
        id: 'state',
        header: t('accounts.providers.state'),
        widthPx: 110,
        sort: 'asc',
        sortValue: ({ isEnabled }) => Number(isEnabled),
        cell: (provider) => <ProviderState provider={provider} />,
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
    [t, newcomers],
  );
}
