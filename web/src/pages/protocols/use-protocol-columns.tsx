import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { protocols } from '../../../../src/api/stats/schemas.ts';
import { ShareBar } from '../../charts/ShareBar.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import type { Column } from '../../ui/table/column.ts';

export type Protocol = z.input<typeof protocols>['items'][number];

export const nameOf = ({ protocol, appProtocol }: Protocol): string => appProtocol ?? protocol;

export function useProtocolColumns(rows: readonly Protocol[] | undefined): readonly Column<Protocol>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const all = Math.max(
    1,
    (rows ?? []).reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return useMemo(
    () => [
      {
        id: 'app',
        header: t('protocols.app'),
        widthPx: 180,
        grow: true,
        sort: 'asc',
        sortValue: ({ appProtocol }) => appProtocol,
        cell: ({ appProtocol }) =>
          appProtocol === null ? (
            <span className="text-muted">{t('protocols.unknown')}</span>
          ) : (
            <span className="font-mono text-xs">{appProtocol}</span>
          ),
      },
      {
        id: 'transport',
        header: t('protocols.transport'),
        widthPx: 130,
        sort: 'asc',
        sortValue: ({ protocol }) => protocol,
        cell: ({ protocol }) => <span className="font-mono text-xs">{protocol}</span>,
      },
      {
        id: 'bytes',
        header: t('protocols.bytes'),
        widthPx: 110,
        align: 'end',
        sort: 'desc',
        sortValue: ({ bytes }) => bytes,
        cell: ({ bytes }) => format.bytes(bytes),
      },
      {
        id: 'share',
        header: t('protocols.share'),
        widthPx: 220,
        cell: ({ bytes }) => (
          <span className="inline-flex w-48 items-center gap-3">
            <span className="w-12 shrink-0 text-right">{format.percent(bytes / all)}</span>
            <ShareBar share={bytes / all} />
          </span>
        ),
      },
      {
        id: 'packets',
        header: t('protocols.packets'),
        widthPx: 110,
        align: 'end',
        sort: 'desc',
        sortValue: ({ packets }) => packets,
        cell: ({ packets }) => format.count(packets),
      },
      {
        id: 'mean',
        header: t('protocols.mean'),
        widthPx: 136,
        align: 'end',
        sort: 'desc',
        sortValue: ({ bytes, packets }) => bytes / Math.max(packets, 1),
        cell: ({ bytes, packets }) => format.bytes(bytes / Math.max(packets, 1)),
      },
      {
        id: 'flows',
        header: t('protocols.flows'),
        widthPx: 110,
        cell: ({ protocol, appProtocol }) => (
          <PageLink
            to="/flows"
            search={appProtocol === null ? { protocol } : { app: appProtocol, protocol }}
            className="text-accent hover:underline"
          >
            {t('frame.flows')}
          </PageLink>
        ),
      },
    ],
    [t, format, all],
  );
}
