import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import type { Health } from './troubles.ts';

/** What was turned away since the start, by the names that `/metrics` has. */
export function RefusedCard({ health: { refused, outgoing, signIns } }: { readonly health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seen = refused.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const failed = (outgoing?.failed ?? []).reduce((sum, { count }) => sum + count, 0);
  return (
    <Card title={t('health.refused')}>
      <Facts
        facts={[
          [t('health.wrong'), format.count(signIns.wrong)],
          [t('health.heldBack'), format.count(signIns.heldBack)],
          outgoing === null
            ? null
            : [
                t('health.outgoing'),
                t('health.outgoingText', {
                  answered: format.count(outgoing.answered),
                  failed: format.count(failed),
                }),
              ],
        ]}
      />
      <h3 className="pt-3 pb-1 text-xs font-medium text-muted">{t('health.requests')}</h3>
      {seen.length === 0 ? (
        <p className="text-sm text-muted">{t('health.noneRefused')}</p>
      ) : (
        <ul className="flex flex-col gap-1 text-sm">
          {seen.map(({ reason, count }) => (
            <li key={reason} className="flex justify-between gap-3">
              <code className="min-w-0 font-mono text-xs wrap-anywhere">{reason}</code>
              <span className="shrink-0 tabular-nums">{format.count(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
