import { ArrowLeftRight } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { linkUrl, type Parameters } from '../../data/api.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { EmptyTable } from '../../ui/states/EmptyTable.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Filter } from '../../ui/table/filter.ts';
import { useServerRows } from '../../ui/table/use-server-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { useCaptures } from '../captures.ts';
import { FlowPanel, flowTitle } from './FlowPanel.tsx';
import { endpointText, type Flow, flowId } from './flow.ts';
import { flowColumns } from './flow-columns.tsx';
import { FLOW_FILTERS } from './flow-filters.ts';

interface FlowsTableProps {
  readonly name: string;
  readonly label: string;
  /** After `/api/v1`. */
  readonly path: string;
  readonly parameters: Parameters;
  /** Of the export of the same flows. */
  readonly exported: Parameters;
  readonly filters: readonly Filter[];
  readonly short?: boolean;
}

/** Flows with their panel, of everybody or of one device. */
export function FlowsTable(props: FlowsTableProps) {
  const { name, label, path, parameters, exported, filters, short = false } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const captures = useCaptures();
  const state = useTableSearch({ id: 'firstSeen', order: 'desc' });
  const source = useServerRows<Flow>({ noun: 'flows', path, parameters, sort: state.sort });
  const columns = useMemo(() => flowColumns(t, format, captures), [t, format, captures]);
  return (
    <DataTable
      name={name}
      label={label}
      columns={columns}
      source={source}
      state={state}
      rowId={flowId}
      rowLabel={(flow) =>
        t('flows.row', {
          protocol: flow.appProtocol ?? flow.protocol,
          src: whoText(flow, 'src'),
          dst: whoText(flow, 'dst'),
        })
      }
      counted={(count) => t('flows.counted', { count, n: format.count(count) })}
      empty={<FlowsEmpty />}
      filters={filters}
      csv={linkUrl('/export/flows', { ...exported, format: 'csv' })}
      short={short}
      panel={(id, flow) => ({
        title: flow === undefined ? t('flows.panel.label') : flowTitle(flow),
        label: t('flows.panel.label'),
        content: <FlowPanel key={id} id={id} flow={flow} />,
      })}
    />
  );
}

function whoText(flow: Flow, side: 'src' | 'dst'): string {
  const label = flow[`${side}Label`];
  return label === null ? (endpointText(flow[side]) ?? '–') : deviceLabel(label);
}

/** None at all, or none that is asked for. */
function FlowsEmpty() {
  const { t } = useTranslation();
  return (
    <EmptyTable
      icon={ArrowLeftRight}
      filters={[...FLOW_FILTERS, 'capture', 'site']}
      noMatch={t('flows.noMatchHere')}
      title={t('flows.empty')}
      hint={t('flows.emptyHint')}
      action={
        <>
          <PageLink to="/captures" className={buttonClass('primary')}>
            {t('flows.openCapture')}
          </PageLink>
          <PageLink to="/interfaces" className={buttonClass('plain')}>
            {t('flows.listen')}
          </PageLink>
        </>
      }
    />
  );
}
