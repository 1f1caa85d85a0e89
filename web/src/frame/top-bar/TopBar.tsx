import { useLocation } from '@tanstack/react-router';
import { Command as CommandIcon, Menu as MenuIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { CaptureScope } from './CaptureScope.tsx';
import { GlobalSearch } from './GlobalSearch.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { LiveSwitch } from './LiveSwitch.tsx';
import { OrganisationName } from './OrganisationName.tsx';
import { SiteScope } from './SiteScope.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import { TimeRange } from './TimeRange.tsx';

interface TopBarProps {
  readonly onMenu: () => void;
  readonly onPalette: () => void;
}

/** Pages that show traffic, of one capture where somebody chose one; the audit logs know the time only. */
const OF_CAPTURE = /^\/(?:$|devices|flows|topology|matrix|protocols|vlans)/;
const OF_TIME = /^\/(?:platform\/)?audit/;

export function TopBar({ onMenu, onPalette }: TopBarProps) {
  const { t } = useTranslation();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const isOfCapture = OF_CAPTURE.test(path);
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b bg-panel px-2 md:gap-2 md:px-4">
      <IconButton icon={MenuIcon} label={t('frame.openNavigation')} className="md:hidden" onClick={onMenu} />
      <OrganisationName />
      <SiteScope />
      <GlobalSearch />
      <span className="grow" />
      {isOfCapture ? <CaptureScope /> : null}
      {isOfCapture || OF_TIME.test(path) ? <TimeRange /> : null}
      <LiveSwitch />
      <IconButton
        icon={CommandIcon}
        label={`${t('frame.palette.label')} (Ctrl K)`}
        className="max-lg:hidden"
        onClick={onPalette}
      />
      <span className="hidden items-center md:flex">
        <LanguageMenu />
        <ThemeMenu />
      </span>
      <AccountMenu />
    </header>
  );
}
