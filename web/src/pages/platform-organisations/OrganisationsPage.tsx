import { useQuery } from '@tanstack/react-query';
import { Building2, Eye, Pencil, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOrganisation } from '../../data/session/session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { type Organisation, organisationsQuery } from '../../nouns/accounts/organisations.ts';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { useAct } from '../../ui/use-act.ts';
import { NewOrganisation, RenameOrganisation } from './OrganisationForms.tsx';

function useOrganisationColumns(): readonly Column<Organisation>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('accounts.people.platform.name'),
        widthPx: 280,
        grow: true,
        sort: 'asc',
        sortValue: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        id: 'id',
        header: t('accounts.people.platform.id'),
        widthPx: 240,
        sort: 'asc',
        sortValue: ({ id }) => id,
        cell: ({ id }) => <code className="font-mono text-xs">{id}</code>,
      },
      {
        id: 'created',
        header: t('accounts.people.platform.created'),
        widthPx: 150,
        sort: 'desc',
        sortValue: ({ createdAt }) => Date.parse(createdAt),
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t],
  );
}

const textOf = ({ name, id }: Organisation) => `${name} ${id}`;

export default function OrganisationsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useAct();
  const query = useQuery(organisationsQuery);
  const [asked, setAsked] = useState<'new' | Organisation | null>(null);
  const columns = useOrganisationColumns();
  const state = useTableSearch({ id: 'name', order: 'asc' });
  const { source } = useSearchedRows({ query, columns, state, textOf });
  const close = () => setAsked(null);
  return (
    <Page
      fill
      title={t('accounts.people.platform.organisations')}
      actions={
        <>
          <span className="text-xs text-muted max-lg:hidden">{t('accounts.people.platform.above')}</span>
          <Button look="primary" icon={Plus} onClick={() => setAsked('new')}>
            {t('accounts.people.platform.newOrganisation')}
          </Button>
        </>
      }
    >
      <DataTable
        name="organisations"
        label={t('accounts.people.platform.organisations')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        counted={(count) =>
          t('accounts.people.platform.countedOrganisations', { count, value: format.count(count) })
        }
        search={t('accounts.people.platform.findOrganisation')}
        empty={<Empty icon={Building2} title={t('table.noMatch')} />}
        panel={(id) => {
          const row = query.data?.find((each) => each.id === id);
          return {
            title: row?.name ?? id,
            label: t('accounts.people.platform.organisation'),
            content:
              row === undefined ? null : (
                <div className="flex flex-col gap-5">
                  <Facts
                    facts={[
                      [
                        t('accounts.people.platform.id'),
                        <code key="id" className="font-mono text-xs">
                          {row.id}
                        </code>,
                      ],
                      [t('accounts.people.platform.created'), <Time key="at" at={row.createdAt} exact />],
                    ]}
                  />
                  <div className="flex flex-wrap gap-2">
                    <Button size="small" icon={Pencil} onClick={() => setAsked(row)}>
                      {t('accounts.people.platform.rename')}
                    </Button>
                    <Button
                      size="small"
                      icon={Eye}
                      onClick={() => void act(() => changeOrganisation(row.id))}
                    >
                      {t('accounts.people.platform.open')}
                    </Button>
                  </div>
                </div>
              ),
          };
        }}
      />
      {asked === 'new' ? <NewOrganisation onClose={close} /> : null}
      {asked !== null && asked !== 'new' ? <RenameOrganisation row={asked} onClose={close} /> : null}
    </Page>
  );
}
