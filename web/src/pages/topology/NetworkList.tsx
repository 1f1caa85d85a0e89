import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { type Network, NO_VLAN, otherEnd, SEVERAL_VLANS } from '../../graph/network/network.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { DeviceLink } from '../../ui/network/DeviceLink.tsx';
import { Empty } from '../../ui/states/States.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useLocalRows } from '../../ui/table/use-local-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';

interface NetworkListProps {
  readonly network: Network;
  /** Found by the search; `null` without one. */
  readonly found: readonly number[] | null;
}

const PEERS_NAMED = 2;

/** The same devices and connections as the picture, as a table. */
export function NetworkList({ network, found }: NetworkListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useMemo(() => found ?? Array.from({ length: network.count }, (_, i) => i), [network, found]);
  const columns = useMemo((): readonly Column<number>[] => {
    const vlanOf = (i: number): string => {
      if (network.vlans[i] === NO_VLAN) return t('topology.untagged');
      return network.vlans[i] === SEVERAL_VLANS ? t('topology.severalVlans') : String(network.vlans[i]);
    };
    return [
      {
        id: 'name',
        header: t('topology.name'),
        widthPx: 240,
        grow: true,
        sort: 'asc',
        sortValue: (i) => network.names[i],
        cell: (i) => (
          <DeviceLink id={network.ids[i]} type={DEVICE_TYPES[network.types[i]]} name={network.names[i]} />
        ),
      },
      {
        id: 'type',
        header: t('topology.type'),
        widthPx: 140,
        sort: 'asc',
        sortValue: (i) => t(`ui.type.${DEVICE_TYPES[network.types[i]]}`),
        cell: (i) => t(`ui.type.${DEVICE_TYPES[network.types[i]]}`),
      },
      {
        id: 'ip',
        header: t('topology.address'),
        widthPx: 140,
        sort: 'asc',
        sortValue: (i) => network.ips[i] || null,
        cell: (i) => <code className="font-mono text-xs">{network.ips[i]}</code>,
      },
      { id: 'vlan', header: 'VLAN', widthPx: 96, sort: 'asc', sortValue: vlanOf, cell: vlanOf },
      {
        id: 'bytes',
        header: t('topology.volume'),
        widthPx: 110,
        align: 'end',
        sort: 'desc',
        sortValue: (i) => network.bytes[i],
        cell: (i) => format.bytes(network.bytes[i]),
      },
      {
        id: 'peers',
        header: t('topology.peersColumn'),
        widthPx: 90,
        align: 'end',
        sort: 'desc',
        sortValue: (i) => network.peers[i],
        cell: (i) => format.count(network.peers[i]),
      },
      {
        id: 'busiest',
        header: t('topology.busiestColumn'),
        widthPx: 320,
        cell: (i) => <BusiestPeers network={network} device={i} />,
      },
    ];
  }, [network, t, format]);
  const state = useTableSearch({ id: 'bytes', order: 'desc' });
  const source = useLocalRows({ rows, columns, sort: state.sort });
  return (
    <DataTable
      name="topology"
      label={t('topology.listLabel')}
      columns={columns}
      source={source}
      state={state}
      rowId={(i) => network.ids[i]}
      rowLabel={(i) => network.names[i]}
      counted={(total) => t('topology.counted', { count: total, shown: format.count(total) })}
      empty={<Empty title={t('topology.noneFound')} />}
    />
  );
}

function BusiestPeers({ network, device }: { readonly network: Network; readonly device: number }) {
  const format = useFormat();
  const from = network.offsets[device];
  const edges = network.links.subarray(from, Math.min(network.offsets[device + 1], from + PEERS_NAMED));
  return (
    <span className="flex gap-3">
      {[...edges].map((edge) => {
        const peer = otherEnd(network, edge, device);
        return (
          <span key={edge} className="inline-flex min-w-0 items-center gap-1">
            <DeviceIcon type={DEVICE_TYPES[network.types[peer]]} size={12} />
            <span className="truncate">{network.names[peer]}</span>
            <span className="shrink-0 text-xs text-muted">{format.bytes(network.edgeBytes[edge])}</span>
          </span>
        );
      })}
    </span>
  );
}
