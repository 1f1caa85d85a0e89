import { useTranslation } from 'react-i18next';
import type { RefusalReason } from '../../../../src/api/session/schemas.ts';
import { one } from '../../data/search.ts';
import { useSearch } from '../../data/use-search.ts';
import { Notice } from '../../nouns/accounts/Notice.tsx';

interface ProviderRefusalProps {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}

/** What the server says in the URL when signing in with an identity provider did not work. */
export function ProviderRefusal({ providers }: ProviderRefusalProps) {
  const { t, i18n } = useTranslation();
  const search = useSearch();
  const reason = one(search, 'reason');
  if (reason === undefined) return null;
  const known = i18n.exists(`accounts.entrance.signIn.providerReasons.${reason}`);
  const why = known ? (reason as RefusalReason) : 'failed';
  const provider = providers.find(({ id }) => id === one(search, 'provider'));
  const name = provider?.name ?? t('accounts.entrance.signIn.anyProvider');
  return (
    <Notice>
      <span className="block font-medium">{t('accounts.entrance.signIn.providerFailed', { name })}</span>
      {t(`accounts.entrance.signIn.providerReasons.${why}`)}
    </Notice>
  );
}
