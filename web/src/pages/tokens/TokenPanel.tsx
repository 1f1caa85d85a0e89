import { Ban } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { useMay } from '../../data/session/use-session.ts';
import { toast } from '../../data/toasts.ts';
import { ConfirmDialog } from '../../nouns/accounts/ConfirmDialog.tsx';
import { wordOf } from '../../nouns/accounts/permissions.ts';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';
import { type Token, tokensQuery } from './queries.ts';
import { TokenStateBadge } from './use-token-columns.tsx';

export function TokenPanel({ token }: { readonly token: Token | undefined }) {
  const { t } = useTranslation();
  const mayChange = useMay('tokens:write');
  const [revoking, setRevoking] = useState(false);
  if (token === undefined) return <RowPending lines={6} />;
  const { id, name, prefix, role, scopes, createdBy, createdAt } = token;
  const { expiresAt, lastUsedAt, lastUsedFrom, revokedAt } = token;
  return (
    <div className="flex flex-col gap-5">
      <Facts
        facts={[
          [t('accounts.people.tokens.state'), <TokenStateBadge key="state" token={token} />],
          [
            t('accounts.people.tokens.prefix'),
            <code key="prefix" className="font-mono text-xs">
              {prefix}…
            </code>,
          ],
          [t('accounts.people.tokens.role'), t(`frame.roles.${role}`)],
          [
            t('accounts.people.tokens.scopes'),
            scopes === null ? (
              t('accounts.people.tokens.allScopes')
            ) : (
              <ul key="scopes">
                {scopes.map((scope) => (
                  <li key={scope}>{t(wordOf(scope))}</li>
                ))}
              </ul>
            ),
          ],
          [
            t('accounts.people.tokens.used'),
            lastUsedAt === null ? t('accounts.people.tokens.unused') : <Time key="u" at={lastUsedAt} exact />,
          ],
          lastUsedFrom === null
            ? null
            : [
                t('accounts.people.tokens.from'),
                <code key="from" className="font-mono text-xs">
                  {lastUsedFrom}
                </code>,
              ],
          [
            t('accounts.people.tokens.expires'),
            expiresAt === null ? t('accounts.people.tokens.never') : <Time key="e" at={expiresAt} exact />,
          ],
          [t('accounts.people.tokens.by'), createdBy],
          [t('accounts.people.tokens.created'), <Time key="c" at={createdAt} exact />],
          revokedAt === null
            ? null
            : [t('accounts.people.tokens.states.revoked'), <Time key="r" at={revokedAt} exact />],
        ]}
      />
      {mayChange && revokedAt === null ? (
        <div>
          <Button size="small" look="danger" icon={Ban} onClick={() => setRevoking(true)}>
            {t('accounts.people.tokens.revoke')}
          </Button>
        </div>
      ) : null}
      {revoking ? (
        <ConfirmDialog
          danger
          title={t('accounts.people.tokens.revokeTitle', { name })}
          text={`${t('accounts.people.tokens.revokeText')} ${t('accounts.people.cannotUndo')}`}
          confirm={t('accounts.people.tokens.revokeConfirm')}
          onClose={() => setRevoking(false)}
          run={async () => {
            await remove(`/tokens/${encodeURIComponent(id)}`);
            toast(t('accounts.people.tokens.revoked', { name }));
            await queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
          }}
        />
      ) : null}
    </div>
  );
}
