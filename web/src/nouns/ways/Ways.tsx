import { Cable, FlaskConical, FolderOpen, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseCaptures } from '../../data/choose-captures.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { useLoadDemo } from '../../ui/use-load-demo.ts';

/** Three ways to fill an empty store. `onGo` is called when one was chosen that stays on this page. */
export function Ways({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useTranslation();
  const loadDemo = useLoadDemo();
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <Way
        icon={FolderOpen}
        title={t('overview.welcome.open')}
        text={t('overview.welcome.openText')}
        action={
          <Button look="primary" onClick={() => chooseCaptures(onGo)}>
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
        action={
          <Button
            onClick={() => {
              loadDemo();
              onGo?.();
            }}
          >
            {t('overview.welcome.demoButton')}
          </Button>
        }
      />
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
    <section className="flex flex-col items-start gap-2 rounded-md border bg-panel p-4 sm:p-5">
      <Icon size={22} strokeWidth={1.6} aria-hidden className="text-accent" />
      <h2>{title}</h2>
      <p className="grow text-sm text-muted">{text}</p>
      <div className="mt-2">{action}</div>
    </section>
  );
}
