import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { useSites } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { siteColumn } from '../../nouns/sites/site-column.tsx';
import { useSiteName } from '../../nouns/sites/site-names.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { CaptureState } from './CaptureState.tsx';

/** From the first to the last packet; `null` when there are none. */
export function secondsOf({ firstSeen, lastSeen }: Capture): number | null {
  if (firstSeen === null || lastSeen === null) return null;
  return (Date.parse(lastSeen) - Date.parse(firstSeen)) / 1000;
}

export function useCaptureColumns(): readonly Column<Capture>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const hasSites = useSites().length > 0;
  const siteName = useSiteName();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('captures.name'),
        widthPx: 240,
        leastPx: 170,
        grow: true,
        sort: 'asc',
        sortValue: ({ name }) => name,
        cell: ({ name, kind }) => (
          <span className="inline-flex max-w-full items-center gap-2">
            <span className="truncate" title={name}>
              {name}
            </span>
            {kind === 'file' ? null : (
              <Badge tone="accent" {...(kind === 'demo' ? { title: t('captures.demoHint') } : {})}>
                {t(`captures.kinds.${kind}`)}
              </Badge>
            )}
          </span>
        ),
      },
      {
        id: 'status',
        header: t('captures.status'),
        widthPx: 170,
        leastPx: 124,
        sort: 'asc',
        sortValue: ({ status }) => status,
        cell: (capture) => <CaptureState capture={capture} />,
      },
      ...(hasSites ? [siteColumn(t, ({ siteId }: Capture) => siteName(siteId))] : []),
      {
        id: 'packets',
        header: t('captures.packets'),
        widthPx: 110,
        align: 'end',
        sort: 'desc',
        sortValue: ({ packets }) => packets,
        cell: ({ packets }) => format.count(packets),
      },
      {
        id: 'bytes',
        header: t('captures.bytes'),
        widthPx: 100,
        align: 'end',
        sort: 'desc',
        sortValue: ({ bytes }) => bytes,
        cell: ({ bytes }) => format.bytes(bytes),
      },
      {
        id: 'begin',
        header: t('captures.begin'),
        widthPx: 130,
        sort: 'desc',
        sortValue: ({ firstSeen }) => (firstSeen === null ? null : Date.parse(firstSeen)),
        cell: ({ firstSeen }) => <Time at={firstSeen} />,
      },
      {
        id: 'end',
        header: t('captures.end'),
        widthPx: 130,
        hidden: true,
        sort: 'desc',
        sortValue: ({ lastSeen }) => (lastSeen === null ? null : Date.parse(lastSeen)),
        cell: ({ lastSeen }) => <Time at={lastSeen} />,
      },
      {
        id: 'duration',
        header: t('captures.duration'),
        widthPx: 130,
        align: 'end',
        sort: 'desc',
        sortValue: secondsOf,
        cell: (capture) => {
          const seconds = secondsOf(capture);
          return seconds === null ? '–' : format.duration(seconds);
        },
      },
      {
        id: 'size',
        header: t('captures.size'),
        widthPx: 100,
        align: 'end',
        sort: 'desc',
        sortValue: ({ sizeBytes }) => sizeBytes,
        cell: ({ sizeBytes }) => (sizeBytes === null ? '–' : format.bytes(sizeBytes)),
      },
      {
        id: 'created',
        header: t('captures.created'),
        widthPx: 130,
        sort: 'desc',
        sortValue: ({ createdAt }) => Date.parse(createdAt),
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, format, hasSites, siteName],
  );
}
