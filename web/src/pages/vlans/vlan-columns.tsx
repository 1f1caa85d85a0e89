import type { TFunction } from 'i18next';
import { ShareBar } from '../../charts/ShareBar.tsx';
import type { Format } from '../../i18n/format.ts';
import type { Vlan } from '../../nouns/vlans.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import type { Column } from '../../ui/table/column.ts';
import { VlanText } from './VlanText.tsx';

/** `most` is the volume of the busiest, in bytes. */
export function vlanColumns(t: TFunction, format: Format, most: number): readonly Column<Vlan>[] {
  return [
    {
      id: 'vlan',
      header: t('vlans.column.vlan'),
      widthPx: 84,
      align: 'end',
      sort: 'asc',
      sortValue: (it) => it.vlan,
      cell: (it) => <span className="font-medium">{it.vlan}</span>,
    },
    {
      id: 'outer',
      header: t('vlans.column.outer'),
      widthPx: 140,
      align: 'end',
      sort: 'asc',
      sortValue: (it) => it.outerVlan,
      cell: (it) => it.outerVlan ?? <span className="text-muted">–</span>,
    },
    {
      id: 'name',
      header: t('vlans.column.name'),
      widthPx: 200,
      sort: 'asc',
      sortValue: (it) => it.name,
      cell: (it) => <VlanText vlan={it} field="name" inRow />,
    },
    {
      id: 'description',
      header: t('vlans.column.description'),
      widthPx: 240,
      grow: true,
      sort: 'asc',
      sortValue: (it) => (it.description === '' ? null : it.description),
      cell: (it) => <VlanText vlan={it} field="description" inRow />,
    },
    {
      id: 'devices',
      header: t('vlans.column.devices'),
      widthPx: 96,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.devices,
      cell: (it) => (
        <PageLink to="/devices" search={{ vlan: String(it.vlan) }} className="hover:underline">
          {format.count(it.devices)}
        </PageLink>
      ),
    },
    {
      id: 'packets',
      header: t('vlans.column.packets'),
      widthPx: 110,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.packets,
      cell: (it) => format.count(it.packets),
    },
    {
      id: 'bytes',
      header: t('vlans.column.bytes'),
      widthPx: 190,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.bytes,
      cell: (it) => (
        <span className="flex items-center justify-end gap-3" title={format.count(it.bytes)}>
          <span className="w-20 shrink-0">
            <ShareBar share={most === 0 ? 0 : it.bytes / most} />
          </span>
          <span className="w-20">{format.bytes(it.bytes)}</span>
        </span>
      ),
    },
    {
      id: 'captures',
      header: t('vlans.column.captures'),
      widthPx: 96,
      align: 'end',
      sort: 'desc',
      sortValue: (it) => it.captures,
      hidden: true,
      cell: (it) => format.count(it.captures),
    },
  ];
}
