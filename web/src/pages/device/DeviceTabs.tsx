import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import type { DeviceDetail } from '../../nouns/devices/device.ts';
import { PageLink } from '../../ui/PageLink.tsx';

const TABS = ['identity', 'activity', 'services', 'addresses', 'captures'] as const;
export type Tab = (typeof TABS)[number];

export const tabOf = (text: string | undefined): Tab => TABS.find((tab) => tab === text) ?? 'identity';

/** Each view has an address of its own, so that it can be shared and gone back to. */
export function DeviceTabs({ device, tab }: { readonly device: DeviceDetail; readonly tab: Tab }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts: Readonly<Partial<Record<Tab, number>>> = {
    addresses: device.addresses.length,
    captures: device.captures.length,
  };
  return (
    <nav aria-label={t('devices.page.tabs')} className="-mx-4 overflow-x-auto border-b px-4 md:mx-0 md:px-0">
      <ul className="flex gap-1">
        {TABS.map((name) => (
          <li key={name}>
            <PageLink
              to="/devices/$id"
              params={{ id: device.id }}
              search={{ tab: name }}
              aria-current={name === tab ? 'page' : undefined}
              className="flex h-9 items-center gap-1.5 border-b-2 border-transparent px-3 whitespace-nowrap text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {t(`devices.page.${name}`)}
              {counts[name] === undefined ? null : (
                <span className="text-xs text-muted">{format.count(counts[name])}</span>
              )}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
