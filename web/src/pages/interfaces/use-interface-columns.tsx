import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSites } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { siteColumn } from '../../nouns/sites/site-column.tsx';
import { useSiteName } from '../../nouns/sites/site-names.ts';
import { Copyable } from '../../ui/Copyable.tsx';
import type { Column } from '../../ui/table/column.ts';
import { InterfaceHistory, InterfaceRate, InterfaceState } from './InterfaceState.tsx';
import { ListenButton } from './ListenButton.tsx';
import type { Interface, Listening } from './queries.ts';
import { useListeningSite } from './use-listening-site.ts';

/** `onListen` has to be the same function each time. */
export function useInterfaceColumns(onListen: (row: Interface) => void): readonly Column<Interface>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const hasSites = useSites().length > 0;
  const siteName = useSiteName();
  const siteOf = useListeningSite();
  return useMemo(() => {
    const counter = (
      id: string,
      header: string,
      of: (listening: Listening) => number,
      say = format.count,
    ) => ({
      id,
      header,
      widthPx: 146,
      leastPx: 96,
      align: 'end' as const,
      sort: 'desc' as const,
      sortValue: ({ listening }: Interface) => (listening === null ? null : of(listening)),
      cell: ({ listening }: Interface) => (listening === null ? '–' : say(of(listening))),
    });
    return [
      {
        id: 'name',
        header: t('interfaces.name'),
        widthPx: 100,
        leastPx: 100,
        grow: true,
        sort: 'asc',
        sortValue: ({ name }) => name,
        cell: ({ name }) => <span className="font-mono text-xs">{name}</span>,
      },
      {
        id: 'state',
        header: t('interfaces.state'),
        widthPx: 130,
        leastPx: 112,
        sort: 'asc',
        sortValue: ({ listening, up }) => (listening === null ? (up ? 1 : 2) : 0),
        cell: (row) => <InterfaceState row={row} />,
      },
      {
        id: 'action',
        header: t('interfaces.action'),
        widthPx: 128,
        leastPx: 116,
        cell: (row) => <ListenButton row={row} onListen={onListen} />,
      },
      ...(hasSites ? [siteColumn(t, ({ listening }: Interface) => siteName(siteOf(listening)))] : []),
      {
        id: 'rate',
        header: t('interfaces.rate'),
        widthPx: 120,
        align: 'end',
        cell: (row) => <InterfaceRate row={row} />,
      },
      {
        id: 'history',
        header: t('interfaces.history'),
        widthPx: 170,
        leastPx: 144,
        cell: (row) => <InterfaceHistory row={row} />,
      },
      counter('packets', t('interfaces.packets'), ({ packets }) => packets),
      counter('bytes', t('interfaces.bytes'), ({ bytes }) => bytes, format.bytes),
      {
        ...counter('dropped', t('interfaces.dropped'), ({ dropped }) => dropped),
        cell: ({ listening }) => (
          <span className={listening !== null && listening.dropped > 0 ? 'font-medium text-high' : undefined}>
            {listening === null ? '–' : format.count(listening.dropped)}
          </span>
        ),
      },
      { ...counter('devices', t('interfaces.devices'), ({ devices }) => devices), hidden: true },
      {
        ...counter('conversations', t('interfaces.conversations'), ({ conversations }) => conversations),
        hidden: true,
      },
      {
        id: 'mac',
        header: t('interfaces.mac'),
        widthPx: 170,
        hidden: true,
        cell: ({ mac }) => (mac === null ? <span className="text-muted">–</span> : <Copyable text={mac} />),
      },
    ];
  }, [t, format, onListen, hasSites, siteName, siteOf]);
}
