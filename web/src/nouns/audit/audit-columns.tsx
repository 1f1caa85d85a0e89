import type { TFunction } from 'i18next';
import type { Format } from '../../i18n/format.ts';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { type AuditRow, actionText, actorText, targetText } from './audit-row.ts';

const NONE = <span className="text-muted">–</span>;

export function auditColumns(t: TFunction, format: Format): readonly Column<AuditRow>[] {
  return [
    {
      id: 'at',
      header: t('audit.column.at'),
      widthPx: 190,
      leastPx: 174,
      sort: 'desc',
      cell: (row) => <Time at={row.at} exact />,
    },
    {
      id: 'actor',
      header: t('audit.column.actor'),
      widthPx: 220,
      cell: (row) => (
        <span
          className={row.actor.kind === 'system' ? 'text-muted' : ''}
          title={t(`audit.kind.${row.actor.kind}`)}
        >
          {actorText(t, row)}
        </span>
      ),
    },
    {
      id: 'action',
      header: t('audit.column.action'),
      widthPx: 190,
      cell: (row) => (
        <span className="font-medium" title={row.action}>
          {actionText(t, row.action)}
        </span>
      ),
    },
    {
      id: 'target',
      header: t('audit.column.target'),
      widthPx: 240,
      grow: true,
      cell: (row) => (row.target === null ? NONE : <span title={row.target.id}>{targetText(row)}</span>),
    },
    {
      id: 'from',
      header: t('audit.column.from'),
      widthPx: 150,
      cell: (row) => row.actor.from ?? NONE,
    },
    {
      id: 'seq',
      header: t('audit.column.seq'),
      widthPx: 90,
      align: 'end',
      hidden: true,
      cell: (row) => format.count(row.seq),
    },
  ];
}
