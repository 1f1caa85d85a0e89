import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';

export function useSiteColumns(): readonly Column<Site>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('sites.name'),
        widthPx: 200,
        grow: true,
        sort: 'asc',
        sortValue: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        id: 'note',
        header: t('sites.note'),
        widthPx: 260,
        cell: ({ note }) => (note === '' ? <Nothing /> : <span title={note}>{note}</span>),
      },
      {
        id: 'captures',
        header: t('sites.captures'),
        widthPx: 110,
        align: 'end',
        sort: 'desc',
        sortValue: ({ captures }) => captures,
        cell: ({ captures }) => format.count(captures),
      },
      {
        id: 'timeZone',
        header: t('sites.timeZone'),
        widthPx: 160,
        sort: 'asc',
        sortValue: ({ timeZone }) => timeZone,
        cell: ({ timeZone }) => timeZone ?? <Nothing />,
      },
      {
        id: 'created',
        header: t('sites.created'),
        widthPx: 130,
        hidden: true,
        sort: 'desc',
        sortValue: ({ createdAt }) => Date.parse(createdAt),
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, format],
  );
}

const Nothing = () => <span className="text-muted">–</span>;
