import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../ui/PageLink.tsx';
import { PARTS } from './navigation.ts';

export function Frame() {
  const { t } = useTranslation();
  return (
    <div className="grid h-dvh grid-cols-[200px_1fr]">
      <nav aria-label={t('frame.navigation')} className="border-r bg-panel p-2">
        {PARTS.flatMap(({ places }) => places).map(({ to, word, icon: Icon }) => (
          <PageLink key={to} to={to} className="flex h-8 items-center gap-2 rounded-md px-2 text-sm">
            <Icon size={16} aria-hidden />
            {t(`frame.${word}`)}
          </PageLink>
        ))}
      </nav>
      <main id="content" className="min-h-0 min-w-0 overflow-y-auto">
        <Outlet />
      </main>
    </div>
  );
}
