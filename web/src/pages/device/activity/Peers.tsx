import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListFilter, Share2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { get } from '../../../data/api.ts';
import { type Scope, useScope } from '../../../data/scope.ts';
import { useChangeSearch } from '../../../data/use-search.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { aroundDevice, type DeviceDetail } from '../../../nouns/devices/device.ts';
import { buttonClass, IconButton } from '../../../ui/Button.tsx';
import { DeviceIcon } from '../../../ui/icons/DeviceIcon.tsx';
import { Card } from '../../../ui/layout/Card.tsx';
import { DeviceLink } from '../../../ui/network/DeviceLink.tsx';
import { deviceLabel } from '../../../ui/network/device-label.ts';
import { PageLink } from '../../../ui/PageLink.tsx';
import { SkeletonLines } from '../../../ui/states/Skeleton.tsx';
import { Problem } from '../../../ui/states/States.tsx';
import { type Neighbourhood, type Peer, peersOf, typesOf } from './peers-of.ts';

const SHOWN = 12;
/** A router's neighbourhood may be a whole network; the API takes no more. */
const MOST_NODES = 1000;
const MOST_EDGES = 20_000;

function useNeighbourhood(device: string, scope: Scope) {
  return useQuery({
    queryKey: ['topology', 'neighbourhood', device, scope],
    queryFn: ({ signal }) =>
      get<Neighbourhood>(
        '/topology',
        { ...scope, device, maxNodes: MOST_NODES, maxEdges: MOST_EDGES },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
}

interface PeersProps {
  readonly device: Pick<DeviceDetail, 'id'>;
}

/** Who it talks with, by volume; and what kind of neighbourhood that is. */
export function Peers({ device: { id } }: PeersProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useNeighbourhood(id, useScope());
  const peers = data === undefined ? undefined : peersOf(id, data);
  return (
    <Card
      title={t('devices.activity.peers')}
      hint={t('devices.activity.peersHint')}
      actions={
        <PageLink to="/topology" search={aroundDevice(id)} className={buttonClass('quiet', 'small')}>
          <Share2 size={14} aria-hidden />
          {t('devices.activity.topology')}
        </PageLink>
      }
    >
      {error !== null && peers === undefined ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : peers === undefined ? (
        <SkeletonLines lines={5} />
      ) : peers.length === 0 ? (
        <p className="text-sm text-muted">{t('devices.activity.noPeers')}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <Types peers={peers} />
          <PeerList peers={peers} />
        </div>
      )}
    </Card>
  );
}

function Types({ peers }: { readonly peers: readonly Peer[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul
      aria-label={t('devices.activity.neighbourhood')}
      className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted"
    >
      <li className="text-ink">
        {t('devices.activity.neighbours', { count: peers.length, n: format.count(peers.length) })}
      </li>
      {typesOf(peers).map(([type, count]) => (
        <li key={type} className="inline-flex items-center gap-1.5">
          <DeviceIcon type={type} size={14} />
          {t(`ui.type.${type}`)} <span className="text-ink tabular-nums">{format.count(count)}</span>
        </li>
      ))}
    </ul>
  );
}

function PeerList({ peers }: { readonly peers: readonly Peer[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChangeSearch();
  const most = peers[0]?.bytes ?? 1;
  const more = peers.length - SHOWN;
  return (
    <ol className="grid gap-x-8 md:grid-cols-2">
      {peers.slice(0, SHOWN).map(({ id, label, bytes }) => {
        const name = deviceLabel(label ?? { id, name: null, ip: null });
        return (
          <li key={id} className="flex h-8 min-w-0 items-center gap-2 border-b text-sm">
            <span className="min-w-0 grow">
              <DeviceLink
                id={id}
                type={label?.type ?? 'unknown'}
                name={label?.name ?? null}
                ip={label?.ip ?? null}
              />
            </span>
            <span
              aria-hidden
              className="hidden h-1 w-24 shrink-0 overflow-hidden rounded-full bg-raised sm:block"
            >
              <span
                className="block h-full rounded-full bg-series-1"
                style={{ width: `${(bytes / Math.max(most, 1)) * 100}%` }}
              />
            </span>
            <span className="w-20 shrink-0 text-right" title={format.count(bytes)}>
              {format.bytes(bytes)}
            </span>
            <IconButton
              icon={ListFilter}
              size="small"
              label={t('devices.activity.onlyPeer', { name })}
              onClick={() => change({ peer: id, open: undefined })}
            />
          </li>
        );
      })}
      {more > 0 ? (
        <li className="flex h-8 items-center text-sm text-muted">
          {t('devices.activity.peersMore', { count: more, n: format.count(more) })}
        </li>
      ) : null}
    </ol>
  );
}
