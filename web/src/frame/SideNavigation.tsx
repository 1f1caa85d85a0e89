import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { cx } from '../ui/class-names.ts';
import { PageLink } from '../ui/PageLink.tsx';
import { Brand } from './Brand.tsx';
import type { Place } from './navigation.ts';
import { useParts } from './use-places.ts';

interface SideNavigationProps {
  readonly collapsed: boolean;
  readonly onCollapse: (collapsed: boolean) => void;
}

export function SideNavigation({ collapsed, onCollapse }: SideNavigationProps) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('frame.navigation')}
      className={cx('hidden shrink-0 flex-col border-r bg-panel md:flex', collapsed ? 'w-13' : 'w-54')}
    >
      <div className="flex h-12 shrink-0 items-center px-3.5">
        <Brand collapsed={collapsed} />
      </div>
      <NavigationList collapsed={collapsed} />
      <div className={cx('flex px-2 py-1', collapsed ? 'justify-center' : 'justify-end')}>
        <IconButton
          icon={collapsed ? PanelLeftOpen : PanelLeftClose}
          label={t(collapsed ? 'frame.expand' : 'frame.collapse')}
          aria-expanded={!collapsed}
          onClick={() => onCollapse(!collapsed)}
        />
      </div>
    </nav>
  );
}

interface NavigationListProps {
  readonly collapsed?: boolean;
  readonly onGo?: () => void;
}

export function NavigationList({ collapsed = false, onGo }: NavigationListProps) {
  const { t } = useTranslation();
  const parts = useParts();
  return (
    <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-2 py-2">
      {parts.map(({ word, places }) => (
        <div key={places[0].to} className={cx(word === null && places[0].to === '/account' && 'mt-auto')}>
          {word === null || collapsed ? null : (
            <p className="px-2 pb-1 text-xs font-medium text-muted">{t(`frame.${word}`)}</p>
          )}
          <ul className="flex flex-col gap-px">
            {places.map((place) => (
              <NavigationItem
                key={place.to}
                place={place}
                collapsed={collapsed}
                {...(onGo ? { onGo } : {})}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

interface NavigationItemProps {
  readonly place: Place;
  readonly collapsed: boolean;
  readonly onGo?: () => void;
}

function NavigationItem({ place, collapsed, onGo }: NavigationItemProps) {
  const { t } = useTranslation();
  const label = t(`frame.${place.word}`);
  const Icon = place.icon;
  return (
    <li>
      <PageLink
        to={place.to}
        activeOptions={{ exact: place.to === '/', includeSearch: false }}
        title={collapsed ? label : undefined}
        onClick={onGo}
        className={cx(
          'flex h-7.5 items-center gap-2.5 rounded-md px-2 text-sm text-muted hover:bg-raised hover:text-ink',
          'data-[status=active]:bg-wash data-[status=active]:font-medium data-[status=active]:text-accent',
          collapsed && 'justify-center',
        )}
      >
        <Icon size={16} aria-hidden className="shrink-0" />
        <span className={collapsed ? 'sr-only' : 'truncate'}>{label}</span>
      </PageLink>
    </li>
  );
}
