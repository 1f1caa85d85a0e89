import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { protocols } from '../../../../src/api/stats/schemas.ts';
import { TrafficChart } from '../../charts/TrafficChart.tsx';
import { get } from '../../data/api.ts';
import { useScope } from '../../data/scope.ts';
import { one } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { EmptyTable } from '../../ui/states/EmptyTable.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { nameOf, type Protocol, useProtocolColumns } from './use-protocol-columns.tsx';

const textOf = ({ protocol, appProtocol }: Protocol) => `${appProtocol ?? ''} ${protocol}`;

export default function ProtocolsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const scope = useScope();
  const search = useSearch();
  const change = useChangeSearch();
  const chosen = one(search, 'protocol');
  const query = useQuery({
    queryKey: ['stats', 'protocols', scope],
    queryFn: async ({ signal }) =>
      (await get<z.input<typeof protocols>>('/stats/protocols', { ...scope }, signal)).items,
    placeholderData: keepPreviousData,
  });
  const columns = useProtocolColumns(query.data);
  const state = useTableSearch({ id: 'bytes', order: 'desc' });
  const { source, isSearched } = useSearchedRows({ query, columns, state, textOf });
  // A click on a row shows its traffic in the chart; a second one all traffic again.
  const chooseState = useMemo(
    () => ({
      ...state,
      open: null,
      setOpen: (key: string | null) => change({ protocol: key?.split(' ')[0] }),
    }),
    [state, change],
  );
  const title = chosen === undefined ? t('protocols.all') : t('protocols.of', { name: chosen });
  return (
    <Page title={t('protocols.title')}>
      <Card
        title={title}
        actions={
          chosen === undefined ? null : (
            <Button size="small" look="quiet" onClick={() => change({ protocol: undefined })}>
              {t('protocols.showAll')}
            </Button>
          )
        }
      >
        <TrafficChart
          label={title}
          path="/stats/bandwidth"
          parameters={{ ...scope, protocol: chosen }}
          directions={[t('protocols.out'), t('protocols.back')]}
          heightPx={240}
        />
      </Card>
      <DataTable
        short
        name="protocols"
        label={t('protocols.title')}
        columns={columns}
        source={source}
        state={chooseState}
        rowId={({ protocol, appProtocol }) => `${appProtocol ?? protocol} ${protocol}`}
        rowLabel={nameOf}
        counted={(total) => t('protocols.counted', { count: total, value: format.count(total) })}
        search={t('protocols.find')}
        panel={() => NO_PANEL}
        empty={
          isSearched ? (
            <Empty icon={ChartNoAxesColumn} title={t('table.noMatch')} />
          ) : (
            <EmptyTable
              icon={ChartNoAxesColumn}
              filters={['protocol', 'capture', 'site']}
              noMatch={t('protocols.empty')}
              title={t('protocols.none')}
              hint={t('protocols.noneHint')}
              action={
                <PageLink to="/captures" className={buttonClass('primary')}>
                  {t('protocols.openCapture')}
                </PageLink>
              }
            />
          )
        }
      />
    </Page>
  );
}

/** Rows are chosen, not opened. */
const NO_PANEL = { title: null, label: '', content: null };
