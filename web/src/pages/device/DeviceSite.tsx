import { MapPin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { useSites } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { DeviceDetail } from '../../nouns/devices/device.ts';
import { useDeviceSave } from '../../nouns/devices/use-device-save.ts';
import { SaveTrouble } from '../../nouns/edit/SaveTrouble.tsx';
import { SiteSelect } from '../../nouns/sites/SiteSelect.tsx';
import { useSiteName } from '../../nouns/sites/site-names.ts';
import { PageLink } from '../../ui/PageLink.tsx';

interface DeviceProps {
  readonly device: DeviceDetail;
}

/** The sites of a device, each leading to its devices. */
export function DeviceSites({ device: { sites } }: DeviceProps) {
  const { t } = useTranslation();
  if (sites.length === 0) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-sm">
      <MapPin size={14} aria-hidden className="text-muted" />
      <span className="sr-only">{t('sites.title')}</span>
      {sites.map(({ id, name }) => (
        <PageLink key={id} to="/devices" search={{ site: id }} className="text-accent hover:underline">
          {name}
        </PageLink>
      ))}
    </span>
  );
}

/** A person's word on where it is, or none. */
export function DeviceSiteChoice({ device }: DeviceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sites = useSites();
  const nameOf = useSiteName();
  const mayChange = useMay('inventory:write');
  const save = useDeviceSave(device, (siteId: string | null) => ({ siteId }));
  if (!mayChange || sites.length === 0) return null;
  const seen = device.found.sites.map(({ name }) => name);
  const found = seen.length === 0 ? t('sites.seenNowhere') : t('sites.seenAt', { sites: format.all(seen) });
  return (
    <>
      <SiteSelect
        label={t('sites.where')}
        hideLabel
        value={device.words.siteId}
        none={found}
        disabled={save.saving}
        onChange={(siteId) => void save.save(siteId)}
      />
      <SaveTrouble
        save={save}
        what={t('devices.conflict.device')}
        theirs={(now) => nameOf(now.words.siteId) ?? found}
        mine={(mine) => nameOf(mine) ?? found}
        onDone={() => undefined}
      />
    </>
  );
}
