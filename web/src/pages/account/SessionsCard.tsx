import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../../ui/use-act.ts';
import { agentOf } from './agent.ts';
import { type Account, accountAgain } from './queries.ts';

type Session = Account['sessions'][number];
const thisFirst = (a: Session, b: Session): number => Number(b.isThis) - Number(a.isThis);

export function SessionsCard({ account: { sessions } }: { readonly account: Account }) {
  const { t } = useTranslation();
  const act = useAct();
  const nameOf = (agent: string | null) => {
    const found = agentOf(agent);
    return found === null ? t('accounts.own.unknownAgent') : t('accounts.own.agent', found);
  };
  const end = async (path: string, done: string) => {
    await act(() => remove(path), done);
    await accountAgain();
  };
  return (
    <Card
      title={t('accounts.own.sessions')}
      actions={
        sessions.length > 1 ? (
          <Button size="small" onClick={() => void end('/account/sessions', t('accounts.own.othersEnded'))}>
            {t('accounts.own.endOthers')}
          </Button>
        ) : null
      }
    >
      <ul className="flex flex-col">
        {[...sessions].sort(thisFirst).map(({ id, agent, address, lastSeenAt, isThis }) => (
          <li key={id} className="flex items-center justify-between gap-3 border-b py-2 last:border-b-0">
            <div className="min-w-0 text-sm">
              <p className="flex flex-wrap items-center gap-2" title={agent ?? undefined}>
                {nameOf(agent)}
                {isThis ? <Badge tone="accent">{t('accounts.own.thisOne')}</Badge> : null}
              </p>
              <p className="text-xs text-muted">
                {address === null ? null : <code className="font-mono">{address} · </code>}
                <Time at={lastSeenAt} />
              </p>
            </div>
            {isThis ? null : (
              <Button
                size="small"
                look="danger"
                aria-label={t('accounts.own.endOne', { name: `${nameOf(agent)} ${address ?? ''}`.trim() })}
                onClick={() =>
                  void end(`/account/sessions/${encodeURIComponent(id)}`, t('accounts.own.ended'))
                }
              >
                {t('accounts.own.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
