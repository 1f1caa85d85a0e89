import { useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { one } from '../../data/search.ts';
import { useSearch } from '../../data/use-search.ts';
import { type DeviceDetail, useDevice } from '../../nouns/devices/device.ts';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { Skeleton, SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { ActivityTab } from './activity/ActivityTab.tsx';
import { AddressesTab } from './addresses/AddressesTab.tsx';
import { CapturesTab } from './CapturesTab.tsx';
import { DeviceHeader } from './DeviceHeader.tsx';
import { DeviceTabs, type Tab, tabOf } from './DeviceTabs.tsx';
import { IdentityTab } from './identity/IdentityTab.tsx';
import { ServicesTab } from './ServicesTab.tsx';

export default function DevicePage() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const { t } = useTranslation();
  const { data, error, refetch } = useDevice(id);
  const title = data === undefined ? t('devices.panel.label') : deviceLabel(data);
  useEffect(() => {
    document.title = `${title} · Vigie`;
  }, [title]);
  return (
    <div className="flex flex-col gap-4 px-4 py-4 pb-10 md:px-6">
      <PageLink
        to="/devices"
        className="inline-flex items-center gap-1 self-start text-xs text-muted hover:text-ink"
      >
        <ArrowLeft size={14} aria-hidden />
        {t('devices.page.back')}
      </PageLink>
      {data !== undefined ? (
        <Loaded key={data.id} device={data} />
      ) : error !== null ? (
        <>
          <h1>{title}</h1>
          <Problem error={error} onRetry={() => void refetch()} />
        </>
      ) : (
        <>
          <h1 className="sr-only">{title}</h1>
          <Skeleton className="h-7 w-72" />
          <Skeleton className="h-5 w-96" />
          <SkeletonLines lines={10} />
        </>
      )}
    </div>
  );
}

const CONTENT: Readonly<Record<Tab, (props: { readonly device: DeviceDetail }) => ReactNode>> = {
  identity: IdentityTab,
  activity: ActivityTab,
  services: ServicesTab,
  addresses: AddressesTab,
  captures: CapturesTab,
};

function Loaded({ device }: { readonly device: DeviceDetail }) {
  const tab = tabOf(one(useSearch(), 'tab'));
  const Content = CONTENT[tab];
  return (
    <>
      <DeviceHeader device={device} />
      <DeviceTabs device={device} tab={tab} />
      <Content device={device} />
    </>
  );
}
