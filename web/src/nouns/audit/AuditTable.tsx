import { useQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { get, linkUrl } from '../../data/api.ts';
import type { Noun } from '../../data/query-client.ts';
import { useScope } from '../../data/scope.ts';
import { useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { EmptyTable } from '../../ui/states/EmptyTable.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useServerRows } from '../../ui/table/use-server-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { AuditPanel } from './AuditPanel.tsx';
import { auditColumns } from './audit-columns.tsx';
import { AUDIT_FILTERS, type AuditFacets, auditFilters, auditParameters } from './audit-filters.ts';
import { type AuditRow, actionText, actorText } from './audit-row.ts';
import { Verify } from './Verify.tsx';

export interface AuditLog {
  readonly noun: Noun;
  readonly title: string;
  /** Of the list, after `/api/v1`; `/facets` and `/verify` are under it. */
  readonly path: string;
  /** Of its export. */
  readonly exportPath: string;
}

/** A whole page: who did what, when, from where, and what was there before. */
export function AuditTable({ noun, title, path, exportPath }: AuditLog) {
  const { t } = useTranslation();
  const format = useFormat();
  const parameters = auditParameters(useSearch(), useScope());
  const { data: facets } = useQuery({
    queryKey: [noun, 'facets'],
    queryFn: ({ signal }) => get<AuditFacets>(`${path}/facets`, {}, signal),
  });
  const state = useTableSearch({ id: 'at', order: 'desc' });
  const source = useServerRows<AuditRow>({ noun, path, parameters, sort: state.sort });
  const columns = useMemo(() => auditColumns(t, format), [t, format]);
  const filters = useMemo(() => auditFilters(t, facets), [t, facets]);
  return (
    <Page
      title={title}
      fill
      actions={
        <>
          <Verify noun={noun} path={`${path}/verify`} />
          <a
            href={linkUrl(exportPath, { ...parameters, format: 'json' })}
            download
            title={t('audit.jsonHint')}
            className={buttonClass('quiet', 'small')}
          >
            <Download size={14} aria-hidden />
            {t('audit.json')}
          </a>
        </>
      }
    >
      <DataTable
        name={noun}
        label={title}
        columns={columns}
        source={source}
        state={state}
        rowId={({ seq }) => String(seq)}
        rowLabel={(row) =>
          t('audit.row', {
            action: actionText(t, row.action),
            who: actorText(t, row),
            at: format.instant(row.at),
          })
        }
        counted={(count) => t('audit.counted', { count, n: format.count(count) })}
        empty={
          <EmptyTable
            icon={ScrollText}
            filters={AUDIT_FILTERS}
            noMatch={t('audit.noMatch')}
            title={t('audit.empty')}
            hint={t('audit.emptyHint')}
          />
        }
        search={t('audit.search')}
        filters={filters}
        csv={linkUrl(exportPath, { ...parameters, format: 'csv' })}
        panel={(id, row) => ({
          title: row === undefined ? t('audit.panel.label') : actionText(t, row.action),
          label: t('audit.panel.label'),
          content:
            row === undefined ? (
              <p className="text-sm text-muted">{t('audit.notHere')}</p>
            ) : (
              <AuditPanel key={id} row={row} />
            ),
        })}
      />
    </Page>
  );
}
