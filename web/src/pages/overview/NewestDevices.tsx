import { useTranslation } from 'react-i18next';
import type { Dashboard } from '../../data/dashboard.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { Address } from '../../ui/network/Address.tsx';
import { DeviceLink } from '../../ui/network/DeviceLink.tsx';
import { Time } from '../../ui/Time.tsx';
import { ListState } from './ListState.tsx';
import { SeeAll } from './SeeAll.tsx';

export function NewestDevices({ devices }: { readonly devices: Dashboard['newestDevices'] | undefined }) {
  const { t } = useTranslation();
  return (
    <Card
      flush
      title={t('overview.newest')}
      actions={<SeeAll to="/devices" search={{ sort: 'firstSeen', order: 'desc' }} />}
    >
      <ListState rows={devices} empty={t('overview.noTraffic')}>
        {(rows) => (
          <ul>
            {rows.map((device) => (
              <li
                key={device.id}
                className="grid min-h-8 grid-cols-[1fr_auto_auto] items-center gap-4 px-4 py-1 text-sm"
              >
                <DeviceLink {...device} />
                {device.ip === null ? <span /> : <Address text={device.ip} />}
                <span className="w-24 text-right text-xs text-muted" title={t('overview.firstSeen')}>
                  <Time at={device.firstSeen} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </Card>
  );
}
