import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ShareBar } from '../../charts/ShareBar.tsx';
import { useScope } from '../../data/scope.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { ProtocolName } from '../../ui/network/ProtocolName.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { ListState } from './ListState.tsx';
import { protocolsQuery } from './queries.ts';
import { SeeAll } from './SeeAll.tsx';

const SHOWN = 8;

export function Protocols() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery(protocolsQuery(useScope()));
  const all = (data ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  const most = Math.max(1, ...(data ?? []).map(({ bytes }) => bytes));
  return (
    <Card flush title={t('overview.protocols')} actions={<SeeAll to="/protocols" />}>
      <ListState rows={data} error={error} empty={t('overview.noTraffic')}>
        {(rows) => (
          <ol>
            {rows.slice(0, SHOWN).map(({ protocol, appProtocol, bytes }) => (
              <li key={`${protocol} ${appProtocol}`} className="flex flex-col gap-1 px-4 py-1.5">
                <span className="flex items-center justify-between gap-3 text-sm">
                  <PageLink
                    to="/flows"
                    search={appProtocol === null ? { protocol } : { app: appProtocol }}
                    className="min-w-0 truncate hover:underline"
                  >
                    <ProtocolName protocol={protocol} app={appProtocol} />
                  </PageLink>
                  <span className="shrink-0 text-xs text-muted tabular-nums">
                    <span className="text-ink">{format.bytes(bytes)}</span> ·{' '}
                    {format.percent(bytes / Math.max(all, 1))}
                  </span>
                </span>
                <ShareBar share={bytes / most} />
              </li>
            ))}
          </ol>
        )}
      </ListState>
    </Card>
  );
}
