import { Flag, FlagOff, Share2 } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { millis } from '../../i18n/format.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DeviceBadges } from '../../nouns/devices/Badges.tsx';
import { aroundDevice, type DeviceDetail, MOST_NAME } from '../../nouns/devices/device.ts';
import { TypeSelect } from '../../nouns/devices/TypeSelect.tsx';
import { useDeviceSave } from '../../nouns/devices/use-device-save.ts';
import { EditText } from '../../nouns/edit/EditText.tsx';
import { SaveTrouble } from '../../nouns/edit/SaveTrouble.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { cx } from '../../ui/class-names.ts';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { DeviceSiteChoice, DeviceSites } from './DeviceSite.tsx';

const SHOWN_ADDRESSES = 4;
/** Seen within so long before now: it is there. */
const ACTIVE_MS = 5 * 60_000;
const LOOK_EVERY_MS = 15_000;

interface DeviceProps {
  readonly device: DeviceDetail;
}

/** Who it is, in which state, under which addresses, and what a person does with it. */
export function DeviceHeader({ device }: DeviceProps) {
  const { t } = useTranslation();
  const name = useDeviceSave(device, (text: string) => ({ name: text === '' ? null : text }));
  const label = deviceLabel(device);
  return (
    <header className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 grow items-start gap-2.5">
          <DeviceIcon type={device.type} size={26} className="mt-0.5" />
          <h1 className="min-w-0 grow">
            <EditText
              label={t('devices.page.name')}
              value={device.words.name ?? device.name ?? ''}
              hint={t('devices.page.nameHint')}
              most={MOST_NAME}
              save={name}
              what={t('devices.conflict.device')}
              theirs={(now) => now.name ?? ''}
            >
              <span className={device.name === null ? 'font-mono text-base' : ''}>{label}</span>
            </EditText>
          </h1>
        </div>
        <Actions device={device} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="text-sm">{t(`ui.type.${device.type}`)}</span>
        <State lastSeen={device.lastSeen} />
        <span className="flex flex-wrap gap-1.5">
          <DeviceBadges device={device} />
        </span>
      </div>
      <AddressLine device={device} />
      <DeviceSites device={device} />
    </header>
  );
}

function AddressLine({ device: { id, ip: main, addresses, macs, vendor } }: DeviceProps) {
  const { t } = useTranslation();
  // The one that lists show, IPv4, then the others.
  const rank = (ip: string): number => (ip === main ? 0 : ip.includes(':') ? 2 : 1);
  const ips = [...new Set(addresses.map(({ ip }) => ip))].sort((a, b) => rank(a) - rank(b));
  const more = ips.length - SHOWN_ADDRESSES;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {ips.slice(0, SHOWN_ADDRESSES).map((ip) => (
        <Copyable key={ip} text={ip} />
      ))}
      {more > 0 ? (
        <PageLink
          to="/devices/$id"
          params={{ id }}
          search={{ tab: 'addresses' }}
          className="text-xs text-accent hover:underline"
        >
          {t('devices.more', { n: more })}
        </PageLink>
      ) : null}
      {macs.slice(0, SHOWN_ADDRESSES).map((mac) => (
        <span key={mac} className="text-muted">
          <Copyable text={mac} />
        </span>
      ))}
      {vendor === null ? null : <span className="text-muted">{vendor}</span>}
    </div>
  );
}

const now = () => Math.floor(Date.now() / LOOK_EVERY_MS) * LOOK_EVERY_MS;
function everyLook(tell: () => void): () => void {
  const timer = setInterval(tell, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** A dot and words: heard within the last minutes, or when it last was. */
function State({ lastSeen }: Pick<DeviceDetail, 'lastSeen'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const current = useSyncExternalStore(everyLook, now);
  const active = lastSeen !== null && current - millis(lastSeen) < ACTIVE_MS;
  const words =
    lastSeen === null
      ? t('devices.state.never')
      : active
        ? t('devices.state.now')
        : t('devices.state.seen', { when: format.relative(lastSeen, current) });
  return (
    <span
      className="inline-flex items-center gap-1.5 text-sm text-muted"
      title={lastSeen === null ? undefined : format.instant(lastSeen)}
    >
      <span
        aria-hidden
        className={cx('size-2 rounded-full border', active ? 'border-good bg-good' : 'border-edge')}
      />
      {words}
    </span>
  );
}

function Actions({ device }: DeviceProps) {
  const { t } = useTranslation();
  const mayChange = useMay('inventory:write');
  const flag = useDeviceSave(device, (flagged: boolean) => ({ flagged }));
  const type = useDeviceSave(device, (to: DeviceDetail['type'] | null) => ({ type: to }));
  const flagged = (value: boolean) =>
    t('ui.pair', { name: t('devices.column.flagged'), value: t(value ? 'ui.yes' : 'ui.no') });
  const typeWord = (of: DeviceDetail['type']) => t(`ui.type.${of}`);
  const what = t('devices.conflict.device');
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {mayChange ? (
          <>
            <TypeSelect
              label={t('devices.page.setType')}
              hideLabel
              value={device.words.type}
              found={t('devices.page.typeFound', { type: typeWord(device.found.type) })}
              disabled={type.saving}
              onChange={(to) => void type.save(to)}
            />
            <Button
              icon={device.flagged ? FlagOff : Flag}
              aria-pressed={device.flagged}
              disabled={flag.saving}
              onClick={() => void flag.save(!device.flagged)}
            >
              {t(device.flagged ? 'devices.page.unflag' : 'devices.page.flag')}
            </Button>
          </>
        ) : null}
        <DeviceSiteChoice device={device} />
        <PageLink to="/topology" search={aroundDevice(device.id)} className={buttonClass()}>
          <Share2 size={16} aria-hidden />
          {t('devices.panel.topology')}
        </PageLink>
      </div>
      <SaveTrouble
        save={flag}
        what={what}
        theirs={(now) => flagged(now.flagged)}
        mine={flagged}
        onDone={() => undefined}
      />
      <SaveTrouble
        save={type}
        what={what}
        theirs={(now) => typeWord(now.type)}
        mine={(mine) => typeWord(mine ?? device.found.type)}
        onDone={() => undefined}
      />
    </div>
  );
}
