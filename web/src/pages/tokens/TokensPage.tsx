import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { NewToken } from './NewToken.tsx';
import { type Token, tokensQuery } from './queries.ts';
import { TokenPanel } from './TokenPanel.tsx';
import { useTokenColumns } from './use-token-columns.tsx';

const textOf = ({ name }: Token) => name;

export default function TokensPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMay('tokens:write');
  const query = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const columns = useTokenColumns();
  const state = useTableSearch({ id: 'created', order: 'desc' });
  const { source, isSearched } = useSearchedRows({ query, columns, state, textOf });
  const byId = useMemo(() => new Map(query.data?.map((each) => [each.id, each])), [query.data]);
  const make = mayChange ? (
    <Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t('accounts.people.tokens.create')}
    </Button>
  ) : null;
  return (
    <Page
      fill
      title={t('accounts.people.tokens.title')}
      actions={
        <>
          <span className="text-xs text-muted max-lg:hidden">{t('accounts.people.tokens.about')}</span>
          {make}
        </>
      }
    >
      <DataTable
        name="tokens"
        label={t('accounts.people.tokens.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        counted={(count) => t('accounts.people.tokens.counted', { count, value: format.count(count) })}
        search={t('accounts.people.tokens.find')}
        empty={
          isSearched ? (
            <Empty title={t('table.noMatch')} />
          ) : (
            <Empty icon={KeyRound} title={t('accounts.people.tokens.empty')} action={make}>
              {t('accounts.people.tokens.emptyHint')}
            </Empty>
          )
        }
        panel={(id) => ({
          title: byId.get(id)?.name ?? id,
          label: t('accounts.people.tokens.panel'),
          content: <TokenPanel key={id} token={byId.get(id)} />,
        })}
      />
      {making ? <NewToken onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}
