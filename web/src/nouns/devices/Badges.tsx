import { Flag, Router } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/Badge.tsx';
import { useCaptures } from '../captures.ts';
import type { DeviceDetail } from './device.ts';

/** The locally administered bit of a MAC (IEEE 802): made up by the device or by a hypervisor. */
export const isLocalMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0;

/** Where we know it from, and what it is besides its type. */
export function DeviceBadges({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const captures = useCaptures();
  const known = device.captures.flatMap((id) => captures.get(id) ?? []);
  const isDemo = known.length > 0 && known.every(({ kind }) => kind === 'demo');
  return (
    <>
      {device.flagged ? (
        <Badge tone="bad">
          <Flag size={12} aria-hidden />
          {t('devices.badge.flagged')}
        </Badge>
      ) : null}
      {device.isGateway ? (
        <Badge tone="accent" title={t('devices.badge.gatewayHint')}>
          <Router size={12} aria-hidden />
          {t('devices.badge.gateway')}
        </Badge>
      ) : null}
      <Badge title={t('devices.badge.trafficHint')}>{t('devices.badge.traffic')}</Badge>
      {device.macs.length > 0 && device.macs.every(isLocalMac) ? (
        <Badge title={t('devices.badge.randomMacHint')}>{t('devices.badge.randomMac')}</Badge>
      ) : null}
      {isDemo ? (
        <Badge tone="warning" title={t('devices.badge.demoHint')}>
          {t('devices.badge.demo')}
        </Badge>
      ) : null}
    </>
  );
}
