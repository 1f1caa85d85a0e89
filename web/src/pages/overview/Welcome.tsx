import { Cable, FlaskConical, FolderOpen, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { chooseCaptures } from '../../data/choose-captures.ts';
import { useLive } from '../../data/live.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { useLoadDemo } from '../../ui/use-load-demo.ts';

/** An empty store: three ways to fill it, and what is on its way. */
export function Welcome({ captures }: { readonly captures: readonly Capture[] }) {
  const { t } = useTranslation();
  const loadDemo = useLoadDemo();
  const { imports } = useLive();
  const reading = captures.filter(({ status }) => status === 'importing');
  return (
    <div className="flex flex-col gap-5">
      <div className="max-w-prose">
        <p className="text-base font-medium">{t('overview.welcome.title')}</p>
        <p className="text-sm text-muted">{t('overview.welcome.text')}</p>
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
      <div className="grid gap-4 md:grid-cols-3">
        <Way
          icon={FolderOpen}
          title={t('overview.welcome.open')}
          text={t('overview.welcome.openText')}
          action={
            <Button look="primary" onClick={chooseCaptures}>
              {t('overview.welcome.openButton')}
            </Button>
          }
        />
        <Way
          icon={Cable}
          title={t('overview.welcome.listen')}
          text={t('overview.welcome.listenText')}
          action={
            <PageLink to="/interfaces" className={buttonClass()}>
              {t('overview.welcome.listenButton')}
            </PageLink>
          }
        />
        <Way
          icon={FlaskConical}
          title={t('overview.welcome.demo')}
          text={t('overview.welcome.demoText')}
          action={<Button onClick={loadDemo}>{t('overview.welcome.demoButton')}</Button>}
        />
      </div>
    </div>
  );
}

interface WayProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
}

function Way({ icon: Icon, title, text, action }: WayProps) {
  return (
    <section className="flex flex-col items-start gap-2 rounded-md border bg-panel p-5">
      <Icon size={22} strokeWidth={1.6} aria-hidden className="text-accent" />
      <h2>{title}</h2>
      <p className="grow text-sm text-muted">{text}</p>
      <div className="mt-2">{action}</div>
    </section>
  );
}
