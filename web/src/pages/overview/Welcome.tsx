import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { useLive } from '../../data/live.ts';
import { useMay } from '../../data/session/use-session.ts';
import { Ways } from '../../nouns/ways/Ways.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { Progress } from '../../ui/Progress.tsx';

/** An empty store: three ways to fill it, and what is on its way. */
export function Welcome({ captures }: { readonly captures: readonly Capture[] }) {
  const { t } = useTranslation();
  const mayFill = useMay('capture:write');
  const { imports } = useLive();
  const reading = captures.filter(({ status }) => status === 'importing');
  return (
    <div className="flex flex-col gap-5">
      <div className="max-w-prose">
        <p className="text-base font-medium">{t('overview.welcome.title')}</p>
        <p className="text-sm text-muted">
          {t(mayFill ? 'overview.welcome.text' : 'overview.welcome.othersFill')}
        </p>
      </div>
      {reading.length === 0 ? null : (
        <Card title={t('overview.welcome.reading')}>
          <ul className="flex flex-col gap-3">
            {reading.map(({ id, name, progress }) => (
              <li key={id} className="flex flex-col gap-1.5 text-sm">
                {name}
                <Progress label={name} share={imports[id]?.progress ?? progress} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {mayFill ? <Ways /> : null}
    </div>
  );
}
