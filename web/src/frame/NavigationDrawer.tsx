import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { Brand } from './Brand.tsx';
import { NavigationList } from './SideNavigation.tsx';
import { LanguageMenu } from './top-bar/LanguageMenu.tsx';
import { SiteScope } from './top-bar/SiteScope.tsx';
import { ThemeMenu } from './top-bar/ThemeMenu.tsx';

/** The navigation of a phone. */
export default function NavigationDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="appear fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup className="appear fixed inset-y-0 left-0 z-50 flex w-[min(85vw,18rem)] flex-col border-r bg-panel outline-none">
          <div className="flex h-12 items-center justify-between pr-2 pl-4">
            <Dialog.Title render={<span />}>
              <Brand />
            </Dialog.Title>
            <IconButton icon={X} label={t('ui.close')} onClick={onClose} />
          </div>
          <nav aria-label={t('frame.navigation')} className="flex min-h-0 grow flex-col">
            <NavigationList onGo={onClose} />
          </nav>
          <div className="flex gap-2 border-t p-2">
            <SiteScope inDrawer />
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
