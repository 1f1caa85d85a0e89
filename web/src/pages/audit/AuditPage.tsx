import { useQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { get, linkUrl } from '../../data/api.ts';
import { useScope } from '../../data/scope.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useServerRows } from '../../ui/table/use-server-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { AuditPanel } from './AuditPanel.tsx';
import { auditColumns } from './audit-columns.tsx';
import { AUDIT_FILTERS, type AuditFacets, auditFilters, auditParameters } from './audit-filters.ts';
import { type AuditRow, actionText, actorText } from './audit-row.ts';
import { Verify } from './Verify.tsx';

/** Who did what, when, from where, and what was there before. */
export default function AuditPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const parameters = auditParameters(useSearch(), useScope());
  const { data: facets } = useQuery({
    queryKey: ['audit', 'facets'],
    queryFn: ({ signal }) => get<AuditFacets>('/audit/facets', {}, signal),
  });
  const state = useTableSearch({ id: 'at', order: 'desc' });
  const source = useServerRows<AuditRow>({ noun: 'audit', path: '/audit', parameters, sort: state.sort });
  const columns = useMemo(() => auditColumns(t, format), [t, format]);
  const filters = useMemo(() => auditFilters(t, facets), [t, facets]);
  return (
    <Page
      title={t('audit.title')}
      fill
      actions={
        <>
          <Verify />
          <a
            href={linkUrl('/export/audit', { ...parameters, format: 'json' })}
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
        name="audit"
        label={t('audit.title')}
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
        empty={<AuditEmpty />}
        search={t('audit.search')}
        filters={filters}
        csv={linkUrl('/export/audit', { ...parameters, format: 'csv' })}
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

const ASKED = [...AUDIT_FILTERS, 'from', 'to'] as const;

/** None at all, or none that is asked for. */
function AuditEmpty() {
  const { t } = useTranslation();
  const search = useSearch();
  const change = useChangeSearch();
  if (ASKED.some((name) => search[name] !== undefined)) {
    return (
      <Empty
        icon={ScrollText}
        title={t('audit.noMatch')}
        action={
          <Button onClick={() => change(Object.fromEntries(ASKED.map((name) => [name, undefined])))}>
            {t('table.clearFilters')}
          </Button>
        }
      >
        {t('table.noMatchHint')}
      </Empty>
    );
  }
  return (
    <Empty icon={ScrollText} title={t('audit.empty')}>
      {t('audit.emptyHint')}
    </Empty>
  );
}
