import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { linkUrl } from '../../data/api.ts';
import type { Scope } from '../../data/scope.ts';
import { shownOrganisation } from '../../data/session/organisation.ts';
import type { Network } from '../../graph/network/network.ts';
import {
  type Loaded,
  type NetworkMessage,
  type PositionsMessage,
  TopologyClient,
} from '../../graph/worker/client.ts';
import { EDGES_PER_DEVICE, type TopologySearch } from './topology-search.ts';

export interface Topology {
  readonly client: TopologyClient | null;
  /** Absent until it is here. */
  readonly network: Network | null;
  readonly loaded: Loaded | null;
  /** Of the layout, 0 to 1. */
  readonly progress: number;
  readonly error: unknown;
  readonly retry: () => void;
  /** What the picture is told; called again with the last of each. */
  readonly attach: (picture: PictureListener | null) => void;
}

export interface PictureListener {
  network(message: NetworkMessage): void;
  positions(message: PositionsMessage): void;
}

/** The network of the URL, read and laid out in a worker. */
export function useTopology(asked: TopologySearch, scope: Scope): Topology {
  const { vlan, devices, types, around, hops, layout, grouping } = asked;
  const [client, setClient] = useState<TopologyClient | null>(null);
  const [network, setNetwork] = useState<Network | null>(null);
  const [progress, setProgress] = useState(0);
  const picture = useRef<PictureListener | null>(null);
  const last = useRef<{ network?: NetworkMessage; positions?: PositionsMessage }>({});

  useEffect(() => {
    const started = new TopologyClient({
      network(message) {
        last.current = { network: message };
        picture.current?.network(message);
        setNetwork(message.network);
        setProgress(0);
      },
      positions(message) {
        last.current.positions = message;
        picture.current?.positions(message);
        setProgress(message.progress);
      },
    });
    started.start();
    setClient(started);
    return () => started.stop();
  }, []);

  const typesKey = types.join();
  useEffect(() => {
    const chosen =
      typesKey === '' ? null : typesKey.split(',').map((type) => DEVICE_TYPES.indexOf(type as never));
    client?.show({ layout, grouping, types: chosen, around, hops });
  }, [client, layout, grouping, typesKey, around, hops]);

  const maxEdges = Math.min(100_000, devices * EDGES_PER_DEVICE);
  const url = linkUrl('/topology', { ...scope, vlan, maxNodes: devices, maxEdges });
  const query = useQuery({
    queryKey: ['topology', url],
    queryFn: () => client?.load(url, shownOrganisation() ?? '') ?? Promise.reject(new Error('no worker')),
    enabled: client !== null,
    // The worker holds one network: an answer from before is not there any more.
    gcTime: 0,
    placeholderData: (before: Loaded | undefined) => before,
  });

  const { data, error, refetch } = query;
  const attach = useMemo(
    () => (listener: PictureListener | null) => {
      picture.current = listener;
      if (listener === null) return;
      if (last.current.network !== undefined) listener.network(last.current.network);
      if (last.current.positions !== undefined) listener.positions(last.current.positions);
    },
    [],
  );
  return {
    client,
    network,
    loaded: data ?? null,
    progress,
    error,
    retry: () => void refetch(),
    attach,
  };
}
