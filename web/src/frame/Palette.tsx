import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import {
  Clock,
  FlaskConical,
  FolderOpen,
  Keyboard,
  Languages,
  LogOut,
  MapPin,
  Moon,
  Radio,
  Search,
  SunMedium,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseCaptures } from '../data/choose-captures.ts';
import { foundDevices } from '../data/find-devices.ts';
import { setLive, useLive } from '../data/live.ts';
import { scopeOf } from '../data/scope.ts';
import type { Search as SearchParams } from '../data/search.ts';
import { speak } from '../data/session/own-language.ts';
import { signOut } from '../data/session/session.ts';
import { useMay } from '../data/session/use-session.ts';
import { useSites } from '../data/sites.ts';
import { useChangeSearch } from '../data/use-search.ts';
import { LANGUAGES } from '../i18n/language.ts';
import { DeviceIcon } from '../ui/icons/DeviceIcon.tsx';
import { deviceLabel } from '../ui/network/device-label.ts';
import { setTheme, THEMES } from '../ui/theme.ts';
import { useAct } from '../ui/use-act.ts';
import { useLoadDemo } from '../ui/use-load-demo.ts';
import { RANGE_PRESETS } from './top-bar/range-presets.ts';
import { useChooseSite } from './use-choose-site.ts';
import { usePlaces } from './use-places.ts';

const ITEM =
  'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-raised aria-disabled:opacity-50';
const GROUP =
  '[&:not(:has([cmdk-item]))]:hidden [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted';

const MOST_SITES = 20;

/** Without capitals and accents, as people type. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

interface PaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

/** ⌘K: everything that the menus do, and devices by name or address. */
export default function Palette({ onClose, onHelp }: PaletteProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useChangeSearch();
  const loadDemo = useLoadDemo();
  const act = useAct();
  const live = useLive();
  const mayFill = useMay('capture:write');
  const sites = useSites();
  const showSite = useChooseSite();
  const places = usePlaces();
  const [text, setText] = useState('');
  const { data } = useQuery(foundDevices(text.trim()));
  const along = ((before: SearchParams) => scopeOf(before)) as never;
  const wanted = plain(text.trim());
  const item = (label: string, icon: ReactNode, run: () => void, hint?: string) =>
    !plain(label).includes(wanted) ? null : (
      <Command.Item
        key={label}
        value={label}
        className={ITEM}
        onSelect={() => {
          onClose();
          run();
        }}
      >
        <span className="text-muted">{icon}</span>
        <span className="grow truncate">{label}</span>
        {hint === undefined ? null : <span className="font-mono text-xs text-muted">{hint}</span>}
      </Command.Item>
    );
  const found = text.trim() === '' ? [] : (data?.items ?? []);
  const ofDevices =
    wanted === '' ? null : (
      <Command.Group heading={t('frame.palette.devices')} className={GROUP}>
        {found.map((device) => (
          <Command.Item
            key={device.id}
            value={device.id}
            className={ITEM}
            onSelect={() => {
              onClose();
              void navigate({ to: '/devices/$id', params: { id: device.id }, search: along });
            }}
          >
            <DeviceIcon type={device.type} />
            <span className="grow truncate">{deviceLabel(device)}</span>
            <code className="font-mono text-xs text-muted">{device.ip ?? device.macs[0]}</code>
          </Command.Item>
        ))}
        <Command.Item
          value="all devices"
          className={ITEM}
          onSelect={() => {
            onClose();
            const q = text.trim();
            const search = ((before: SearchParams) => ({ ...scopeOf(before), q })) as never;
            void navigate({ to: '/devices', search });
          }}
        >
          <Search size={16} aria-hidden className="text-muted" />
          <span className="truncate">
            {data === undefined
              ? t('ui.loading')
              : t('frame.search.all', { count: data.total, text: text.trim() })}
          </span>
        </Command.Item>
      </Command.Group>
    );
  return (
    // Not the dialog of cmdk: it writes a style into the page, which the policy of the page forbids.
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="appear fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup
          aria-label={t('frame.palette.label')}
          className="appear fixed inset-x-4 top-[10vh] z-50 mx-auto max-w-xl overflow-hidden rounded-md border bg-panel shadow-xl shadow-black/10 outline-none"
        >
          <Command label={t('frame.palette.label')} shouldFilter={false}>
            <div className="flex items-center gap-2 border-b px-4">
              <Search size={16} aria-hidden className="text-muted" />
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder={t('frame.palette.hint')}
                className="h-11 grow bg-transparent text-base outline-none placeholder:text-muted"
              />
            </div>
            <Command.List className="max-h-[56vh] overflow-y-auto p-2">
              {found.length > 0 ? ofDevices : null}
              <Command.Group heading={t('frame.palette.pages')} className={GROUP}>
                {places.map(({ to, word, icon: Icon, letter }) =>
                  item(
                    t(`frame.${word}`),
                    <Icon size={16} aria-hidden />,
                    () => void navigate({ to, search: along }),
                    `g ${letter}`,
                  ),
                )}
              </Command.Group>
              <Command.Group heading={t('frame.palette.actions')} className={GROUP}>
                {mayFill ? (
                  <>
                    {item(t('frame.palette.upload'), <FolderOpen size={16} aria-hidden />, () =>
                      chooseCaptures(),
                    )}
                    {item(t('frame.palette.demo'), <FlaskConical size={16} aria-hidden />, loadDemo)}
                  </>
                ) : null}
                {item(t('frame.account.signOut'), <LogOut size={16} aria-hidden />, () => void act(signOut))}
                {item(
                  t(live.wanted ? 'frame.palette.liveOff' : 'frame.palette.liveOn'),
                  <Radio size={16} aria-hidden />,
                  () => setLive(!live.wanted),
                )}
                {item(t('frame.palette.shortcuts'), <Keyboard size={16} aria-hidden />, onHelp, '?')}
                {THEMES.map((theme) =>
                  item(
                    t('ui.pair', { name: t('frame.theme.label'), value: t(`frame.theme.${theme}`) }),
                    theme === 'dark' ? <Moon size={16} aria-hidden /> : <SunMedium size={16} aria-hidden />,
                    () => setTheme(theme),
                  ),
                )}
                {LANGUAGES.map((language) =>
                  item(
                    t('ui.pair', { name: t('frame.language.label'), value: t(`frame.language.${language}`) }),
                    <Languages size={16} aria-hidden />,
                    () => void act(() => speak(language)),
                  ),
                )}
              </Command.Group>
              <Command.Group heading={t('frame.palette.range')} className={GROUP}>
                {item(t('frame.range.all'), <Clock size={16} aria-hidden />, () =>
                  change({ from: undefined, to: undefined }),
                )}
                {RANGE_PRESETS.map((preset) =>
                  item(t(`frame.range.presets.${preset}`), <Clock size={16} aria-hidden />, () =>
                    change({ from: `now-${preset}`, to: undefined }),
                  ),
                )}
              </Command.Group>
              {sites.length === 0 ? null : (
                <Command.Group heading={t('frame.site.label')} className={GROUP}>
                  {item(t('frame.site.all'), <MapPin size={16} aria-hidden />, () => showSite(undefined))}
                  {sites
                    .filter(({ name }) => plain(name).includes(wanted))
                    .slice(0, MOST_SITES)
                    .map(({ id, name }) => item(name, <MapPin size={16} aria-hidden />, () => showSite(id)))}
                </Command.Group>
              )}
              {found.length === 0 ? ofDevices : null}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
