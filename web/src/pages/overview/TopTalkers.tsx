import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ShareBar } from '../../charts/ShareBar.tsx';
import { useScope } from '../../data/scope.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { DeviceLink } from '../../ui/network/DeviceLink.tsx';
import { ListState } from './ListState.tsx';
import { type Talker, talkersQuery } from './queries.ts';
import { SeeAll } from './SeeAll.tsx';

const total = ({ bytesSent, bytesReceived }: Talker): number => bytesSent + bytesReceived;

export function TopTalkers() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery(talkersQuery(useScope()));
  const most = Math.max(1, ...(data ?? []).map(total));
  return (
    <Card
      flush
      title={t('overview.talkers')}
      actions={<SeeAll to="/devices" search={{ sort: 'bytesSent' }} />}
    >
      <ListState rows={data} error={error} empty={t('overview.noTraffic')}>
        {(rows) => (
          <ol>
            {rows.map((talker) => {
              const { device, label, bytesSent, bytesReceived } = talker;
              return (
                <li key={device} className="flex flex-col gap-1 px-4 py-1.5">
                  <span className="flex items-center justify-between gap-3 text-sm">
                    <DeviceLink
                      id={device}
                      type={label?.type ?? 'unknown'}
                      name={label?.name ?? null}
                      ip={label?.ip ?? null}
                    />
                    <span className="shrink-0 text-xs text-muted tabular-nums">
                      ↑ <span className="text-ink">{format.bytes(bytesSent)}</span>
                      <span className="max-sm:sr-only"> {t('overview.sent')}</span> · ↓{' '}
                      <span className="text-ink">{format.bytes(bytesReceived)}</span>
                      <span className="max-sm:sr-only"> {t('overview.received')}</span>
                    </span>
                  </span>
                  <ShareBar share={total(talker) / most} />
                </li>
              );
            })}
          </ol>
        )}
      </ListState>
    </Card>
  );
}
