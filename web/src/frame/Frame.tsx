import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemembered } from '../data/remember.ts';
import { useMay } from '../data/session/use-session.ts';
import { DropAnywhere } from './DropAnywhere.tsx';
import { SideNavigation } from './SideNavigation.tsx';
import { StoreTrouble } from './StoreTrouble.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './top-bar/TopBar.tsx';
import { UploadTray } from './UploadTray.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const NavigationDrawer = lazy(() => import('./NavigationDrawer.tsx'));
const Palette = lazy(() => import('./Palette.tsx'));
const ShortcutHelp = lazy(() => import('./ShortcutHelp.tsx'));
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** Around every page: navigation at the left, tools at the top, what is wrong under them. */
export function Frame() {
  const { t } = useTranslation();
  const [collapsed, setCollapsed] = useRemembered('navigation.collapsed', false, isBoolean);
  const [over, setOver] = useState<'palette' | 'help' | 'drawer' | null>(null);
  useShortcuts({
    onPalette: () => setOver((now) => (now === 'palette' ? null : 'palette')),
    onHelp: () => setOver('help'),
    onCollapse: () => setCollapsed(!collapsed),
  });
  const mayFill = useMay('capture:write');
  const close = () => setOver(null);
  return (
    <div className="flex h-dvh">
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-md border bg-panel px-3 py-2 text-sm focus:translate-y-0"
      >
        {t('frame.skip')}
      </a>
      <SideNavigation collapsed={collapsed} onCollapse={setCollapsed} />
      <div className="flex min-w-0 grow flex-col">
        <TopBar onMenu={() => setOver('drawer')} onPalette={() => setOver('palette')} />
        <StoreTrouble />
        <main id="content" tabIndex={-1} className="relative min-h-0 grow overflow-y-auto outline-none">
          <Outlet />
        </main>
      </div>
      <Toasts />
      <UploadTray />
      {mayFill ? <DropAnywhere /> : null}
      <Suspense>
        {over === 'drawer' ? <NavigationDrawer onClose={close} /> : null}
        {over === 'palette' ? <Palette onClose={close} onHelp={() => setOver('help')} /> : null}
        {over === 'help' ? <ShortcutHelp onClose={close} /> : null}
      </Suspense>
    </div>
  );
}
